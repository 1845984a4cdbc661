#include "lib/ticket/mail.hh"

#include "lib/base/crypto.hh"
#include "lib/base/json.hh"
#include "lib/base/text.hh"

namespace dsupport {

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::human:
            return "human";
        case Verdict::generated:
            return "generated";
        case Verdict::machine:
            return "machine";
        case Verdict::bulk:
            return "bulk";
        case Verdict::bounce:
            return "bounce";
    }
    return "human";
}

Hash Mail::canonical() const {
    const auto list = [](const std::vector<std::string>& items) {
        Json out = Json::array();
        for (const auto& item : items) out.push(item);
        return out;
    };
    Json files = Json::array();
    for (const auto& hash : attachments) files.push(hash.hex());
    const auto json = Json::object({{"key", key.hex()},
                                    {"author", author},
                                    {"name", author_name},
                                    {"reply", reply_address},
                                    {"date", date.ms},
                                    {"subject", base_subject},
                                    {"tag", subject_tag},
                                    {"references", list(references)},
                                    {"in_reply_to", list(in_reply_to)},
                                    {"text", text.hex()},
                                    {"armour", armour ? armour->hex() : std::string()},
                                    {"attachments", std::move(files)},
                                    {"verdict", verdict_name(verdict)}});
    return {blake2b<32>("dsupport-canonical-v1", json.dump())};
}

Hash text_hash(std::string_view text) {
    std::string normal;
    std::size_t blank = 0;
    for (auto line : lines(text)) {
        while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
        if (line.empty()) {
            ++blank;
            continue;
        }
        if (!normal.empty()) normal.append(blank + 1, '\n');
        blank = 0;
        normal += line;
    }
    return {blake2b<32>("dsupport-text-v1", normal)};
}

}  // namespace dsupport
