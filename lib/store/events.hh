// The table of events and what belongs to what: which events a ticket's fold needs.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "lib/store/database.hh"
#include "lib/ticket/bundle.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

struct ChainEnd {
    std::int64_t seq = 0;
    EventId id;
    Instant t;
};

class EventTable {
  public:
    explicit EventTable(Database& db) : db_(db) {}

    /// Adds an event unless it is there; gives whether it was new. `posted` false marks it as still to be
    /// mailed.
    bool insert(const Event& event, bool posted);
    /// Forgets the body of an event and of the further parts of the same text.
    void drop_text(const EventId& id);
    /// All redactions of a text that is still here, whoever wrote them.
    std::vector<Event> pending_redactions();

    std::optional<Event> find(const EventId& id);
    std::vector<Event> load(const std::set<std::int64_t>& rows);
    std::vector<Event> of_team();
    /// Own events that no mail carries yet and that were added after the given row; but for those of calls,
    /// which go with their letters. Sets `row` to the newest one.
    std::vector<Event> unposted(std::int64_t& row);
    bool is_posted(const EventId& id);
    void mark_posted(const std::vector<EventId>& ids, bool posted);
    /// Calls `f` for every event in the order of arrival.
    template <class F>
    void each(F f) {
        SQLite::Statement q(db_.handle(), "SELECT header, signature, body FROM event ORDER BY n");
        while (q.executeStep()) f(read(q));
    }

    /// The tickets an event touches, itself not loaded before.
    std::vector<TicketId> tickets_of(const EventId& id);
    /// Adds the tickets that any event of this key touches.
    void add_tickets_of(const ReplicaKey& rep, std::set<TicketId>& tickets);
    /// `tickets` and every ticket linked with one of them, directly or not.
    std::set<TicketId> closure(std::set<TicketId> tickets);
    /// The events a fold of these tickets needs.
    std::vector<Event> of_tickets(const std::set<TicketId>& tickets);

    std::optional<ChainEnd> chain_end(const ReplicaKey& rep);
    /// The newest time of any event not later than `limit`.
    Instant newest_until(Instant limit);
    std::vector<EventId> all_ids();
    /// The last event of each chain before its first hole, and the holes.
    std::map<ReplicaKey, ChainHead> heads();
    std::map<ReplicaKey, std::vector<SeqRange>> holes();
    /// What was read in a transaction that was rolled back never was.
    void forget() { chains_.clear(), followed_ = 0; }

  private:
    Database& db_;
    /// How far each chain could be followed; 0 where its first event is missing. A flush asks for every mail,
    /// and between two mails next to nothing is new.
    std::map<ReplicaKey, ChainHead> chains_;
    std::int64_t followed_ = 0;  ///< the row up to which `chains_` knows

    const std::map<ReplicaKey, ChainHead>& chains();

    static Event read(SQLite::Statement& q);
    void touch(const Event& event, std::int64_t row);
    std::set<TicketId> named_by(const Event& event);
    void spread(const EventId& from);
};

}  // namespace dsupport
