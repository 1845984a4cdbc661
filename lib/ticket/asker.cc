#include "lib/ticket/asker.hh"

#include "lib/base/text.hh"
#include "lib/team/group_address.hh"

namespace dsupport {
namespace {

/// nullptr: no client has written.
const Mail* asking_mail(const TicketState& ticket, const Team& team) {
    const auto is_client = [&](const MailOnTicket& on) { return !answer_address(*on.mail, team).empty(); };
    if (const auto* first = ticket.first(); first && is_client(*first)) return first->mail;
    const MailOnTicket* out = nullptr;
    for (const auto& on : ticket.mails) {
        if (on.ours || !on.home.speaks || !on.mail->asks() || !is_client(on)) continue;
        const bool placed = on.home.rule == HomeRule::placed;
        if (!out || (placed && out->home.rule != HomeRule::placed)) out = &on;
    }
    return out ? out->mail : nullptr;
}

/// What somebody wrote down.
Requester stated_requester(const TicketState& ticket) {
    const auto* field = ticket.field(field::kRequester).shown();
    return field ? Requester::read(field->value) : ticket.requester;
}

}  // namespace

std::string answer_address(const Mail& mail, const Team& team) {
    if (person_of_address(team, mail.author)) return {};
    for (const auto& address : {mail.reply_address, mail.author})
        if (!address.empty() && !is_our_address(team, address)) return address;
    return {};
}

Asker asker_of(const TicketState& ticket, const Team& team) {
    Asker out;
    out.who = stated_requester(ticket);
    const auto* mail = asking_mail(ticket, team);
    if (out.who.email.empty()) {
        const auto* author = mail == nullptr && ticket.first() ? ticket.first()->mail : mail;
        if (author && out.who.empty()) out.who = {author->author_name, author->author, {}};
        if (mail) out.reply_to = answer_address(*mail, team);
    } else {
        const bool heard = mail && !ticket.opened && equal_no_case(mail->author, out.who.email);
        out.reply_to = heard ? answer_address(*mail, team) : out.who.email;
    }
    // Behind the group's address is somebody who used it, and nobody who could be answered there.
    for (auto* address : {&out.who.email, &out.reply_to})
        if (is_group_address(team.group, *address)) address->clear();
    return out;
}

}  // namespace dsupport
