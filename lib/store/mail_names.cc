#include "lib/store/mail_names.hh"

#include "lib/base/encoding.hh"
#include "lib/ticket/threads.hh"

namespace dsupport {

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
