#include "lib/sync/letter.hh"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "lib/base/text.hh"
#include "lib/mail/quoting.hh"
#include "lib/sync/notice.hh"
#include "lib/team/group_address.hh"
#include "lib/ticket/asker.hh"

namespace dsupport {
namespace {

/// How the thread came to the mail that is answered, and that mail.
std::vector<std::string> chain_of(const Mail& mail) {
    auto out = mail.references;
    if (out.empty() && !mail.in_reply_to.empty()) out.push_back(mail.in_reply_to.front());
    std::erase(out, mail.message_id);
    if (!mail.message_id.empty()) out.push_back(mail.message_id);
    return out;
}

/// Of the mail about a call, or the colleague's that a ticket began with. The client may never have had it;
/// the group's mail programs join the answer to it.
std::string id_in_the_group(const LoadedTicket& ticket) {
    const auto& state = ticket.state.tickets.at(ticket.summary.id);
    return state.root_message_id.empty() && state.first() ? state.first()->mail->message_id
                                                          : state.root_message_id;
}

Outcome check_no_events(const OutgoingMail& mail) {
    bool found = !find_armour(mail.text).empty();
    for (const auto& attachment : mail.attachments) found = found || !find_armour(attachment.content).empty();
    if (!found) return {};
    return fail(ErrorKind::usage, "a letter to a client never carries the team's events",
                "leave out what stands between BEGIN and END DSUPPORT EVENTS");
}

const Mail* last_asking(const State& state, const TicketId& representative, const Team& team,
                        const std::function<bool(const Mail&)>& fits) {
    const Mail* out = nullptr;
    for (const auto* message : messages_of(state, representative))
        if (message->mail && message->mail->asks() && !message->redacted_by &&
            !person_of_address(team, message->mail->author) && fits(*message->mail))
            out = message->mail;
    return out;
}

}  // namespace

const Mail* mail_to_answer(const State& state, const TicketId& representative, const Team& team) {
    return last_asking(state, representative, team, [](const Mail&) { return true; });
}

const Mail* requesters_mail(const LoadedTicket& ticket, const Team& team) {
    const auto& asks = ticket.summary;
    const auto* out = last_asking(ticket.state, asks.id, team, [&](const Mail& mail) {
        return equal_no_case(mail.author, asks.requester.email) || same_client(mail.author, asks, team);
    });
    return out ? out : mail_to_answer(ticket.state, asks.id, team);
}

bool same_client(std::string_view address, const Summary& ticket, const Team& team) {
    return !ticket.client.empty() && team.client_of(address) == ticket.client;
}

std::optional<Mailbox> other_writer(const Mail& answered, const Summary& ticket, const Team& team) {
    const auto address = answer_address(answered, team);
    const bool known =
        equal_no_case(address, ticket.reply_to) || equal_no_case(answered.author, ticket.requester.email);
    if (known || address.empty() || answered.verdict != Verdict::human) return std::nullopt;
    return Mailbox{printable(answered.author_name), address};
}

std::string quote_of(const Mail& mail, std::string_view text) {
    const auto written = split_quotes(text).written;
    if (trim(written).empty()) return {};
    const auto when = rfc3339(mail.date);
    auto out = fmt::format("On {} at {} UTC, {} wrote:\n", when.substr(0, 10), when.substr(11, 5),
                           printable(trim(mail.author_name.empty() ? mail.author : mail.author_name)));
    const auto clean = printable(trim(written), true);
    for (const auto line : lines(clean)) {
        const bool nested = line.starts_with('>');
        out += trim(line).empty() ? ">" : nested ? ">" : "> ";
        if (!trim(line).empty()) out += line;
        out += '\n';
    }
    return out;
}

Result<OutgoingMail> answer_mail(const Letter& letter, const LoadedTicket& ticket, const Mail* answered,
                                 const Group& group, std::string message_id, Instant now) {
    OutgoingMail mail;
    mail.from = letter.from;
    mail.to = letter.to;
    mail.cc = letter.cc;
    mail.cc.push_back({"", group.addresses.front()});
    mail.reply_to = {{"", group.addresses.front()}};
    const auto subject = answered ? answered->base_subject : thread_subject(ticket.events, ticket.summary);
    mail.subject = tagged_subject(subject, ticket.code, true);
    mail.date = now;
    mail.message_id = std::move(message_id);
    if (answered) {
        mail.in_reply_to = answered->message_id;
        mail.references = chain_of(*answered);
    } else if (auto root = id_in_the_group(ticket); !root.empty()) {
        mail.references = {std::move(root)};
    }
    mail.headers = {{"X-Dsupport-Ticket", ticket.code}};
    mail.text = printable(letter.text, true) + "\n";
    if (!letter.quote.empty()) mail.text += "\n" + letter.quote;
    mail.attachments = letter.attachments;
    DS_CHECK(check_no_events(mail));
    return mail;
}

std::vector<std::string> recipients_of(const OutgoingMail& mail, const Group& group) {
    std::vector<std::string> out;
    const auto add = [&](const std::string& address) {
        const bool there =
            std::ranges::any_of(out, [&](const std::string& one) { return equal_no_case(one, address); });
        if (!there && !is_group_address(group, address)) out.push_back(address);
    };
    for (const auto& who : mail.to) add(who.address);
    for (const auto& who : mail.cc) add(who.address);
    out.push_back(group.addresses.front());
    return out;
}

std::vector<Hash> attachment_hashes(const OutgoingMail& mail) {
    std::vector<Hash> out;
    for (const auto& attachment : mail.attachments) out.push_back({sha256(attachment.content)});
    return out;
}

Result<std::vector<OutboxRow>> letter_copies(const Event& reply, const OutgoingMail& mail,
                                             const std::string& bytes, const Group& group) {
    if (bytes.size() > kMostLetterBytes)
        return fail(ErrorKind::usage,
                    fmt::format("the letter would have {} MB; a mail may have {} MB in all",
                                bytes.size() / 1'000'000 + 1, kMostLetterBytes / 1'000'000),
                    "attach less, or say where the file can be fetched");
    std::vector<OutboxRow> out;
    for (const auto& address : recipients_of(mail, group)) {
        auto& row = out.emplace_back();
        row.ticket = reply.ticket();
        row.event = reply.id;
        if (!is_group_address(group, address)) row.recipient = address;
        row.subject = mail.subject;
        row.message_id = mail.message_id;
        row.date = row.due = row.changed = mail.date;
        row.sender = mail.from.address;
        row.bytes = bytes;
    }
    return out;
}

}  // namespace dsupport
