// The table of events and what belongs to what: which events a ticket's fold needs.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "lib/store/chains.hh"
#include "lib/store/database.hh"
#include "lib/ticket/bundle.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

struct ChainEnd {
    std::int64_t seq = 0;
    EventId id;
    Instant t;
};

/// The mail that an event goes out as: the notice of a call, or an answer.
std::optional<MailKey> letter_of(const Event& event);
/// The mails that an event places, covers or redacts, or goes out as: the other events about one of them have
/// a say, too.
std::set<MailKey> mails_of(const Event& event);

class EventTable {
  public:
    explicit EventTable(Database& db) : db_(db), chains_(db) {}

    /// Adds an event, or the text that was missing; gives whether anything was new. `posted` false marks it
    /// as still to be mailed.
    bool insert(const Event& event, bool posted);
    /// What is read from the headers, read once more: a later version may understand what this file kept for
    /// it.
    void index_anew();
    /// Forgets the body of an event and of the further parts of the same text; gives all of these.
    std::vector<EventId> drop_text(const EventId& id);
    /// All redactions of a text that is still here, whoever wrote them.
    std::vector<Event> pending_redactions();
    /// All redactions of mails.
    std::vector<Event> mail_redactions();
    /// Whether any event asks for a text to be forgotten.
    bool has_text_redactions();

    std::optional<Event> find(const EventId& id);
    std::vector<Event> of_team();
    enum class RotaPart { exceptions, handovers };
    /// The events of the rota, in the order of arrival.
    std::vector<Event> of_rota(RotaPart part);
    /// Adds the undos that name a command of one of these events, and those that take an undo back.
    void add_undos(std::vector<Event>& events);
    /// Own events that no mail carries yet and that were added after the given row; but for those of calls,
    /// which go with their letters unless these were dropped. Sets `row` to the newest one.
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
    // What belongs together, by row: see related.hh.
    Event at_row(std::int64_t row);
    std::optional<std::int64_t> row_of(const EventId& id);
    std::vector<std::int64_t> rows_of(const TicketId& ticket);
    /// All events of the command that this one belongs to.
    std::vector<std::int64_t> rows_of_op(const EventId& member);
    /// The events that place, cover or redact a mail, or go out as it.
    std::vector<std::int64_t> mentioning(const MailKey& mail);
    std::vector<TicketId> tickets_of_row(std::int64_t row);
    /// Those that any event touches whose uids begin so.
    std::vector<TicketId> tickets_beginning_with(const std::string& prefix);

    std::optional<ChainEnd> chain_end(const ReplicaKey& rep);
    /// The newest time of any event not later than `limit`.
    Instant newest_until(Instant limit);
    std::vector<EventId> all_ids();
    Chains& chains() { return chains_; }

  private:
    Database& db_;
    Chains chains_;

    static Event read(SQLite::Statement& q);
    bool fill_body(const Event& event);
    void touch(const Event& event, std::int64_t row);
    std::set<TicketId> named_by(const Event& event);
    std::vector<std::int64_t> rows(const char* sql, const std::function<void(SQLite::Statement&)>& bind);
    void spread(const EventId& from);
};

}  // namespace dsupport
