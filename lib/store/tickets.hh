// Queries on the ticket table: the first page of `list` whatever the number of tickets, and what a typed code
// means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/store/database.hh"
#include "lib/ticket/summary.hh"

namespace dsupport {

/// One line of `list`, shown as of the query's `now`.
struct TicketRow {
    TicketId id;
    std::string code;
    StatusKind status = StatusKind::fresh;
    bool conflict = false, overdue = false;
    bool attention = false;  ///< or undelivered: somebody has to see to it
    std::string level, nature, urgency, channel, client, assignee, owed_by, requester, subject;
    Instant created_at, updated_at;
    std::string summary;  ///< for read_summary; only filled when asked for
};

enum class SortBy { pressing, updated, created };

struct ListQuery {
    Instant now;
    std::vector<StatusKind> statuses;  ///< shown ones; empty: all but closed
    bool all = false;                  ///< closed ones too
    bool bulk = false;                 ///< those that are listed apart, and only those
    std::optional<std::string> level, nature, urgency, assignee, client, channel, owed_by;
    std::vector<std::string> tags;        ///< all of them
    std::string words;                    ///< each must stand in subject, requester, client or a tag
    std::optional<Instant> since, until;  ///< by the last update
    SortBy sort = SortBy::pressing;
    std::size_t limit = 50;
    bool with_summary = false;
};

class TicketTable {
  public:
    explicit TicketTable(Database& db) : db_(db) {}

    std::vector<TicketRow> list(const ListQuery& query);
    /// Every ticket whose id begins with this base32 prefix, at most ten; a merged one stands as itself.
    std::vector<TicketRow> with_prefix(const std::string& prefix, Instant now);
    /// The row of exactly this ticket.
    std::optional<TicketRow> find(const TicketId& id, Instant now);
    /// Where a merged ticket is shown; the ticket itself otherwise.
    TicketId shown_in(const TicketId& id);
    std::string code_of(const TicketId& id);
    struct Title {
        std::string code, subject;
    };
    /// Costs a quarter of the whole row.
    Title title_of(const TicketId& id);

    struct Counts {
        std::int64_t fresh = 0, open = 0, on_hold = 0, pending = 0, attention = 0, unassigned = 0;
    };
    Counts counts(Instant now);
    /// All of them, whatever their state.
    std::int64_t count();

  private:
    Database& db_;

    bool any_moved(Instant now);
};

}  // namespace dsupport
