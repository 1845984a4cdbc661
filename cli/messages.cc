#include "cli/messages.hh"

#include <algorithm>
#include <map>

#include "cli/ticket_json.hh"
#include "lib/base/lookalike.hh"
#include "lib/base/text.hh"
#include "lib/mail/quoting.hh"

namespace dsupport {
namespace {

std::vector<std::string> addresses(const Json& mailboxes) {
    std::vector<std::string> out;
    for (const auto& who : mailboxes.items()) out.push_back(who["email"].string());
    return out;
}

void read_files(const MailContent& content, ShownMessage& out) {
    out.raw = content.n;
    for (std::size_t n = 0; const auto& file : content.detail["files"].items())
        out.files.push_back({file["name"].string(), file["type"].string(), file["size"].integer(),
                             file["hash"].string(), n++});
}

/// The copy of a signed answer among all that came in under its Message-ID: one that says what was signed,
/// and has all of its files.
const Mail* copy_of(const Event& reply, const std::vector<Mail>& mails) {
    const auto& own = reply.content.own;
    const auto key = mail_key(own["mid"].string());
    const auto text = Hash::from_hex(own["text"].string());
    const Mail* out = nullptr;
    for (const auto& mail : mails) {
        if (mail.key != key || mail.text != text) continue;
        const bool whole = std::ranges::all_of(own["attachments"].items(), [&](const Json& hash) {
            return std::ranges::find(mail.attachments, Hash::from_hex(hash.string())) !=
                   mail.attachments.end();
        });
        if (whole && (out == nullptr || mail.canonical() < out->canonical())) out = &mail;
    }
    return out;
}

Outcome read_mail(Store& store, ShownMessage& out) {
    const auto& mail = *out.message->mail;
    out.from = {mail.author_name, mail.author};
    DS_TRY(const auto content, store.mail_content({mail.key, mail.canonical()}));
    if (!content || out.message->redacted_by) return {};
    out.to = addresses(content->detail["to"]);
    out.cc = addresses(content->detail["cc"]);
    out.why = content->detail["sign"].string();
    if (const auto& vouched = content->detail["vouched_by"]; !vouched.is_null())
        out.vouched_by = vouched.string();
    out.text = content->text;
    out.quoted = split_quotes(out.text).quoted;
    read_files(*content, out);
    return {};
}

/// Where each mail is, and why.
std::map<const Mail*, const MailOnTicket*> mails_on(const LoadedTicket& ticket) {
    std::map<const Mail*, const MailOnTicket*> out;
    for (const auto& id : ticket.state.members_of(ticket.summary.id))
        if (const auto state = ticket.state.tickets.find(id); state != ticket.state.tickets.end())
            for (const auto& on : state->second.mails) out[on.mail] = &on;
    return out;
}

/// More than five mails in ten minutes are no conversation: two programs may be answering each other.
void count_floods(std::vector<ShownMessage>& messages) {
    constexpr std::size_t kMost = 5;
    constexpr std::int64_t kSpan = 10 * kMinute;
    std::map<std::string, std::vector<Instant>> recent;
    for (auto& shown : messages) {
        if (shown.message->mail == nullptr) continue;
        const auto at = shown.message->at;
        auto& dates = recent[lower(shown.from.address)];
        std::erase_if(dates, [&](Instant t) { return at - t > kSpan; });
        dates.push_back(at);
        if (dates.size() > kMost) shown.flood = dates.size();
    }
}

/// The files of an answer have names only where a copy of the letter has come in.
Outcome read_letter(Store& store, const LoadedTicket& ticket, ShownMessage& out) {
    const auto& message = *out.message;
    const auto& group = store.team().team.group.addresses;
    for (const auto& address : message.recipients) {
        const bool own =
            std::ranges::any_of(group, [&](const std::string& one) { return equal_no_case(one, address); });
        (own ? out.cc : out.to).push_back(address);
    }
    DS_TRY(out.copies, store.copies(message.event));
    const auto event = std::ranges::find(ticket.events, message.event, &Event::id);
    if (event == ticket.events.end() || message.redacted_by) return {};
    const auto hashes = event->content.own["attachments"].items();
    if (hashes.empty()) return {};
    if (const auto* copy = copy_of(*event, ticket.mails)) {
        DS_TRY(const auto content, store.mail_content({copy->key, copy->canonical()}));
        if (content) read_files(*content, out);
        std::erase_if(out.files, [&](const ShownFile& file) {
            return std::ranges::find(hashes, file.hash, &Json::string) == hashes.end();
        });
    }
    if (out.files.empty())
        for (const auto& hash : hashes) out.files.push_back({{}, {}, 0, hash.string()});
    return {};
}

Json strings_json(const std::vector<std::string>& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push(item);
    return out;
}

Json files_json(const std::vector<ShownFile>& files) {
    Json out = Json::array();
    for (const auto& file : files)
        out.push(Json::object({{"name", text_json(file.name)},
                               {"type", text_json(file.type)},
                               {"size", file.type.empty() ? Json() : Json(file.size)},
                               {"sha256", file.hash}}));
    return out;
}

Json copies_json(const std::vector<OutboxRow>& copies) {
    Json out = Json::array();
    for (const auto& copy : copies)
        out.push(Json::object({{"n", copy.n},
                               {"recipient", text_json(copy.recipient)},
                               {"state", mail_state_name(copy.state)},
                               {"reason", text_json(copy.reason)}}));
    return out;
}

}  // namespace

Result<std::vector<ShownMessage>> shown_messages(Store& store, const LoadedTicket& ticket) {
    std::vector<ShownMessage> out;
    const auto mails = mails_on(ticket);
    for (const auto* message : messages_of(ticket.state, ticket.summary.id)) {
        auto& shown = out.emplace_back();
        shown.message = message;
        if (const auto on = mails.find(message->mail); on != mails.end()) {
            const auto& possibly = on->second->home.possibly;
            shown.has_variants = on->second->has_variants;
            if (!possibly.empty()) shown.possibly = store.code_of(possibly).value_or(possibly.code());
        }
        if (message->mail) {
            DS_CHECK(read_mail(store, shown));
            continue;
        }
        shown.from.name = store.team().authority->person(message->rep).value;
        shown.text = message->text;
        if (message->kind == MessageKind::reply) DS_CHECK(read_letter(store, ticket, shown));
    }
    count_floods(out);
    return out;
}

std::string odd_name(const Mailbox& from, const Team& team) {
    const auto name = shape_of(from.name);
    if (name.empty()) return {};
    if (name.find('@') != std::string::npos && name != shape_of(from.address))
        return "the name is an address, and not the sender's";
    for (const auto& [handle, person] : team.people) {
        const bool same = name == shape_of(person.name) || name == shape_of(handle.value);
        if (same && !equal_no_case(from.address, person.email))
            return "the name is a colleague's, the address is not";
    }
    return mixes_alphabets(from.name) ? "the name mixes letters of alphabets that look alike" : "";
}

Json messages_json(const std::vector<ShownMessage>& messages) {
    Json out = Json::array();
    for (std::int64_t n = 1; const auto& shown : messages) {
        const auto& m = *shown.message;
        const bool mail = m.mail != nullptr;
        out.push(Json::object({{"n", n++},
                               {"kind", message_kind_name(m.kind)},
                               {"from", text_json(mail ? shown.from.address : shown.from.name)},
                               {"from_name", mail ? text_json(shown.from.name) : Json()},
                               {"to", strings_json(shown.to)},
                               {"cc", strings_json(shown.cc)},
                               {"at", time_json(m.at)},
                               {"subject", mail ? text_json(m.mail->base_subject) : Json()},
                               {"text", shown.text},
                               {"quoted", text_json(shown.quoted)},
                               {"message_id", text_json(m.message_id)},
                               {"attachments", files_json(shown.files)},
                               {"verdict", mail ? Json(verdict_name(m.mail->verdict)) : Json()},
                               {"why", text_json(shown.why)},
                               {"vouched_by", text_json(shown.vouched_by.value_or(""))},
                               {"flood", shown.flood > 0},
                               {"variant", shown.has_variants},
                               {"possibly", text_json(shown.possibly)},
                               {"signed_by", mail ? Json() : text_json(shown.from.name)},
                               {"copies", copies_json(shown.copies)},
                               {"redacted", m.redacted_by.has_value()}}));
    }
    return out;
}

}  // namespace dsupport
