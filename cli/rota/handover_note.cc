#include "cli/rota/handover_note.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"
#include "lib/store/summary_json.hh"

namespace dsupport {
namespace {

/// More than these are counted, not listed: a mail is read, a list is looked up.
constexpr std::size_t kMostListed = 20;

std::string moment(Instant t) {
    auto text = rfc3339(t).substr(0, 16);
    text[10] = ' ';
    return text + " UTC";
}

std::string ticket_line(const TicketRow& row) {
    const auto summary = read_summary(row.summary);
    std::string out = fmt::format("  {}  {}, {}", row.code, row.urgency, printable(row.subject));
    if (!row.assignee.empty()) out += fmt::format(" (held by {})", row.assignee);
    if (summary && summary->promise_at)
        out +=
            fmt::format(", promised by {}{}", moment(*summary->promise_at), row.overdue ? ", overdue" : "");
    if (summary && !summary->stored.on.empty() && row.status == StatusKind::on_hold)
        out += ", waits for " + printable(summary->stored.on);
    return out + "\n";
}

void add_section(std::string& out, std::string_view title, const std::vector<TicketRow>& rows) {
    if (rows.empty()) return;
    out += fmt::format("\n{}: {}\n", title, rows.size());
    for (std::size_t i = 0; i < std::min(rows.size(), kMostListed); ++i) out += ticket_line(rows[i]);
    if (rows.size() > kMostListed) out += fmt::format("  and {} more\n", rows.size() - kMostListed);
}

Role other_role(Role role) {
    return role == Role::technical ? Role::first_level : Role::technical;
}

}  // namespace

Result<std::string> handover_text(Store& store, const Team& team, const HandoverNote& note, Instant now) {
    const auto name = [&](const PersonId& id) { return id.empty() ? "nobody" : team.display_name(id); };
    std::string out = fmt::format("{} goes from {} to {} at {}, until {}.\n", seat_name(note.handover.seat),
                                  name(note.before), name(note.handover.who), moment(note.handover.start),
                                  moment(note.until));
    if (now - note.handover.start > kMinute) out += fmt::format("Said late, at {}.\n", moment(now));
    for (const auto& words : note.words) out += fmt::format("\n{}\n", printable(words, true));
    const auto own = note.handover.seat.role;
    const auto select = [&](StatusKind status, std::optional<Role> owed_by) {
        ListQuery query;
        query.now = now;
        query.statuses = {status};
        if (owed_by) query.owed_by = std::string(role_name(*owed_by));
        query.limit = SIZE_MAX;
        query.with_summary = true;
        return store.list(query);
    };
    DS_TRY(const auto fresh, select(StatusKind::fresh, std::nullopt));
    DS_TRY(const auto owed, select(StatusKind::open, own));
    DS_TRY(const auto others, select(StatusKind::open, other_role(own)));
    DS_TRY(const auto pending, select(StatusKind::pending, std::nullopt));
    DS_TRY(const auto blocked, select(StatusKind::on_hold, std::nullopt));
    std::vector<TicketRow> promised;
    for (const auto* rows : {&fresh, &owed, &others, &pending, &blocked})
        for (const auto& row : *rows)
            if (const auto summary = read_summary(row.summary); summary && summary->promise_at)
                promised.push_back(row);
    add_section(out, "New, not triaged", fresh);
    add_section(out, fmt::format("Open, owed by {}", role_name(own)), owed);
    add_section(out, fmt::format("Open, owed by {}", role_name(other_role(own))), others);
    add_section(out, "Promised", promised);
    add_section(out, "Waiting for the client", pending);
    add_section(out, "Blocked by others", blocked);
    if (fresh.empty() && owed.empty() && others.empty() && pending.empty() && blocked.empty())
        out += "\nNo ticket is open.\n";
    return out;
}

}  // namespace dsupport
