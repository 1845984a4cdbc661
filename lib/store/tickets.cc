#include "lib/store/tickets.hh"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "lib/base/text.hh"
#include "lib/store/projection.hh"

namespace dsupport {
namespace {

#define TICKET_COLUMNS                                                                                \
    "SELECT id, code, status, rank, debt, wakes, promised, level, nature, urgency, channel, client, " \
    "assignee,"                                                                                       \
    " waiting_on, requester, subject, created, updated"

constexpr std::string_view kVisible = " FROM ticket WHERE void = 0 AND shown_in IS NULL";
constexpr std::string_view kApart = " FROM ticket WHERE void = 2 AND shown_in IS NULL";

/// Room for so many rows at first: one page and the row that tells of more.
constexpr std::size_t kUsualPage = 51;

/// A row with what orders it.
struct Ranked {
    TicketRow row;
    int rank = 0;
    std::int64_t debt = 0;
};

bool more_pressing(const Ranked& a, const Ranked& b) {
    return std::tie(a.rank, a.debt, a.row.id) < std::tie(b.rank, b.debt, b.row.id);
}

Ranked read(SQLite::Statement& q, Instant now, bool with_summary) {
    Ranked out;
    auto& row = out.row;
    row.id = {q.getColumn(0).getString()};
    row.code = q.getColumn(1).getString();
    row.status = static_cast<StatusKind>(q.getColumn(2).getInt());
    out.rank = q.getColumn(3).getInt();
    out.debt = q.getColumn(4).getInt64();
    row.conflict = out.rank < 1000;
    row.attention = out.rank % 1000 < 100;
    row.urgency = q.getColumn(9).getString();
    const bool woken = !q.getColumn(5).isNull() && q.getColumn(5).getInt64() <= now.ms;
    row.overdue =
        row.status != StatusKind::closed && !q.getColumn(6).isNull() && q.getColumn(6).getInt64() <= now.ms;
    if (woken) row.status = StatusKind::open;
    if (woken || row.overdue)
        out.rank = pressing_rank(row.conflict || row.overdue, row.attention, row.urgency, row.status);
    row.level = q.getColumn(7).getString();
    row.nature = q.getColumn(8).getString();
    row.channel = q.getColumn(10).getString();
    row.client = q.getColumn(11).getString();
    row.assignee = q.getColumn(12).getString();
    row.requester = q.getColumn(14).getString();
    row.subject = q.getColumn(15).getString();
    row.created_at = {q.getColumn(16).getInt64()};
    row.updated_at = {q.getColumn(17).getInt64()};
    switch (row.status) {
        case StatusKind::fresh:
            row.owed_by = kLevels[0];
            break;
        case StatusKind::open:
            row.owed_by = row.level;
            break;
        case StatusKind::pending:
        case StatusKind::on_hold:
            row.owed_by = q.getColumn(13).getString();
            break;
        case StatusKind::closed:
            break;
    }
    if (with_summary) row.summary = q.getColumn(18).getString();
    return out;
}

std::string like_pattern(std::string_view word) {
    std::string out = "%";
    for (char c : word) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

/// The conditions of a query that do not depend on the time, as SQL with numbered values.
struct Filter {
    std::string sql;
    std::vector<std::string> values;

    void equal(std::string_view column, const std::optional<std::string>& value) {
        if (!value) return;
        values.push_back(*value);
        sql += fmt::format(" AND {} = ?{}", column, values.size());
    }
    explicit Filter(const ListQuery& query) {
        equal("level", query.level);
        equal("nature", query.nature);
        equal("urgency", query.urgency);
        equal("assignee", query.assignee);
        equal("client", query.client);
        equal("channel", query.channel);
        for (const auto& tag : query.tags) {
            values.push_back(like_pattern(" " + tag + " "));
            sql += fmt::format(" AND tags LIKE ?{} ESCAPE '\\'", values.size());
        }
        for (const auto word : split(query.words, ' ')) {
            if (word.empty()) continue;
            values.push_back(fold_case(word));
            sql += fmt::format(" AND instr(words, ?{}) > 0", values.size());
        }
        if (query.since) sql += fmt::format(" AND updated >= {}", query.since->ms);
        if (query.until) sql += fmt::format(" AND updated < {}", query.until->ms);
    }
};

bool wanted(const ListQuery& query, const TicketRow& row) {
    if (!query.statuses.empty() && std::ranges::find(query.statuses, row.status) == query.statuses.end())
        return false;
    if (query.statuses.empty() && !query.all && row.status == StatusKind::closed) return false;
    return !query.owed_by || row.owed_by == *query.owed_by;
}

bool may_be_closed(const ListQuery& query) {
    return query.all || std::ranges::find(query.statuses, StatusKind::closed) != query.statuses.end();
}

}  // namespace

std::vector<TicketRow> TicketTable::list(const ListQuery& query) {
    const Filter filter(query);
    const std::string columns = std::string(TICKET_COLUMNS) + (query.with_summary ? ", summary" : "");
    const auto run = [&](const std::string& more, const std::function<bool(Ranked &&)>& take) {
        SQLite::Statement q(db_.handle(),
                            columns + std::string(query.bulk ? kApart : kVisible) + filter.sql + more);
        for (std::size_t i = 0; i < filter.values.size(); ++i)
            q.bind(static_cast<int>(i + 1), filter.values[i]);
        while (q.executeStep()) {
            auto ranked = read(q, query.now, query.with_summary);
            if (wanted(query, ranked.row) && !take(std::move(ranked))) return;
        }
    };
    const std::string open = may_be_closed(query) ? "" : " AND status < 4";
    std::vector<TicketRow> out;
    out.reserve(std::min(query.limit, kUsualPage));
    const auto add = [&](Ranked&& ranked) {
        if (out.size() >= query.limit) return false;
        out.push_back(std::move(ranked.row));
        return out.size() < query.limit;
    };
    if (query.limit == 0) return out;
    if (query.sort == SortBy::updated) {
        run(open + " ORDER BY updated DESC, id", add);
        return out;
    }
    if (query.sort == SortBy::created) {
        run(open + " ORDER BY created DESC, id", add);
        return out;
    }
    // The index has the order of everything that stands still; what the clock has moved is merged in.
    if (!any_moved(query.now)) {
        run(open + " ORDER BY rank, debt, id", add);
        return out;
    }
    std::vector<Ranked> moved_rows;
    run(open + fmt::format(" AND moves <= {}", query.now.ms), [&](Ranked&& ranked) {
        moved_rows.push_back(std::move(ranked));
        return true;
    });
    std::ranges::sort(moved_rows, more_pressing);
    auto next = moved_rows.begin();
    const auto still = fmt::format(" AND ifnull(moves > {}, 1)", query.now.ms);
    run(open + still + " ORDER BY rank, debt, id", [&](Ranked&& ranked) {
        while (next != moved_rows.end() && more_pressing(*next, ranked))
            if (!add(std::move(*next++))) return false;
        return add(std::move(ranked));
    });
    while (next != moved_rows.end() && add(std::move(*next++))) {
    }
    return out;
}

/// Whether a promise or a wait has run out. Asked alone, for the query that reads them costs far more to
/// prepare.
bool TicketTable::any_moved(Instant now) {
    auto& q = db_.query("SELECT EXISTS (SELECT 1 FROM ticket WHERE moves <= ?)");
    q.bind(1, now.ms);
    return q.executeStep() && q.getColumn(0).getInt() != 0;
}

std::vector<TicketRow> TicketTable::with_prefix(const std::string& prefix, Instant now) {
    std::vector<TicketRow> out;
    auto& q = db_.query(TICKET_COLUMNS " FROM ticket WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 10");
    q.bind(1, prefix);
    while (q.executeStep()) out.push_back(read(q, now, false).row);
    return out;
}

std::optional<TicketRow> TicketTable::find(const TicketId& id, Instant now) {
    auto& q = db_.query(TICKET_COLUMNS " FROM ticket WHERE id = ?");
    q.bind(1, id.value);
    if (!q.executeStep()) return std::nullopt;
    return read(q, now, false).row;
}

TicketId TicketTable::shown_in(const TicketId& id) {
    auto& q = db_.query("SELECT ifnull(shown_in, id) FROM ticket WHERE id = ?");
    q.bind(1, id.value);
    return q.executeStep() ? TicketId{q.getColumn(0).getString()} : id;
}

std::string TicketTable::code_of(const TicketId& id) {
    auto& q = db_.query("SELECT code FROM ticket WHERE id = ?");
    q.bind(1, id.value);
    return q.executeStep() ? q.getColumn(0).getString() : id.code();
}

TicketTable::Title TicketTable::title_of(const TicketId& id) {
    auto& q = db_.query("SELECT code, subject FROM ticket WHERE id = ?");
    q.bind(1, id.value);
    if (!q.executeStep()) return {id.code(), {}};
    return {q.getColumn(0).getString(), q.getColumn(1).getString()};
}

std::int64_t TicketTable::count() {
    auto& q = db_.query("SELECT count(*) FROM ticket");
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

TicketTable::Counts TicketTable::counts(Instant now) {
    Counts out;
    SQLite::Statement q(db_.handle(),
                        "SELECT status, count(*), sum(rank % 1000 < 100), sum(assignee = ''), sum(wakes <= ?)"
                        " FROM ticket WHERE status < 4 AND void = 0 AND shown_in IS NULL GROUP BY status");
    q.bind(1, now.ms);
    while (q.executeStep()) {
        const auto count = q.getColumn(1).getInt64(), woken = q.getColumn(4).getInt64();
        out.attention += q.getColumn(2).getInt64();
        out.unassigned += q.getColumn(3).getInt64();
        out.open += woken;
        switch (static_cast<StatusKind>(q.getColumn(0).getInt())) {
            case StatusKind::fresh:
                out.fresh = count;
                break;
            case StatusKind::open:
                out.open += count;
                break;
            case StatusKind::on_hold:
                out.on_hold = count - woken;
                break;
            case StatusKind::pending:
                out.pending = count - woken;
                break;
            case StatusKind::closed:
                break;
        }
    }
    return out;
}

}  // namespace dsupport
