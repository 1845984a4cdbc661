#include "lib/sync/barrier.hh"

#include <fmt/format.h>

#include <algorithm>

namespace dsupport {
namespace {

/// Of today the time alone.
std::string moment(Instant t, Instant now) {
    const auto text = rfc3339(t), today = rfc3339(now);
    const auto time = text.substr(11, 5) + " UTC";
    return text.substr(0, 10) == today.substr(0, 10) ? time : text.substr(0, 10) + " " + time;
}

bool may_be_out(const OutboxRow& copy) {
    return copy.state == MailState::sent || copy.state == MailState::unknown ||
           copy.state == MailState::sending;
}

bool waits(const OutboxRow& copy) {
    return copy.state == MailState::queued || copy.state == MailState::retry || copy.state == MailState::held;
}

std::string anyway_key(const OutboxRow& row) {
    return "send_anyway:" + row.event->hex();
}

/// The newest mail of the client that nobody has dealt with.
const Mail* uncovered(const LoadedTicket& ticket) {
    const Mail* out = nullptr;
    for (const auto& id : ticket.state.members_of(ticket.summary.id)) {
        const auto it = ticket.state.tickets.find(id);
        if (it == ticket.state.tickets.end()) continue;
        for (const auto& on : it->second.mails)
            if (on.raises_attention() && (out == nullptr || out->date < on.mail->date)) out = on.mail;
    }
    return out;
}

/// The newest answer from another machine that was not here yet when this one was written.
const Message* other_answer(WriteSession& session, const LoadedTicket& ticket, const EventId& own) {
    const Message* out = nullptr;
    for (const auto* message : messages_of(ticket.state, ticket.summary.id))
        if (message->kind == MessageKind::reply && message->rep != session.replica() &&
            session.arrived_after(message->event, own))
            out = message;
    return out;
}

/// A message that was redacted when this answer was written already: the answer may quote it.
const Message* redacted_since(WriteSession& session, const LoadedTicket& ticket, const EventId& own) {
    for (const auto* message : messages_of(ticket.state, ticket.summary.id))
        if (message->redacted_by && session.arrived_after(message->redacted_by->event, own)) return message;
    return nullptr;
}

}  // namespace

bool is_reply(WriteSession& session, const OutboxRow& row) {
    if (!row.event) return false;
    const auto event = session.find(*row.event);
    return event && event->kind() == "reply";
}

Result<std::optional<std::string>> reason_to_hold(WriteSession& session, const OutboxRow& row) {
    if (!session.meta(anyway_key(row)).empty()) return std::optional<std::string>();
    const auto copies = session.outbox().states_of(*row.event);
    if (std::ranges::any_of(copies, may_be_out)) return std::optional<std::string>();
    DS_TRY(const auto ticket, session.load(row.ticket));
    if (const auto* answer = other_answer(session, ticket, *row.event)) {
        const auto person = session.authority().person(answer->rep);
        return fmt::format("{} answered {}", person.value, moment(answer->at, session.now()));
    }
    if (const auto* message = redacted_since(session, ticket, *row.event))
        return fmt::format("a message was redacted {}", moment(message->redacted_by->at, session.now()));
    if (const auto* mail = uncovered(ticket))
        return fmt::format("the client wrote {}", moment(mail->date, session.now()));
    return std::optional<std::string>();
}

Result<bool> may_quote_redacted(WriteSession& session, const OutboxRow& row) {
    DS_TRY(const auto ticket, session.load(row.ticket));
    return redacted_since(session, ticket, *row.event) != nullptr;
}

void hold_copies(WriteSession& session, const OutboxRow& row, const std::string& reason) {
    for (auto& copy : session.outbox().of_event(*row.event)) {
        if (copy.state != MailState::queued && copy.state != MailState::retry) continue;
        copy.state = MailState::held;
        copy.reason = reason;
        copy.changed = session.now();
        session.outbox().update(copy);
    }
}

std::vector<OutboxRow> decided_together(WriteSession& session, const OutboxRow& row) {
    if (!waits(row) || !is_reply(session, row)) return {row};
    auto out = session.outbox().of_event(*row.event);
    if (std::ranges::any_of(out, may_be_out)) return {row};
    std::erase_if(out, [](const OutboxRow& copy) { return !waits(copy); });
    return out;
}

void send_anyway(WriteSession& session, const OutboxRow& row) {
    session.set_meta(anyway_key(row), "yes");
}

}  // namespace dsupport
