#include "lib/store/outbox.hh"

#include <algorithm>
#include <array>

namespace dsupport {
namespace {

constexpr std::array<std::string_view, 8> kStates = {"queued", "held",   "sending", "sent",
                                                     "retry",  "failed", "unknown", "dropped"};

#define OUTBOX_ROW                                                                                          \
    "SELECT n, kind, state, reason, ticket, event, recipient, subject, message_id, date, sender, attempts," \
    " due, first_try, changed"
#define OUTBOX_COLUMNS OUTBOX_ROW ", bytes FROM outbox "

MailState read_state(const std::string& name) {
    return static_cast<MailState>(std::ranges::find(kStates, name) - kStates.begin());
}

OutboxRow read(SQLite::Statement& q) {
    OutboxRow row;
    row.n = q.getColumn(0).getInt64();
    row.kind = q.getColumn(1).getString() == "letter" ? MailKind::letter : MailKind::post;
    row.state = read_state(q.getColumn(2).getString());
    row.reason = q.getColumn(3).getString();
    row.ticket = {q.getColumn(4).getString()};
    if (!q.getColumn(5).isNull()) row.event = blob_id<EventId>(q, 5);
    row.recipient = q.getColumn(6).getString();
    row.subject = q.getColumn(7).getString();
    row.message_id = q.getColumn(8).getString();
    row.date = {q.getColumn(9).getInt64()};
    row.sender = q.getColumn(10).getString();
    row.attempts = q.getColumn(11).getInt64();
    row.due = {q.getColumn(12).getInt64()};
    if (!q.getColumn(13).isNull()) row.first_try = Instant{q.getColumn(13).getInt64()};
    row.changed = {q.getColumn(14).getInt64()};
    if (!q.getColumn(15).isNull()) row.bytes = blob_text(q, 15);
    return row;
}

void bind(SQLite::Statement& q, const OutboxRow& row) {
    q.bind(1, row.kind == MailKind::letter ? "letter" : "post");
    q.bind(2, std::string(mail_state_name(row.state)));
    q.bind(3, row.reason);
    q.bind(4, row.ticket.value);
    if (row.event) bind_blob(q, 5, row.event->view());
    q.bind(6, row.recipient);
    q.bind(7, row.subject);
    q.bind(8, row.message_id);
    q.bind(9, row.date.ms);
    q.bind(10, row.sender);
    q.bind(11, row.attempts);
    q.bind(12, row.due.ms);
    if (row.first_try) q.bind(13, row.first_try->ms);
    q.bind(14, row.changed.ms);
    if (row.bytes) bind_blob(q, 15, *row.bytes);
}

}  // namespace

std::string_view mail_state_name(MailState state) {
    return kStates.at(static_cast<std::size_t>(state));
}

std::int64_t Outbox::add(const OutboxRow& row) {
    auto& q = db_.query(
        "INSERT INTO outbox (kind, state, reason, ticket, event, recipient, subject, message_id, date, "
        "sender,"
        " attempts, due, first_try, changed, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind(q, row);
    q.exec();
    return db_.last_row();
}

void Outbox::update(const OutboxRow& row) {
    auto& q = db_.query(
        "UPDATE outbox SET kind = ?, state = ?, reason = ?, ticket = ?, event = ?, recipient = ?, subject = "
        "?,"
        " message_id = ?, date = ?, sender = ?, attempts = ?, due = ?, first_try = ?, changed = ?, bytes = ?"
        " WHERE n = ?");
    bind(q, row);
    q.bind(16, row.n);
    q.exec();
    // From those that count, a mail goes on by `queued` or ends in `dropped`.
    constexpr std::array kWays = {MailState::failed, MailState::unknown, MailState::queued,
                                  MailState::dropped};
    if (row.event && std::ranges::find(kWays, row.state) != kWays.end()) touched_.insert(row.ticket);
}

bool Outbox::has_undelivered(const EventId& letter) {
    auto& q = db_.query(
        "SELECT 1 FROM outbox WHERE event = ?"
        " AND (state = 'failed' OR state = 'unknown' AND recipient <> '')");
    bind_blob(q, 1, letter.view());
    return q.executeStep();
}

std::vector<OutboxRow> Outbox::select(const char* sql, std::optional<std::int64_t> value) {
    std::vector<OutboxRow> out;
    auto& q = db_.query(sql);
    if (value) q.bind(1, *value);
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

std::optional<OutboxRow> Outbox::find(std::int64_t n) {
    auto rows = select(OUTBOX_COLUMNS "WHERE n = ?", n);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<OutboxRow> Outbox::list(bool all) {
    return all ? select(OUTBOX_ROW ", NULL FROM outbox ORDER BY n")
               : select(OUTBOX_ROW ", NULL FROM outbox WHERE state NOT IN ('sent', 'dropped') ORDER BY n");
}

std::vector<OutboxRow> Outbox::of_event(const EventId& event) {
    return select_of(OUTBOX_COLUMNS "WHERE event = ? ORDER BY n", event);
}

std::vector<OutboxRow> Outbox::states_of(const EventId& event) {
    return select_of(OUTBOX_ROW ", NULL FROM outbox WHERE event = ? ORDER BY n", event);
}

std::vector<OutboxRow> Outbox::select_of(const char* sql, const EventId& event) {
    std::vector<OutboxRow> out;
    auto& q = db_.query(sql);
    bind_blob(q, 1, event.view());
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

std::vector<OutboxRow> Outbox::of_message(const std::string& message_id) {
    std::vector<OutboxRow> out;
    auto& q = db_.query(OUTBOX_COLUMNS "WHERE message_id = ? ORDER BY n");
    q.bind(1, message_id);
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

bool Outbox::has_message(const std::string& message_id) {
    auto& q = db_.query("SELECT 1 FROM outbox WHERE message_id = ? LIMIT 1");
    q.bind(1, message_id);
    return q.executeStep();
}

bool Outbox::has_letter_without_event(const std::string& address, const TicketId& ticket, Instant since) {
    auto& q = db_.query(
        "SELECT 1 FROM outbox WHERE kind = 'letter' AND event IS NULL AND lower(recipient) = lower(?)"
        " AND (ticket = ? OR date > ?) LIMIT 1");
    q.bind(1, address);
    q.bind(2, ticket.value);
    q.bind(3, since.ms);
    return q.executeStep();
}

std::optional<OutboxRow> Outbox::next_due(Instant now) {
    auto rows = select(OUTBOX_COLUMNS
                       "WHERE state NOT IN ('sent', 'dropped') AND state IN ('queued', 'retry', 'unknown')"
                       " AND (state <> 'unknown' OR recipient = '') AND due <= ? ORDER BY due, n LIMIT 1",
                       now.ms);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<OutboxRow> Outbox::in_state(MailState state) {
    std::vector<OutboxRow> out;
    auto& q = db_.query(OUTBOX_COLUMNS "WHERE state NOT IN ('sent', 'dropped') AND state = ? ORDER BY n");
    q.bind(1, std::string(mail_state_name(state)));
    while (q.executeStep()) out.push_back(read(q));
    return out;
}

void Outbox::drop_unsent(const EventId& event, Instant now) {
    auto& q = db_.query(
        "UPDATE outbox SET state = 'dropped', reason = 'redacted', changed = ?, bytes = NULL WHERE event = ?"
        " AND (state IN ('queued', 'held', 'failed') OR recipient <> '' AND state IN ('retry', 'unknown'))");
    q.bind(1, now.ms);
    bind_blob(q, 2, event.view());
    q.exec();
}

void Outbox::forget_done(const TicketId& ticket) {
    auto& q = db_.query(
        "UPDATE outbox SET bytes = NULL WHERE bytes IS NOT NULL AND state IN ('sent', 'dropped')"
        " AND ticket IN (?, '')");
    q.bind(1, ticket.value);
    q.exec();
}

std::int64_t Outbox::sent_since(Instant t) {
    auto& q = db_.query("SELECT count(*) FROM outbox WHERE state = 'sent' AND changed >= ?");
    q.bind(1, t.ms);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

std::int64_t Outbox::posts_since(Instant t) {
    auto& q = db_.query(
        "SELECT (SELECT count(*) FROM outbox WHERE kind = 'post' AND state = 'sent' AND changed >= ?)"
        " + (SELECT count(*) FROM outbox WHERE kind = 'post' AND state NOT IN ('sent', 'dropped')"
        " AND state <> 'failed')");
    q.bind(1, t.ms);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

}  // namespace dsupport
