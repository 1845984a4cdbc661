#include "lib/ticket/change.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/ticket/draft.hh"
#include "lib/ticket/splitting.hh"

namespace dsupport {
namespace {

/// Several values stand: whatever the command would write ends that, so it is no "already".
bool is_disputed(const Situation& at, std::string_view field) {
    return at.state.tickets.at(at.ticket.id).field(field).heads().size() > 1;
}

tl::unexpected<Error> refuse(const Situation& at, std::string_view verb, std::string_view why,
                             std::string hint = {}) {
    return fail(ErrorKind::negative, fmt::format("cannot {} {}: {}", verb, at.code, why), std::move(hint));
}

/// Most verbs do not work on a closed ticket.
Outcome need_not_closed(const Situation& at, std::string_view verb) {
    if (at.shown() != StatusKind::closed) return {};
    return refuse(at, verb, fmt::format("it is closed as {}", at.ticket.stored.resolution),
                  fmt::format("dsupport reopen {} -m TEXT", at.code));
}

Change already(std::string what) {
    Change out;
    out.already = std::move(what);
    return out;
}

Result<Change> set_level(const Situation& at, std::string_view verb, std::string_view level,
                         const PersonId& to, std::string comment) {
    DS_CHECK(need_not_closed(at, verb));
    Draft draft(at);
    draft.write_if_new(field::kLevel, at.ticket.level, level);
    // A comment alone on the same level must not take the ticket from whoever works on it.
    if (!to.empty() || at.ticket.level != level)
        draft.write_if_new(field::kAssignee, at.ticket.assignee.value, to.value);
    draft.open_if_idle();
    draft.comment(std::move(comment));
    if (draft.empty()) return already(fmt::format("already at {}", level));
    return std::move(draft).finish();
}

Result<Change> hold(const Situation& at, const PersonId& to) {
    Draft draft(at);
    draft.write_if_new(field::kAssignee, at.ticket.assignee.value, to.value);
    draft.open_if_idle();
    if (draft.empty()) return already(fmt::format("already assigned to {}", to.value));
    return std::move(draft).finish();
}

const Message* message_at(const State& state, const TicketId& id, std::size_t n) {
    const auto all = messages_of(state, id);
    return n >= 1 && n <= all.size() ? all[n - 1] : nullptr;
}

struct FoundMail {
    const TicketState* ticket = nullptr;
    const MailOnTicket* on = nullptr;
};

/// Where a mail that is shown on the ticket is: on one of those that were merged into it.
FoundMail find_mail(const Situation& at, const Mail& mail) {
    for (const auto& id : at.state.members_of(at.ticket.id)) {
        const auto it = at.state.tickets.find(id);
        if (it == at.state.tickets.end()) continue;
        for (const auto& on : it->second.mails)
            if (on.mail == &mail) return {&it->second, &on};
    }
    return {};
}

tl::unexpected<Error> no_such_message(const Situation& at, std::string_view verb, std::size_t n) {
    return refuse(at, verb, fmt::format("it has no message {}", n), fmt::format("dsupport show {}", at.code));
}

}  // namespace

std::set<MailRef> seen_mails(const State& state, const TicketId& representative) {
    std::set<MailRef> out;
    for (const auto& id : state.members_of(representative))
        if (const auto it = state.tickets.find(id); it != state.tickets.end())
            for (const auto& on : it->second.mails) out.insert(on.full_ref());
    return out;
}

Change log_call(const NewCall& call) {
    // A new ticket has no state to draw predecessors from, so the content is made by hand.
    Change out;
    EventContent event;
    event.kind = "open";
    event.ticket = ticket_of_root(call.message_id);
    event.own.set("mid", call.message_id);
    auto details = Json::object({{"number", call.number}, {"line", call.line}, {"at", call.at.ms}});
    if (call.duration_s) details.set("duration_s", *call.duration_s);
    event.own.set("call", std::move(details));
    event.own.set("requester", call.requester.json());
    const auto write = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) event.writes.push_back({std::string(name), value, {}});
    };
    write(field::kSubject, call.subject);
    write(field::kNature, call.nature);
    write(field::kUrgency, call.urgency);
    write(field::kClient, call.client);
    if (call.assignee) event.writes.push_back({std::string(field::kAssignee), call.assignee->value, {}});
    out.events = events_of(std::move(event), call.text);
    return out;
}

Result<Change> triage(const Situation& at, const Triage& wanted) {
    DS_CHECK(need_not_closed(at, "triage"));
    Draft draft(at);
    if (wanted.nature) draft.write_if_new(field::kNature, at.ticket.nature, *wanted.nature);
    if (wanted.urgency) draft.write_if_new(field::kUrgency, at.ticket.urgency, *wanted.urgency);
    if (wanted.client) draft.write_if_new(field::kClient, at.ticket.client, *wanted.client);
    if (wanted.subject) draft.write_if_new(field::kSubject, at.ticket.subject, *wanted.subject);
    const auto has = [&](const std::string& name) {
        return std::ranges::find(at.ticket.tags, name) != at.ticket.tags.end();
    };
    for (const auto& name : wanted.tags)
        if (!has(name)) draft.tag(name, true);
    for (const auto& name : wanted.untags)
        if (has(name)) draft.tag(name, false);
    draft.open_if_idle();
    if (draft.empty()) return already("already triaged so");
    return std::move(draft).finish();
}

Result<Change> escalate(const Situation& at, const PersonId& to, std::string comment) {
    return set_level(at, "escalate", kLevels[1], to, std::move(comment));
}

Result<Change> deescalate(const Situation& at, const PersonId& to, std::string comment) {
    return set_level(at, "de-escalate", kLevels[0], to, std::move(comment));
}

Result<Change> assign(const Situation& at, const PersonId& to, IfHeld if_held) {
    DS_CHECK(need_not_closed(at, "assign"));
    const auto& holder = at.ticket.assignee;
    if (if_held == IfHeld::refuse && !holder.empty() && holder != to)
        return refuse(at, "assign", fmt::format("{} already holds it", holder.value),
                      fmt::format("leave out --if-unassigned to give it to {} anyway", to.value));
    return hold(at, to);
}

Result<Change> take(const Situation& at, bool steal) {
    DS_CHECK(need_not_closed(at, "take"));
    const auto& holder = at.ticket.assignee;
    if (!steal && !holder.empty() && holder != at.me)
        return refuse(at, "take", fmt::format("{} already holds it", holder.value),
                      fmt::format("dsupport take --steal {}", at.code));
    return hold(at, at.me);
}

Result<Change> release(const Situation& at) {
    DS_CHECK(need_not_closed(at, "release"));
    Draft draft(at);
    draft.write_if_new(field::kAssignee, at.ticket.assignee.value, "");
    if (draft.empty()) return already("already unassigned");
    return std::move(draft).finish();
}

Result<Change> note(const Situation& at, std::string text, bool ack) {
    Draft draft(at, "note");
    draft.comment(std::move(text));
    if (ack) draft.cover();
    return std::move(draft).finish();
}

Result<Change> reply(const Situation& at, NewReply reply) {
    if (reply.text.empty())
        return fail(ErrorKind::usage, fmt::format("cannot answer {} with an empty text", at.code),
                    "say what the client shall read: -m TEXT");
    if (reply.promise && *reply.promise <= at.now)
        return fail(ErrorKind::usage, "--promise must be in the future", "--promise 'tomorrow 12:00'");
    Json to = Json::array(), attachments = Json::array();
    for (const auto& address : reply.to) to.push(address);
    for (const auto& hash : reply.attachments) attachments.push(hash.hex());
    Draft draft(at, "reply");
    draft.own("mid", reply.message_id);
    draft.own("text", reply.letter_text.hex());
    draft.own("attachments", std::move(attachments));
    draft.own("to", std::move(to));
    draft.cover();
    const auto shown = at.shown();
    const auto stored = at.ticket.stored.kind;
    if (reply.status) {
        const Status wanted{*reply.status, {}, {}, {}, {}};
        if (shown != wanted.kind || at.ticket.stored != wanted || is_disputed(at, field::kStatus))
            draft.write(field::kStatus, wanted.json());
    } else if (shown == StatusKind::closed && !reply.keep_closed) {
        draft.write(field::kStatus, Status::plain_open().json());
    } else if (!reply.keep_closed || stored != StatusKind::closed) {
        draft.open_if_idle();
    }
    // The client hears more now: what was promised before is kept.
    draft.write_if_new(field::kPromise, at.ticket.promise_at.value_or(Instant{}).ms,
                       reply.promise.value_or(Instant{}).ms);
    draft.comment(std::move(reply.text));
    return std::move(draft).finish();
}

Result<Change> ack(const Situation& at) {
    Draft draft(at);
    draft.cover();
    if (draft.empty()) return already("nothing of the client's is waiting for an answer");
    return std::move(draft).finish();
}

Result<Change> wait(const Situation& at, std::string on, std::optional<Instant> until, std::string comment) {
    DS_CHECK(need_not_closed(at, "wait on"));
    if (until && *until <= at.now)
        return fail(ErrorKind::usage, "--until must be in the future", "--until 'tomorrow 9:00'");
    Draft draft(at);
    const Status wanted = on == "client" ? Status{StatusKind::pending, until, {}, {}, {}}
                                         : Status{StatusKind::on_hold, until, on, {}, {}};
    draft.cover();
    draft.comment(std::move(comment));
    // A timer that has run out or a client's mail shows the ticket open: the same wait must be written anew.
    if (at.shown() != wanted.kind || at.ticket.stored != wanted || is_disputed(at, field::kStatus))
        draft.write(field::kStatus, wanted.json());
    if (draft.empty()) return already(fmt::format("already waiting for {}", on));
    return std::move(draft).finish();
}

Result<Change> resume(const Situation& at, std::string comment) {
    const auto stored = at.ticket.stored.kind;
    const bool woken =
        at.shown() == StatusKind::open && stored != StatusKind::open && stored != StatusKind::fresh;
    const bool disputed = at.shown() == StatusKind::open && is_disputed(at, field::kStatus);
    if (at.shown() == StatusKind::open && !woken && !disputed) return already("already open");
    if (!woken && !disputed && at.shown() != StatusKind::pending && at.shown() != StatusKind::on_hold) {
        DS_CHECK(need_not_closed(at, "resume"));
        return refuse(at, "resume", "it is new and waits for nobody",
                      fmt::format("dsupport triage {}", at.code));
    }
    Draft draft(at);
    draft.write(field::kStatus, Status::plain_open().json());
    draft.comment(std::move(comment));
    return std::move(draft).finish();
}

Result<Change> close(const Situation& at, std::string resolution, std::string comment,
                     const TicketId& duplicate_of) {
    DS_CHECK(need_not_closed(at, "close"));
    if (comment.empty())
        return fail(ErrorKind::usage, fmt::format("cannot close {} without a comment", at.code),
                    "say what happened: -m TEXT");
    Draft draft(at);
    draft.cover();
    draft.write(field::kStatus,
                Status{StatusKind::closed, {}, {}, std::move(resolution), duplicate_of}.json());
    draft.comment(std::move(comment));
    return std::move(draft).finish();
}

Result<Change> reopen(const Situation& at, std::string comment) {
    const auto shown = at.shown();
    if (at.ticket.stored.kind == StatusKind::open && !is_disputed(at, field::kStatus))
        return already("already open");
    // What a timer or a mail has opened is stored as waiting or closed: this makes it open for good.
    if (shown != StatusKind::closed && shown != StatusKind::open)
        return refuse(
            at, "reopen", fmt::format("it is {}, not closed", status_name(shown)),
            fmt::format("dsupport {} {}", shown == StatusKind::fresh ? "triage" : "resume", at.code));
    Draft draft(at);
    draft.write(field::kStatus, Status::plain_open().json());
    draft.comment(std::move(comment));
    return std::move(draft).finish();
}

Result<Change> tag(const Situation& at, const std::vector<std::string>& add,
                   const std::vector<std::string>& remove) {
    Draft draft(at);
    const auto has = [&](const std::string& name) {
        return std::ranges::find(at.ticket.tags, name) != at.ticket.tags.end();
    };
    for (const auto& name : add)
        if (!has(name)) draft.tag(name, true);
    for (const auto& name : remove)
        if (has(name)) draft.tag(name, false);
    if (draft.empty()) return already("already tagged so");
    return std::move(draft).finish();
}

Result<Change> edit(const Situation& at, const Edit& wanted) {
    DS_CHECK(need_not_closed(at, "edit"));
    Draft draft(at);
    if (wanted.subject) draft.write_if_new(field::kSubject, at.ticket.subject, *wanted.subject);
    if (wanted.client) draft.write_if_new(field::kClient, at.ticket.client, *wanted.client);
    if (wanted.requester)
        draft.write_if_new(field::kRequester, at.ticket.requester.json(), wanted.requester->json());
    if (draft.empty()) return already("already so");
    return std::move(draft).finish();
}

Result<Change> merge(const Situation& at, const Summary& into, const std::string& into_code) {
    if (at.ticket.id == into.id) return already(fmt::format("already one ticket with {}", into_code));
    Change out;
    EventContent event;
    event.kind = "link";
    event.own.set("a", at.ticket.id.value);
    event.own.set("b", into.id.value);
    event.own.set("rel", "merged");
    out.events.push_back(std::move(event));
    return out;
}

Result<std::vector<EventId>> merge_links(const State& state, const TicketId& id, const std::string& code) {
    std::vector<EventId> out;
    for (const auto& link : state.merged)
        if (link.a == id) out.push_back(link.event);
    if (out.empty())
        return fail(ErrorKind::negative,
                    fmt::format("cannot unmerge {}: it was not merged into another ticket", code),
                    fmt::format("dsupport show {}", code));
    return out;
}

Result<Change> relate(const Situation& at, const Summary& other, const std::string& other_code) {
    if (at.ticket.id == other.id) return refuse(at, "link", "both are the same ticket");
    const auto linked =
        std::ranges::any_of(at.ticket.links, [&](const LinkedTicket& l) { return l.id == other.id; });
    if (linked) return already(fmt::format("already linked with {}", other_code));
    Change out;
    EventContent event;
    event.kind = "link";
    event.own.set("a", at.ticket.id.value);
    event.own.set("b", other.id.value);
    event.own.set("rel", "related");
    out.events.push_back(std::move(event));
    return out;
}

Result<Change> split(const Situation& at, std::size_t n) {
    DS_CHECK(need_not_closed(at, "split"));
    const auto* message = message_at(at.state, at.ticket.id, n);
    if (!message) return no_such_message(at, "split", n);
    if (!message->mail)
        return refuse(at, "split", fmt::format("message {} is not a mail of a client", n),
                      "a call, a note or a reply belongs to the ticket it was written on");
    const auto found = find_mail(at, *message->mail);
    const auto own = ticket_of_root(own_id(*message->mail));
    const auto* root = found.ticket->root();
    if ((root != nullptr && root->mail->key == message->mail->key) || own == found.ticket->id)
        return refuse(at, "split", fmt::format("message {} is the mail the ticket began with", n));
    Change out;
    out.events = split_events(at.state, *found.ticket, *found.on);
    return out;
}

Result<Change> redact(const Situation& at, std::size_t n) {
    const auto* message = message_at(at.state, at.ticket.id, n);
    if (!message) return no_such_message(at, "redact", n);
    if (message->redacted_by) return already(fmt::format("message {} is already redacted", n));
    if (!at.lead)
        return fail(ErrorKind::not_allowed,
                    fmt::format("cannot redact a message of {}: only a lead may", at.code),
                    "dsupport team show");
    Change out;
    EventContent event;
    event.kind = "redact";
    if (message->mail) {
        const auto found = find_mail(at, *message->mail);
        event.ticket = found.ticket->id;
        event.own.set("mail", MailRef{message->mail->key, found.on->variant()}.text());
    } else {
        event.own.set("event", message->event.hex());
    }
    out.events.push_back(std::move(event));
    return out;
}

EventContent undo(const EventId& last) {
    EventContent event;
    event.kind = "undo";
    event.own.set("last", last.hex());
    return event;
}

std::vector<const Message*> messages_of(const State& state, const TicketId& representative) {
    std::vector<const Message*> out;
    const auto add = [&](const TicketId& id) {
        if (const auto it = state.tickets.find(id); it != state.tickets.end())
            for (const auto& message : it->second.messages)
                if (!message.undone) out.push_back(&message);
    };
    for (const auto& id : state.members_of(representative)) add(id);
    std::ranges::stable_sort(out, {}, [](const Message* m) { return m->at; });
    return out;
}

}  // namespace dsupport
