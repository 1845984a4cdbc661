// The table of events and what belongs to what: which events a ticket's fold needs.
#pragma once

#include <functional>
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

    /// Adds an event, or the text that was missing; gives whether anything was new. `posted` false marks it
    /// as still to be mailed.
    bool insert(const Event& event, bool posted);
    /// Forgets the body of an event and of the further parts of the same text.
    void drop_text(const EventId& id);
    /// All redactions of a text that is still here, whoever wrote them.
    std::vector<Event> pending_redactions();

    std::optional<Event> find(const EventId& id);
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
    /// What a fold of these tickets needs, so that it gives them the same as a fold of the whole log: see
    /// fold().
    struct Related {
        std::set<TicketId> tickets;  ///< the given ones, and all that share a link or a placed mail with them
        std::vector<Event> events;   ///< in the order of arrival
    };
    Related related(std::set<TicketId> tickets);

    std::optional<ChainEnd> chain_end(const ReplicaKey& rep);
    /// The newest time of any event not later than `limit`.
    Instant newest_until(Instant limit);
    std::vector<EventId> all_ids();
    /// The last event of each chain before its first hole, those of other branches where it has forked, and
    /// the holes: numbers, or events that others were built upon, that are not here.
    std::map<ReplicaKey, ChainHead> heads();
    std::map<ReplicaKey, std::vector<SeqRange>> holes();
    /// What was read in a transaction that was rolled back never was.
    void forget() { chains_.clear(), followed_ = 0; }

  private:
    Database& db_;
    struct Chain {
        ChainHead head;  ///< seq 0 where the first event is missing
        std::vector<SeqRange> holes;
    };
    /// A flush asks for every mail, and between two mails next to nothing is new.
    std::map<ReplicaKey, Chain> chains_;
    std::int64_t followed_ = 0;  ///< the row up to which `chains_` knows

    const std::map<ReplicaKey, Chain>& chains();
    Chain follow(const ReplicaKey& rep);

    static Event read(SQLite::Statement& q);
    Event at_row(std::int64_t row);
    bool fill_body(const Event& event);
    void touch(const Event& event, std::int64_t row);
    std::set<TicketId> named_by(const Event& event);
    std::vector<std::int64_t> rows(const char* sql, const std::function<void(SQLite::Statement&)>& bind);
    std::vector<TicketId> tickets_of_row(std::int64_t row);
    void spread(const EventId& from);
};

}  // namespace dsupport
