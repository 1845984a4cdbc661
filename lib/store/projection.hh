// The projection: one row of the ticket table for each ticket, made from the fold. Refolding a ticket
// together with all it is linked to gives the same rows as folding the whole log.
#pragma once

#include <set>

#include "lib/store/related.hh"
#include "lib/ticket/summary.hh"

namespace dsupport {

class Projection {
  public:
    Projection(Database& db, EventTable& events) : db_(db), events_(events), mails_(db) {}

    /// Folds these tickets, and what is linked to them, again and writes their rows. `mails` are rows of
    /// mails that are new.
    void refresh(const std::set<TicketId>& tickets, const std::vector<std::int64_t>& mails, const Team& team,
                 const Authority& authority);
    /// Writes the row of a ticket of which there is nothing but the event that opens it.
    void add(const Event& open, const Team& team, const Authority& authority);
    /// Empties the table and folds everything.
    void rebuild(const Team& team, const Authority& authority);

    /// The sorted canonical lines of all tickets, hashed.
    Hash digest();

  private:
    Database& db_;
    EventTable& events_;
    MailTable mails_;

    void write(const Related& related, const Team& team, const Authority& authority);
    void put_mails(const Related& related, const State& state);
    void write(const State& state, const TicketState& ticket, const Team& team, const Authority& authority);
    void forget(const TicketId& id);
    std::string fresh_code(const TicketId& id);
};

/// The column `void`: in the lists; taken back and in none; apart from the others, for nobody asks anything.
inline constexpr int kListed = 0, kVoid = 1, kAside = 2;

/// Whether a letter about a ticket, or one that was merged into it, did not arrive or may not have.
bool has_undelivered(Database& db, const State& state, const TicketId& representative);

/// The number that sorts `list`: a smaller one is more pressing.
int pressing_rank(bool conflict, bool attention, std::string_view urgency, StatusKind shown);

/// What `list` shows of a requester: `Ann Lee <ann@example.org>`, as far as both are known, else the number.
std::string requester_line(const Requester& requester);

}  // namespace dsupport
