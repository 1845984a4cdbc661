// What each command does to a ticket: checks the transition by the shown status and makes the events, without
// author, place or signature. Pure; the store seals and writes them. One function per verb.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/base/result.hh"
#include "lib/ticket/summary.hh"

namespace dsupport {

/// The ticket as the writer sees it, inside the transaction that will write.
struct Situation {
    const State& state;
    const Summary& ticket;
    PersonId me;
    bool lead = false;  ///< may redact and undo for others
    Instant now;
    std::string code;  ///< for messages to people
    /// The mails that were there when the writer began, as seen_mails gives them: only those can be covered.
    /// Nothing: those that are there now.
    std::optional<std::set<MailRef>> seen = {};
    StatusKind shown() const { return shown_status(ticket, now); }
};

/// All mails on the component with this representative.
std::set<MailRef> seen_mails(const State& state, const TicketId& representative);

/// The events one command makes. Empty `events` with `already` set means: nothing to change, exit 0.
struct Change {
    std::vector<EventContent> events;
    std::string already;      ///< `already assigned to bo`
    std::size_t covered = 0;  ///< mails of the client this deals with
    std::optional<Instant> newest_covered;
    std::vector<std::string> letter_to;  ///< whom a letter goes to, beside the group
};

/// A call as it is logged.
struct NewCall {
    std::string message_id;  ///< of the letter to the Group, without angle brackets: the ticket's root id
    std::string number, line;
    Instant at;
    std::optional<std::int64_t> duration_s;
    Requester requester;
    std::string subject, text;
    std::string nature, urgency, client;  ///< empty: not stated
    std::optional<PersonId> assignee;
};
Change log_call(const NewCall& call);

struct Triage {
    std::optional<std::string> nature, urgency, client, subject;
    std::vector<std::string> tags, untags;
};
Result<Change> triage(const Situation& at, const Triage& wanted);

/// `to` empty: nobody in person, the duty holder of the level.
Result<Change> escalate(const Situation& at, const PersonId& to, std::string comment);
Result<Change> deescalate(const Situation& at, const PersonId& to, std::string comment);

enum class IfHeld { replace, refuse };
Result<Change> assign(const Situation& at, const PersonId& to, IfHeld if_held);
/// Refuses when somebody else holds it, unless `steal`.
Result<Change> take(const Situation& at, bool steal);
Result<Change> release(const Situation& at);

Result<Change> note(const Situation& at, std::string text, bool ack);

/// An answer to the client, and what its letter is.
struct NewReply {
    std::string message_id;            ///< of the letter, without angle brackets
    Hash letter_text;                  ///< text_hash of all that the letter says, its quote included
    std::vector<Hash> attachments;     ///< of their decoded bytes, in order
    std::vector<std::string> to;       ///< everybody the letter goes to, as bare addresses
    std::string text;                  ///< what the colleague wrote
    std::optional<StatusKind> status;  ///< open or pending; nothing: as the rule says
    bool keep_closed = false;
    std::optional<Instant> promise;
};
/// Opens what is shown new or open, or reopens what is closed, unless the reply says otherwise; what waits
/// goes on waiting. The text must not be empty.
Result<Change> reply(const Situation& at, NewReply reply);
Result<Change> ack(const Situation& at);

/// `on` is `client`, or whom else it waits for.
Result<Change> wait(const Situation& at, std::string on, std::optional<Instant> until, std::string comment);
Result<Change> resume(const Situation& at, std::string comment);

/// `duplicate_of` only with resolution `duplicate`. The comment must not be empty.
Result<Change> close(const Situation& at, std::string resolution, std::string comment,
                     const TicketId& duplicate_of);
Result<Change> reopen(const Situation& at, std::string comment);

Result<Change> tag(const Situation& at, const std::vector<std::string>& add,
                   const std::vector<std::string>& remove);

struct Edit {
    std::optional<std::string> subject, client;
    std::optional<Requester> requester;
};
Result<Change> edit(const Situation& at, const Edit& wanted);

/// `at.ticket` into `into`.
Result<Change> merge(const Situation& at, const Summary& into, const std::string& into_code);
/// Takes back the links that merged `at` into another ticket; the ids to undo, each the last of its op.
Result<std::vector<EventId>> merge_links(const State& state, const TicketId& id, const std::string& code);
Result<Change> relate(const Situation& at, const Summary& other, const std::string& other_code);
/// Puts the mail and its descendants on this ticket onto a ticket of their own. `n` counts messages from 1.
Result<Change> split(const Situation& at, std::size_t n);
/// Removes the text of a message everywhere.
Result<Change> redact(const Situation& at, std::size_t n);

/// Takes back the op whose last event is `last`.
EventContent undo(const EventId& last);

/// The messages of a component in the order people count them, from 1.
std::vector<const Message*> messages_of(const State& state, const TicketId& representative);

}  // namespace dsupport
