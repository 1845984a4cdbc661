#include "tests/sim/clients.hh"

#include <array>

namespace dsupport::sim {
namespace {

const std::vector<std::string> kAuthors = {"ada@client", "bo@client", "eve@evil", ""};

std::string id_of(int number) {
    return std::to_string(number) + "@client";
}

}  // namespace

Mail Clients::letter(const std::string& mid, const std::string& text, const ReplicaKey& from, Instant now) {
    Mail out;
    out.message_id = mid;
    out.key = mail_key(mid);
    out.author = "support@example.org";
    out.date = now;
    out.text = text_hash(text);
    out.bundle_from = from;
    out.bundle_text = out.text;
    return out;
}

Mail Clients::fresh(Instant now) {
    Mail out;
    out.message_id = id_of(++written_);
    out.key = mail_key(out.message_id);
    out.author = dice_.pick(kAuthors);
    out.date = now;
    out.text = text_hash("mail " + std::to_string(written_));
    constexpr std::array kVerdicts = {Verdict::human, Verdict::human, Verdict::generated, Verdict::machine};
    out.verdict = kVerdicts[dice_.below(4)];
    return out;
}

Mail Clients::write(Instant now, const std::vector<TicketId>& tickets) {
    auto out = fresh(now);
    if (!mails_.empty() && dice_.chance(60)) {
        const auto& before = dice_.pick(mails_);
        out.references = before.references;
        out.references.push_back(before.message_id);
        if (dice_.chance(20)) out.references.erase(out.references.begin());
        if (dice_.chance(20)) std::swap(out.references, out.in_reply_to);
    }
    // Names a mail that is not written yet: it will come late, or never, or close a circle.
    if (dice_.chance(20))
        out.references.insert(out.references.begin(), id_of(written_ + 1 + static_cast<int>(dice_.below(4))));
    if (dice_.chance(15) && !mails_.empty()) out.references.push_back(dice_.pick(mails_).message_id);
    if (dice_.chance(15) && !tickets.empty())
        out.references.push_back(
            make_message_id(dice_.id<OpId>().view(), dice_.pick(tickets), "example.org"));
    if (dice_.chance(15) && !tickets.empty()) out.subject_tag = dice_.pick(tickets).value.substr(0, 6);
    if (dice_.chance(8) && !mails_.empty()) {
        const auto& other = dice_.pick(mails_);
        out.message_id = other.message_id;
        out.key = other.key;
    }
    mails_.push_back(out);
    return out;
}

}  // namespace dsupport::sim
