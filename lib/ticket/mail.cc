#include "lib/ticket/mail.hh"

#include <array>

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
    const auto ids = [](const std::vector<std::string>& items) {
        Json out = Json::array();
        for (const auto& item : items) out.push(canonical_message_id(item));
        return out;
    };
    Json files = Json::array();
    for (const auto& hash : attachments) files.push(hash.hex());
    const auto json = Json::object({{"key", key.hex()},
                                    {"author", lower(author)},
                                    {"reply", lower(reply_address)},
                                    {"date", date.ms},
                                    {"subject", canonical_subject(subject)},
                                    {"tag", subject_tag},
                                    {"references", ids(references)},
                                    {"in_reply_to", ids(in_reply_to)},
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
        const auto quoted = line.find_first_not_of('>');
        if (quoted != std::string_view::npos && line.substr(quoted).starts_with("From "))
            line.remove_prefix(quoted);
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

std::string canonical_subject(std::string_view subject) {
    static constexpr std::array<std::string_view, 7> kReplies = {
        "re:", "fwd:", "fw:", "aw:", "wg:", "sv:", "antw:"};
    for (bool changed = true; changed;) {
        changed = false;
        subject = trim(subject);
        for (const auto mark : kReplies)
            if (starts_with_no_case(subject, mark)) subject.remove_prefix(mark.size()), changed = true;
        const auto close = subject.find(']');
        if (subject.starts_with('[') && close != std::string_view::npos)
            subject.remove_prefix(close + 1), changed = true;
    }
    std::string out;
    for (const char c : subject) {
        const bool space = trim({&c, 1}).empty();
        if (!space)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

MailKey key_without_id(const Mail& mail) {
    // No Message-ID has a line end when it is hashed, so no mail with one can take this key.
    return {blake2b<16>("dsupport-mail-v1", lower(mail.author) + "\n" + std::to_string(mail.date.ms) + "\n" +
                                                canonical_subject(mail.subject) + "\n" + mail.text.hex())};
}

}  // namespace dsupport
