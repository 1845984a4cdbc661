#include "lib/store/projection.hh"

#include <algorithm>

#include "lib/store/summary_json.hh"
#include "lib/ticket/digest.hh"

namespace dsupport {
namespace {

constexpr std::size_t kCodeLength = 6;
/// Tickets of one rebuild batch: enough to share the work, few enough to keep the memory flat.
constexpr std::size_t kBatch = 500;

std::size_t common_prefix(std::string_view a, std::string_view b) {
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::string tag_words(const std::vector<std::string>& tags) {
    std::string out;
    for (const auto& tag : tags) out += " " + tag;
    return out.empty() ? out : out + " ";
}

}  // namespace

int pressing_rank(bool conflict, bool attention, std::string_view urgency, StatusKind shown) {
    return (conflict ? 0 : 1000) + (attention ? 0 : 100) + (3 - urgency_rank(urgency)) * 10 +
           static_cast<int>(shown);
}

std::string requester_line(const Requester& r) {
    if (!r.name.empty()) return r.name;
    return r.email.empty() ? r.phone : r.email;
}

void Projection::refresh(const std::set<TicketId>& tickets, const Team& team, const Authority& authority) {
    write(events_.related(tickets), team, authority);
}

void Projection::write(const EventTable::Related& related, const Team& team, const Authority& authority) {
    const auto state = fold(related.events, {}, authority);
    for (const auto& id : related.tickets) {
        const auto it = state.tickets.find(id);
        if (it != state.tickets.end())
            write(state, it->second, team, authority);
        else
            forget(id);
    }
}

/// What a cut has made void may leave nothing of a ticket.
void Projection::forget(const TicketId& id) {
    auto& q = db_.query("DELETE FROM ticket WHERE id = ?");
    q.bind(1, id.value);
    q.exec();
}

void Projection::rebuild(const Team& team, const Authority& authority) {
    db_.run("DELETE FROM ticket");
    std::vector<TicketId> all;
    {
        SQLite::Statement q(db_.handle(), "SELECT DISTINCT ticket FROM touch ORDER BY ticket");
        while (q.executeStep()) all.push_back({q.getColumn(0).getString()});
    }
    std::set<TicketId> done;
    for (std::size_t i = 0; i < all.size();) {
        std::set<TicketId> batch;
        for (; i < all.size() && batch.size() < kBatch; ++i)
            if (!done.contains(all[i])) batch.insert(all[i]);
        const auto related = events_.related(std::move(batch));
        done.insert(related.tickets.begin(), related.tickets.end());
        write(related, team, authority);
    }
}

Hash Projection::digest() {
    StateDigest digest;
    SQLite::Statement q(db_.handle(), "SELECT line FROM ticket ORDER BY id");
    while (q.executeStep()) digest.add(q.getColumn(0).getString());
    return digest.finish();
}

/// The shortest code that no other ticket shares; where a twin appears, both get one more character.
std::string Projection::fresh_code(const TicketId& id) {
    std::size_t length = kCodeLength;
    for (const auto* sql : {"SELECT id, code FROM ticket WHERE id < ? ORDER BY id DESC LIMIT 1",
                            "SELECT id, code FROM ticket WHERE id > ? ORDER BY id LIMIT 1"}) {
        auto& q = db_.query(sql);
        q.bind(1, id.value);
        if (!q.executeStep()) continue;
        const TicketId twin{q.getColumn(0).getString()};
        const auto needed = common_prefix(twin.value, id.value) + 1;
        if (needed <= kCodeLength) continue;
        length = std::max(length, needed);
        if (const auto code = twin.code(needed); code.size() > q.getColumn(1).getString().size()) {
            auto& update = db_.query("UPDATE ticket SET code = ? WHERE id = ?");
            update.bind(1, code);
            update.bind(2, twin.value);
            update.exec();
        }
    }
    return id.code(length);
}

void Projection::write(const State& state, const TicketState& ticket, const Team& team,
                       const Authority& authority) {
    const auto& representative = state.representative_of(ticket.id);
    const auto summary = summarize(state, ticket.id, team, authority);
    if (!summary) return;
    const auto& s = *summary;
    const auto shown = s.attention && s.stored.kind != StatusKind::fresh ? StatusKind::open : s.stored.kind;

    auto& q = db_.query(
        "INSERT INTO ticket (id, code, shown_in, void, status, rank, debt, wakes, promised, level, nature, "
        "urgency,"
        " channel, client, assignee, waiting_on, requester, subject, tags, created, updated, summary, line)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
        "?21, ?22,"
        " ?23) ON CONFLICT (id) DO UPDATE SET shown_in = ?3, void = ?4, status = ?5, rank = ?6, debt = ?7, "
        "wakes = ?8,"
        " promised = ?9, level = ?10, nature = ?11, urgency = ?12, channel = ?13, client = ?14, assignee = "
        "?15,"
        " waiting_on = ?16, requester = ?17, subject = ?18, tags = ?19, created = ?20, updated = ?21, "
        "summary = ?22,"
        " line = ?23");
    q.bind(1, ticket.id.value);
    q.bind(2, fresh_code(ticket.id));
    if (representative != ticket.id) q.bind(3, representative.value);
    q.bind(4, ticket.voided ? 1 : 0);
    q.bind(5, static_cast<int>(shown));
    q.bind(6, pressing_rank(!s.conflicts.empty(), s.attention, s.urgency, shown));
    q.bind(7, debt_since(s).ms);
    if (const auto wake = wake_at(s); wake && !s.attention) q.bind(8, wake->ms);
    if (s.promise_at) q.bind(9, s.promise_at->ms);
    q.bind(10, s.level);
    q.bind(11, s.nature);
    q.bind(12, s.urgency);
    q.bind(13, s.channel);
    q.bind(14, s.client);
    q.bind(15, s.assignee.value);
    q.bind(16, waiting_on(s));
    q.bind(17, requester_line(s.requester));
    q.bind(18, s.subject);
    q.bind(19, tag_words(s.tags));
    q.bind(20, s.created_at.ms);
    q.bind(21, s.updated_at.ms);
    q.bind(22, summary_text(s));
    q.bind(23, canonical_line(ticket, state));
    q.exec();
}

}  // namespace dsupport
