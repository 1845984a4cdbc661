#include "lib/store/mail_json.hh"

#include <array>

#include "lib/base/encoding.hh"
#include "lib/base/json.hh"
#include "lib/ticket/threads.hh"

namespace dsupport {
namespace {

Json strings(const std::vector<std::string>& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push(item);
    return out;
}

template <class Id>
Json hexes(const std::vector<Id>& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push(item.hex());
    return out;
}

template <class Id>
Json optional_hex(const std::optional<Id>& id) {
    return id ? Json(id->hex()) : Json();
}

std::vector<std::string> read_strings(const Json& json) {
    std::vector<std::string> out;
    for (const auto& item : json.items()) out.push_back(item.string());
    return out;
}

template <class Id>
std::vector<Id> read_hexes(const Json& json) {
    std::vector<Id> out;
    for (const auto& item : json.items())
        if (auto id = Id::from_hex(item.string())) out.push_back(*id);
    return out;
}

Verdict read_verdict(const std::string& name) {
    for (const auto verdict : {Verdict::generated, Verdict::machine, Verdict::bulk, Verdict::bounce})
        if (name == verdict_name(verdict)) return verdict;
    return Verdict::human;
}

}  // namespace

std::string mail_head(const Mail& m) {
    return Json::object({{"key", m.key.hex()},
                         {"id", m.message_id},
                         {"author", m.author},
                         {"name", m.author_name},
                         {"reply", m.reply_address},
                         {"date", m.date.ms},
                         {"subject", m.subject},
                         {"base", m.base_subject},
                         {"tag", m.subject_tag},
                         {"refs", strings(m.references)},
                         {"irt", strings(m.in_reply_to)},
                         {"text", m.text.hex()},
                         {"armour", optional_hex(m.armour)},
                         {"files", hexes(m.attachments)},
                         {"verdict", verdict_name(m.verdict)},
                         {"others", strings(m.other_ids)},
                         {"many", m.to_many},
                         {"from", optional_hex(m.bundle_from)},
                         {"signed", optional_hex(m.bundle_text)},
                         {"carried", hexes(m.carried)},
                         {"letter", optional_hex(m.letter)}})
        .dump();
}

Result<Mail> read_mail_head(const std::string& head) {
    DS_TRY(const auto json, Json::parse(head));
    Mail m;
    m.key = MailKey::from_hex(json["key"].string()).value_or(MailKey{});
    m.message_id = json["id"].string();
    m.author = json["author"].string();
    m.author_name = json["name"].string();
    m.reply_address = json["reply"].string();
    m.date = {json["date"].integer()};
    m.subject = json["subject"].string();
    m.base_subject = json["base"].string();
    m.subject_tag = json["tag"].string();
    m.references = read_strings(json["refs"]);
    m.in_reply_to = read_strings(json["irt"]);
    m.text = Hash::from_hex(json["text"].string()).value_or(Hash{});
    m.armour = Hash::from_hex(json["armour"].string());
    m.attachments = read_hexes<Hash>(json["files"]);
    m.verdict = read_verdict(json["verdict"].string());
    m.other_ids = read_strings(json["others"]);
    m.to_many = json["many"].boolean();
    m.bundle_from = ReplicaKey::from_hex(json["from"].string());
    m.bundle_text = Hash::from_hex(json["signed"].string());
    m.carried = read_hexes<EventId>(json["carried"]);
    m.letter = MailKey::from_hex(json["letter"].string());
    return m;
}

std::set<TicketId> possible_tickets(const Mail& mail) {
    std::set<TicketId> out = {ticket_of_root(own_id(mail)), ticket_of_root(root_id(mail))};
    for (const auto* list : {&mail.references, &mail.in_reply_to})
        for (const auto& id : *list)
            if (auto ticket = ticket_of_own_id(id)) out.insert(std::move(*ticket));
    return out;
}

std::set<std::string> mail_names(const Mail& mail) {
    std::set<std::string> out;
    const auto add = [&](const MailKey& key) { out.emplace(as_text(key.bytes)); };
    add(mail.key);
    for (const auto* list : {&mail.references, &mail.in_reply_to, &mail.other_ids})
        for (const auto& id : *list) add(mail_key(id));
    if (mail.letter) add(*mail.letter);
    for (const auto& ticket : possible_tickets(mail)) out.insert(ticket.value);
    if (!mail.subject_tag.empty()) out.insert(tag_name(mail.subject_tag));
    return out;
}

}  // namespace dsupport
