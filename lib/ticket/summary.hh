// The view of one ticket: what people are shown of the stored state. Everything that does not depend on the
// time is in Summary, which the store keeps as a row; the rest are functions of a Summary and now.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/team/team.hh"
#include "lib/ticket/fold.hh"

namespace dsupport {

/// A value and who wrote it.
struct Attributed {
    Json value;
    PersonId by;
    Instant at;
};

/// Concurrent values of one field; `shown` is the one that the rules choose.
struct Conflict {
    std::string field;
    Attributed shown;
    std::vector<Attributed> others;
};

struct LinkedTicket {
    TicketId id;
    std::string rel;  ///< `related`, or `merged` for a ticket that was merged into this one
};

/// One ticket, or one component of merged tickets under its representative's id. Empty strings and empty
/// optionals are what JSON shows as null.
struct Summary {
    TicketId id;
    std::string subject;
    Status stored;
    bool attention = false;
    /// A mail of this machine about it did not arrive, or may not have. The fold knows nothing of that: the
    /// store says so.
    bool undelivered = false;
    std::string level, nature, urgency, channel;
    Requester requester;
    std::string reply_to, client;
    std::optional<Call> call;
    PersonId call_by, opened_by, assignee;
    std::vector<std::string> tags;
    std::optional<Instant> promise_at, closed_at, last_client_at, last_staff_at;
    std::vector<LinkedTicket> links;
    Instant created_at, updated_at;
    Instant settled_at;  ///< newest write of status or level, else created_at: how old its debt is
    std::int64_t message_count = 0;
    std::vector<Conflict> conflicts;
    bool voided = false;
    /// Nothing but mails that ask for nothing (bulk, out of office, bounces), and nobody of the team has
    /// touched it.
    bool aside = false;
};

/// The summary of the component that `id` belongs to, under its representative. Nothing when the state does
/// not know the ticket.
std::optional<Summary> summarize(const State& state, const TicketId& id, const Team& team,
                                 const Authority& authority);

/// Stored pending, on-hold or closed is shown open once a client wrote or its time has come.
StatusKind shown_status(const Summary& ticket, Instant now);

/// `client` or `timer` when the shown status is open although the stored one is not; else empty.
std::string reopened_by(const Summary& ticket, Instant now);

/// Who owes the next step: `first-level`, `technical`, `client`, a third party's name; empty when closed.
std::string owed_by(const Summary& ticket, StatusKind shown);

/// Whom it waits for by the stored status: `client`, or the name given on-hold; else empty.
std::string waiting_on(const Summary& ticket);

/// When it comes back by itself by the stored status.
std::optional<Instant> wake_at(const Summary& ticket);

/// The moment its present debt began: the client's last word if that waits, else the last status or level
/// write.
Instant debt_since(const Summary& ticket);

}  // namespace dsupport
