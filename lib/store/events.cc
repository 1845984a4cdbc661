#include "lib/store/events.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

/// Whether only a later version can read all of it: 1 or 0.
int is_newer(const Event& event) {
    return event.newer || !event.readable() ? 1 : 0;
}

/// As the index event_team has it: SQLite uses the index only where a query repeats its condition.
std::string of_team_or_rota(std::string_view kinds) {
    return fmt::format(
        "SELECT header, signature, body FROM event WHERE kind IN ('team.create', 'roster', 'team.doc',"
        " 'hello', 'cover', 'cancel', 'away', 'handover') AND kind IN ({}) ORDER BY n",
        kinds);
}

}  // namespace

std::optional<MailKey> letter_of(const Event& event) {
    if (event.kind() != "open" && event.kind() != "reply") return std::nullopt;
    const auto& mid = event.content.own["mid"].string();
    return mid.empty() ? std::nullopt : std::optional(mail_key(mid));
}

std::set<MailKey> mails_of(const Event& event) {
    std::set<MailKey> out;
    for (const auto& placement : event.content.placements) out.insert(placement.mail.key);
    for (const auto& cover : event.content.covers) out.insert(cover.key);
    if (const auto letter = letter_of(event)) out.insert(*letter);
    if (event.kind() == "redact")
        if (const auto mail = MailRef::parse(event.content.own["mail"].string())) out.insert(mail->key);
    return out;
}

Event EventTable::read(SQLite::Statement& q) {
    std::optional<std::string> body;
    if (!q.getColumn(2).isNull()) body = blob_text(q, 2);
    auto event = read_stored_event(blob_text(q, 0), blob_id<Signature>(q, 1), std::move(body));
    // The bytes were checked when they came in: if they do not read now, the file is damaged.
    if (!event) throw SQLite::Exception(event.error().message, 11 /* SQLITE_CORRUPT */);
    return std::move(*event);
}

bool EventTable::insert(const Event& event, bool posted) {
    auto& q = db_.query(
        "INSERT INTO event (id, rep, seq, t, op, kind, target, posted, prev, header, signature, body, newer) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
    bind_blob(q, 1, event.id.view());
    bind_blob(q, 2, event.rep.view());
    q.bind(3, event.at.seq);
    q.bind(4, event.at.t.ms);
    bind_blob(q, 5, event.at.op.view());
    q.bind(6, event.kind());
    if (const auto target = named_event(event)) bind_blob(q, 7, target->view());
    q.bind(8, posted ? 1 : 0);
    if (event.at.seq > 1) bind_blob(q, 9, event.at.previous.view());
    bind_blob(q, 10, event.header);
    bind_blob(q, 11, event.signature.view());
    if (event.content.body) bind_blob(q, 12, *event.content.body);
    q.bind(13, is_newer(event));
    if (q.exec() == 0) return event.content.body && fill_body(event);
    touch(event, db_.last_row());
    // What we have just made nobody can have named before.
    if (posted) spread(event.id);
    return true;
}

void EventTable::index_anew() {
    db_.run("DELETE FROM touch");
    db_.run("DELETE FROM mention");
    for (const auto row : rows("SELECT n FROM event ORDER BY n", [](SQLite::Statement&) {})) {
        const auto event = at_row(row);
        auto& q = db_.query("UPDATE event SET target = ?, newer = ? WHERE n = ?");
        if (const auto target = named_event(event)) bind_blob(q, 1, target->view());
        q.bind(2, is_newer(event));
        q.bind(3, row);
        q.exec();
        touch(event, row);
        spread(event.id);
    }
}

std::vector<EventId> EventTable::drop_text(const EventId& id) {
    std::vector<EventId> parts = {id};
    if (const auto first = find(id); first && first->content.part) {
        auto& q = db_.query("SELECT header, signature, body FROM event WHERE op = ? AND rep = ?");
        bind_blob(q, 1, first->at.op.view());
        bind_blob(q, 2, first->rep.view());
        while (q.executeStep())
            if (const auto event = read(q); event.content.part && event.ticket() == first->ticket())
                parts.push_back(event.id);
    }
    for (const auto& part : parts) {
        auto& q = db_.query("UPDATE event SET body = NULL WHERE id = ?");
        bind_blob(q, 1, part.view());
        q.exec();
    }
    return parts;
}

std::vector<Event> EventTable::pending_redactions() {
    std::vector<Event> out;
    // A part of a long text may come after its first one was emptied: any body of the op counts.
    auto& q = db_.query(
        "SELECT header, signature, body FROM event AS redact"
        " WHERE target IS NOT NULL AND kind = 'redact' AND EXISTS (SELECT 1 FROM event AS named JOIN event AS"
        " part ON part.op = named.op AND part.rep = named.rep AND part.body IS NOT NULL WHERE named.id ="
        " redact.target)");
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

std::vector<Event> EventTable::mail_redactions() {
    std::vector<Event> out;
    auto& q = db_.query(
        "SELECT header, signature, body FROM event WHERE kind = 'redact' AND target IS NULL ORDER BY n");
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

bool EventTable::has_text_redactions() {
    auto& q = db_.query("SELECT EXISTS (SELECT 1 FROM event WHERE target IS NOT NULL AND kind = 'redact')");
    return q.executeStep() && q.getColumn(0).getInt() != 0;
}

/// The first copy of an event may have come without the text, from a colleague who dropped it.
bool EventTable::fill_body(const Event& event) {
    auto& q = db_.query(
        "UPDATE event SET body = ? WHERE id = ? AND body IS NULL AND NOT EXISTS ("
        " SELECT 1 FROM event AS mate JOIN event AS redact ON redact.target = mate.id AND redact.kind = "
        "'redact'"
        " WHERE mate.op = event.op AND mate.rep = event.rep)");
    bind_blob(q, 1, *event.content.body);
    bind_blob(q, 2, event.id.view());
    return q.exec() > 0;
}

void EventTable::touch(const Event& event, std::int64_t row) {
    for (const auto& ticket : named_by(event)) {
        auto& q = db_.query("INSERT OR IGNORE INTO touch (ticket, event) VALUES (?, ?)");
        q.bind(1, ticket.value);
        q.bind(2, row);
        q.exec();
    }
    for (const auto& mail : mails_of(event)) {
        auto& q = db_.query("INSERT INTO mention (mail, event) VALUES (?, ?)");
        bind_blob(q, 1, mail.view());
        q.bind(2, row);
        q.exec();
    }
}

std::set<TicketId> EventTable::named_by(const Event& event) {
    std::set<TicketId> out;
    if (!event.ticket().empty()) out.insert(event.ticket());
    if (event.kind() == "link")
        for (const auto* end : {"a", "b"})
            if (const auto id = TicketId::parse(event.content.own[end].string())) out.insert(*id);
    const auto target = named_event(event);
    if (!target) return out;
    // An undo speaks for every ticket of the op it names, a redact for that of its one event.
    auto& q = db_.query(
        "SELECT DISTINCT touch.ticket FROM event AS named"
        " JOIN event AS member ON member.op = named.op AND member.rep = named.rep"
        " JOIN touch ON touch.event = member.n WHERE named.id = ?");
    bind_blob(q, 1, target->view());
    while (q.executeStep()) out.insert(TicketId{q.getColumn(0).getString()});
    return out;
}

/// An undo that came before what it takes back touches those tickets from now on; so does an undo of that
/// undo.
void EventTable::spread(const EventId& from) {
    std::vector<EventId> todo = {from};
    std::set<EventId> seen = {from};
    while (!todo.empty()) {
        const auto id = todo.back();
        todo.pop_back();
        std::vector<std::pair<std::int64_t, EventId>> namers;
        {
            auto& q = db_.query(
                "SELECT namer.n, namer.id FROM event AS me"
                " JOIN event AS member ON member.op = me.op AND member.rep = me.rep"
                " JOIN event AS namer ON namer.target = member.id WHERE me.id = ?");
            bind_blob(q, 1, id.view());
            while (q.executeStep()) namers.emplace_back(q.getColumn(0).getInt64(), blob_id<EventId>(q, 1));
        }
        for (const auto& [row, namer] : namers) {
            if (!seen.insert(namer).second) continue;
            auto& q = db_.query(
                "INSERT OR IGNORE INTO touch (ticket, event)"
                " SELECT touch.ticket, ?1 FROM event AS me"
                " JOIN event AS member ON member.op = me.op AND member.rep = me.rep"
                " JOIN touch ON touch.event = member.n WHERE me.id = ?2");
            q.bind(1, row);
            bind_blob(q, 2, id.view());
            q.exec();
            todo.push_back(namer);
        }
    }
}

std::optional<Event> EventTable::find(const EventId& id) {
    auto& q = db_.query("SELECT header, signature, body FROM event WHERE id = ?");
    bind_blob(q, 1, id.view());
    if (!q.executeStep()) return std::nullopt;
    return read(q);
}

std::vector<Event> EventTable::of_team() {
    std::vector<Event> out;
    static const auto kSql = of_team_or_rota("'team.create', 'roster', 'team.doc', 'hello'");
    auto& q = db_.query(kSql.c_str());
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

std::vector<Event> EventTable::of_rota(RotaPart part) {
    std::vector<Event> out;
    static const auto kExceptions = of_team_or_rota("'cover', 'cancel', 'away'");
    static const auto kHandovers = of_team_or_rota("'handover'");
    auto& q = db_.query((part == RotaPart::exceptions ? kExceptions : kHandovers).c_str());
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

void EventTable::add_undos(std::vector<Event>& events) {
    std::set<EventId> seen;
    for (const auto& event : events) seen.insert(event.id);
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto& q = db_.query(
            "SELECT namer.header, namer.signature, namer.body, me.header, me.signature, me.body"
            " FROM event AS named JOIN event AS me ON me.op = named.op AND me.rep = named.rep"
            " JOIN event AS namer ON namer.target = me.id AND namer.kind = 'undo' WHERE named.id = ?");
        bind_blob(q, 1, events[i].id.view());
        std::vector<Event> found;
        while (q.executeStep()) {
            found.push_back(read(q));
            // The undo may name another event of the command than this one.
            auto named = read_stored_event(blob_text(q, 3), blob_id<Signature>(q, 4), std::nullopt);
            if (named) found.push_back(std::move(*named));
        }
        for (auto& event : found)
            if (seen.insert(event.id).second) events.push_back(std::move(event));
    }
}

std::vector<Event> EventTable::unposted(std::int64_t& row) {
    std::vector<Event> out;
    auto& q = db_.query(
        "SELECT header, signature, body, n FROM event"
        " WHERE posted = 0 AND n > ? AND (kind <> 'open' OR NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE outbox.event = event.id AND outbox.state <> 'dropped')) ORDER BY n");
    q.bind(1, row);
    while (q.executeStep()) {
        out.push_back(read(q));
        row = q.getColumn(3).getInt64();
    }
    return out;
}

bool EventTable::is_posted(const EventId& id) {
    auto& q = db_.query("SELECT posted FROM event WHERE id = ?");
    bind_blob(q, 1, id.view());
    return q.executeStep() && q.getColumn(0).getInt() != 0;
}

void EventTable::mark_posted(const std::vector<EventId>& ids, bool posted) {
    for (const auto& id : ids) {
        auto& q = db_.query("UPDATE event SET posted = ? WHERE id = ?");
        q.bind(1, posted ? 1 : 0);
        bind_blob(q, 2, id.view());
        q.exec();
    }
}

std::vector<TicketId> EventTable::tickets_of(const EventId& id) {
    const auto row = row_of(id);
    return row ? tickets_of_row(*row) : std::vector<TicketId>();
}

void EventTable::add_tickets_of(const ReplicaKey& rep, std::set<TicketId>& tickets) {
    auto& q = db_.query(
        "SELECT DISTINCT touch.ticket FROM event JOIN touch ON touch.event = event.n WHERE rep = ?");
    bind_blob(q, 1, rep.view());
    while (q.executeStep()) tickets.insert(TicketId{q.getColumn(0).getString()});
}

std::vector<std::int64_t> EventTable::rows(const char* sql,
                                           const std::function<void(SQLite::Statement&)>& bind) {
    std::vector<std::int64_t> out;
    auto& q = db_.query(sql);
    bind(q);
    while (q.executeStep()) out.push_back(q.getColumn(0).getInt64());
    return out;
}

std::vector<TicketId> EventTable::tickets_of_row(std::int64_t row) {
    std::vector<TicketId> out;
    auto& q = db_.query("SELECT ticket FROM touch WHERE event = ?");
    q.bind(1, row);
    while (q.executeStep()) out.push_back({q.getColumn(0).getString()});
    return out;
}

Event EventTable::at_row(std::int64_t row) {
    auto& q = db_.query("SELECT header, signature, body FROM event WHERE n = ?");
    q.bind(1, row);
    if (!q.executeStep()) throw SQLite::Exception("an event that is named is not there", 11);
    return read(q);
}

std::optional<std::int64_t> EventTable::row_of(const EventId& id) {
    const auto found =
        rows("SELECT n FROM event WHERE id = ?", [&](SQLite::Statement& q) { bind_blob(q, 1, id.view()); });
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<std::int64_t> EventTable::rows_of(const TicketId& ticket) {
    return rows("SELECT event FROM touch WHERE ticket = ?",
                [&](SQLite::Statement& q) { q.bind(1, ticket.value); });
}

std::vector<std::int64_t> EventTable::rows_of_op(const EventId& member) {
    return rows(
        "SELECT mate.n FROM event AS named JOIN event AS mate ON mate.op = named.op AND mate.rep = named.rep"
        " WHERE named.id = ?",
        [&](SQLite::Statement& q) { bind_blob(q, 1, member.view()); });
}

std::vector<std::int64_t> EventTable::mentioning(const MailKey& mail) {
    return rows("SELECT event FROM mention WHERE mail = ?",
                [&](SQLite::Statement& q) { bind_blob(q, 1, mail.view()); });
}

std::vector<TicketId> EventTable::tickets_beginning_with(const std::string& prefix) {
    std::vector<TicketId> out;
    auto& q = db_.query("SELECT DISTINCT ticket FROM touch WHERE ticket BETWEEN ? AND ?");
    q.bind(1, prefix);
    q.bind(2, prefix + "~");
    while (q.executeStep()) out.push_back({q.getColumn(0).getString()});
    return out;
}

std::optional<ChainEnd> EventTable::chain_end(const ReplicaKey& rep) {
    auto& q = db_.query("SELECT seq, id, t FROM event WHERE rep = ? ORDER BY seq DESC LIMIT 1");
    bind_blob(q, 1, rep.view());
    if (!q.executeStep()) return std::nullopt;
    return ChainEnd{q.getColumn(0).getInt64(), blob_id<EventId>(q, 1), {q.getColumn(2).getInt64()}};
}

Instant EventTable::newest_until(Instant limit) {
    auto& q = db_.query("SELECT max(t) FROM event WHERE t <= ?");
    q.bind(1, limit.ms);
    return q.executeStep() ? Instant{q.getColumn(0).getInt64()} : Instant{};
}

std::vector<EventId> EventTable::all_ids() {
    std::vector<EventId> out;
    auto& q = db_.query("SELECT id FROM event ORDER BY id");
    while (q.executeStep()) out.push_back(blob_id<EventId>(q, 0));
    return out;
}

}  // namespace dsupport
