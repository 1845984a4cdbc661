#include "lib/store/projection.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/text.hh"
#include "lib/store/outbox.hh"
#include "lib/store/summary_json.hh"
#include "lib/ticket/digest.hh"

namespace dsupport {
namespace {

constexpr std::size_t kCodeLength = 6;
constexpr Instant kNever{INT64_MAX};
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

constexpr std::array<std::string_view, 25> kColumns = {
    "id",      "code",  "shown_in", "void",    "status",  "rank",    "debt",     "wakes",      "promised",
    "moves",   "level", "nature",   "urgency", "channel", "client",  "assignee", "waiting_on", "requester",
    "subject", "tags",  "words",    "created", "updated", "summary", "line"};

std::string insert_sql() {
    std::string names, values;
    for (const auto column : kColumns) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", column);
        values += fmt::format("{}:{}", values.empty() ? "" : ", ", column);
    }
    return fmt::format("INSERT INTO ticket ({}) VALUES ({})", names, values);
}

/// A code that was given once stays.
std::string update_sql() {
    std::string updates;
    for (const auto column : kColumns)
        if (column != "id" && column != "code")
            updates += fmt::format("{}{} = :{}", updates.empty() ? "" : ", ", column, column);
    return fmt::format("UPDATE ticket SET {} WHERE id = :id", updates);
}

std::string searchable_words(const Summary& s) {
    std::string out;
    for (const auto* part :
         {&s.subject, &s.requester.name, &s.requester.email, &s.requester.phone, &s.client})
        out += *part + "\n";
    return fold_case(out + tag_words(s.tags));
}

}  // namespace

bool has_undelivered(Database& db, const State& state, const TicketId& representative) {
    Outbox outbox(db);
    for (const auto& id : state.members_of(representative)) {
        const auto it = state.tickets.find(id);
        if (it == state.tickets.end()) continue;
        const auto& ticket = it->second;
        if (ticket.opened && outbox.has_undelivered(*ticket.opened)) return true;
        for (const auto& message : ticket.messages)
            if (message.kind == MessageKind::reply && outbox.has_undelivered(message.event)) return true;
    }
    return false;
}

int pressing_rank(bool conflict, bool attention, std::string_view urgency, StatusKind shown) {
    return (conflict ? 0 : 1000) + (attention ? 0 : 100) + (3 - urgency_rank(urgency)) * 10 +
           static_cast<int>(shown);
}

std::string requester_line(const Requester& r) {
    if (r.email.empty()) return r.name.empty() ? r.phone : r.name;
    // A name that is an address may be somebody else's.
    if (r.name.empty() || r.name.find('@') != std::string::npos) return r.email;
    return r.name + " <" + r.email + ">";
}

void Projection::refresh(const std::set<TicketId>& tickets, const std::vector<std::int64_t>& mails,
                         const Team& team, const Authority& authority) {
    Relations relations(events_, mails_);
    for (const auto& id : tickets) relations.add(id);
    for (const auto row : mails) relations.add_mail(row);
    write(std::move(relations).find(), team, authority);
}

void Projection::add(const Event& open, const Team& team, const Authority& authority) {
    write(Related{{open.ticket()}, {open}, {}, {}}, team, authority);
}

void Projection::write(const Related& related, const Team& team, const Authority& authority) {
    const auto state = fold(related.events, related.mails, authority);
    for (const auto& id : related.tickets) {
        const auto it = state.tickets.find(id);
        if (it != state.tickets.end())
            write(state, it->second, team, authority);
        else
            forget(id);
    }
    put_mails(related, state);
}

/// Notes of each mail the ticket it is on now.
void Projection::put_mails(const Related& related, const State& state) {
    std::vector<TicketId> homes(related.mails.size());
    for (const auto& [id, ticket] : state.tickets)
        for (const auto& on : ticket.mails)
            homes[static_cast<std::size_t>(on.mail - related.mails.data())] = id;
    for (std::size_t i = 0; i < homes.size(); ++i) mails_.put_on(related.rows[i], homes[i]);
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
    std::set<std::int64_t> done_mails;
    const auto fold_batch = [&](Relations&& relations) {
        const auto related = std::move(relations).find();
        done.insert(related.tickets.begin(), related.tickets.end());
        done_mails.insert(related.rows.begin(), related.rows.end());
        write(related, team, authority);
    };
    for (std::size_t i = 0; i < all.size();) {
        Relations batch(events_, mails_);
        for (std::size_t n = 0; i < all.size() && n < kBatch; ++i)
            if (!done.contains(all[i])) batch.add(all[i]), ++n;
        fold_batch(std::move(batch));
    }
    for (auto row = mails_.row_after(0); row;) {
        Relations batch(events_, mails_);
        for (std::size_t n = 0; row && n < kBatch; row = mails_.row_after(*row))
            if (!done_mails.contains(*row)) batch.add_mail(*row), ++n;
        fold_batch(std::move(batch));
    }
}

Hash Projection::digest() {
    StateDigest digest;
    SQLite::Statement q(db_.handle(), "SELECT line FROM ticket WHERE line <> '' ORDER BY id");
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
    auto summary = summarize(state, ticket.id, team, authority);
    if (!summary) return;
    auto& s = *summary;
    s.undelivered = has_undelivered(db_, state, s.id);
    const auto shown = s.attention && s.stored.kind != StatusKind::fresh ? StatusKind::open : s.stored.kind;

    // One statement that does either costs a call as much to prepare as both.
    static const std::string kInsert = insert_sql(), kUpdate = update_sql();
    auto& known = db_.query("SELECT 1 FROM ticket WHERE id = ?");
    known.bind(1, ticket.id.value);
    const bool is_new = !known.executeStep();
    known.reset();
    auto& q = db_.query(is_new ? kInsert.c_str() : kUpdate.c_str());
    q.bind(":id", ticket.id.value);
    if (is_new) q.bind(":code", fresh_code(ticket.id));
    if (representative != ticket.id) q.bind(":shown_in", representative.value);
    q.bind(":void", s.voided ? kVoid : s.aside ? kAside : kListed);
    q.bind(":status", static_cast<int>(shown));
    q.bind(":rank", pressing_rank(!s.conflicts.empty(), s.attention || s.undelivered, s.urgency, shown));
    q.bind(":debt", debt_since(s).ms);
    const auto wakes = s.attention ? kNever : wake_at(s).value_or(kNever);
    const auto promised = shown == StatusKind::closed ? kNever : s.promise_at.value_or(kNever);
    if (wakes != kNever) q.bind(":wakes", wakes.ms);
    if (promised != kNever) q.bind(":promised", promised.ms);
    if (const auto moves = std::min(wakes, promised); moves != kNever) q.bind(":moves", moves.ms);
    q.bind(":level", s.level);
    q.bind(":nature", s.nature);
    q.bind(":urgency", s.urgency);
    q.bind(":channel", s.channel);
    q.bind(":client", s.client);
    q.bind(":assignee", s.assignee.value);
    q.bind(":waiting_on", waiting_on(s));
    q.bind(":requester", requester_line(s.requester));
    q.bind(":subject", s.subject);
    q.bind(":tags", tag_words(s.tags));
    q.bind(":words", searchable_words(s));
    q.bind(":created", s.created_at.ms);
    q.bind(":updated", s.updated_at.ms);
    q.bind(":summary", summary_text(s));
    q.bind(":line", canonical_line(ticket, state));
    q.exec();
}

}  // namespace dsupport
