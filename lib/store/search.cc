#include "lib/store/search.hh"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "lib/base/text.hh"
#include "lib/store/mail_json.hh"

namespace dsupport {
namespace {

constexpr int kVersion = 2;

/// How many events may be missing in the file: a search takes them up in memory in about a millisecond.
constexpr std::int64_t kMostLag = 32;

/// What of an event people may look for: its text, and of a call also who rang and about what.
std::string searchable(const Event& event) {
    std::string out;
    const auto add = [&](const std::string& text) {
        if (!text.empty()) out += text + "\n";
    };
    for (const auto& w : event.content.writes)
        if (w.field == "subject") add(w.value.string());
    const auto& requester = event.content.own["requester"];
    for (const auto* key : {"name", "email", "phone"}) add(requester[key].string());
    add(event.content.own["call"]["number"].string());
    if (event.content.body) add(*event.content.body);
    return out;
}

/// Every word quoted, so that nothing a person types is an operator; the last one may be a beginning.
std::string match_expression(const std::string& words) {
    std::string out;
    for (const auto word : split(words, ' ')) {
        if (word.empty()) continue;
        if (!out.empty()) out += ' ';
        out += '"';
        for (char c : word) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += "\"";
    }
    return out.empty() ? out : out + "*";
}

/// The first line with a match in it, which SQLite has put between the bytes 1 and 2.
std::string marked_line(const std::string& text) {
    for (const auto line : lines(text)) {
        if (line.find('\1') == std::string_view::npos) continue;
        std::string out(trim(line));
        std::erase_if(out, [](char c) { return c == '\1' || c == '\2'; });
        return out;
    }
    return {};
}

std::int64_t number(Database& db, const char* sql) {
    auto& q = db.query(sql);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

}  // namespace

SearchIndex::SearchIndex(const std::string& path, Access access) {
    const auto open = [&] {
        db_ = std::make_unique<Database>(path, access, Durability::derived);
        if (access == Access::read) return;
        if (number(*db_, "PRAGMA user_version") == kVersion) return;
        Transaction transaction(*db_);
        db_->run(
            "DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS mark;"
            // `source`: the row of an event, or minus the row of a mail.
            "CREATE VIRTUAL TABLE words USING fts5 (text, ticket UNINDEXED, kind UNINDEXED,"
            " at UNINDEXED, source UNINDEXED, tokenize = 'unicode61');"
            "CREATE TABLE mark (event INTEGER NOT NULL, mail INTEGER NOT NULL);"
            "INSERT INTO mark VALUES (0, 0)");
        db_->run("PRAGMA user_version = " + std::to_string(kVersion));
        transaction.commit();
    };
    try {
        open();
    } catch (const SQLite::Exception& e) {
        const int code = e.getErrorCode() & 0xFF;
        if (access == Access::read || (code != SQLITE_CORRUPT && code != SQLITE_NOTADB)) throw;
        db_.reset();
        ::unlink(path.c_str());
        open();
    }
}

void SearchIndex::clear() {
    Transaction transaction(*db_);
    db_->run("DELETE FROM words");
    set_last({});
    transaction.commit();
}

/// Redactions are rare, so the table has no index for this.
bool SearchIndex::remove(std::int64_t source) {
    auto& q = db_->query("DELETE FROM words WHERE source = ?");
    q.bind(1, source);
    return q.exec() > 0;
}

/// Takes out every text that the log has forgotten; a redaction that does not count has left it there.
bool SearchIndex::forget_redacted(Database& log) {
    bool forgot = false;
    auto& events = log.query(
        "SELECT part.n FROM event AS redact JOIN event AS named ON named.id = redact.target"
        " JOIN event AS part ON part.op = named.op AND part.rep = named.rep AND part.body IS NULL"
        " WHERE redact.target IS NOT NULL AND redact.kind = 'redact'");
    while (events.executeStep()) forgot = remove(events.getColumn(0).getInt64()) || forgot;
    auto& mails = log.query(
        "SELECT mail.n FROM event AS redact JOIN mention ON mention.event = redact.n"
        " JOIN mail ON mail.key = mention.mail JOIN mail_body ON mail_body.mail = mail.n"
        " WHERE redact.target IS NULL AND redact.kind = 'redact' AND length(raw) = 0");
    while (mails.executeStep()) forgot = remove(-mails.getColumn(0).getInt64()) || forgot;
    return forgot;
}

void SearchIndex::add(const std::string& text, const TicketId& ticket, const std::string& kind, Instant at,
                      std::int64_t source) {
    auto& q = db_->query("INSERT INTO words (text, ticket, kind, at, source) VALUES (?, ?, ?, ?, ?)");
    q.bind(1, text);
    q.bind(2, ticket.value);
    q.bind(3, kind);
    q.bind(4, at.ms);
    q.bind(5, source);
    q.exec();
}

/// Gives whether any of them may remove a text.
bool SearchIndex::add_events(Database& log, std::int64_t& last) {
    bool look = false;
    // A roster event may be what makes an older redaction count.
    SQLite::Statement q(log.handle(),
                        "SELECT event.n, header, signature, body, touch.ticket, kind FROM event"
                        " LEFT JOIN touch ON touch.event = event.n"
                        " WHERE event.n > ? AND kind IN ('open', 'note', 'reply', 'set', 'redact', 'roster')"
                        " ORDER BY event.n");
    q.bind(1, last);
    while (q.executeStep()) {
        last = q.getColumn(0).getInt64();
        const auto kind = q.getColumn(5).getString();
        if (kind == "redact" || kind == "roster") {
            look = true;
            continue;
        }
        std::optional<std::string> body;
        if (!q.getColumn(3).isNull()) body = blob_text(q, 3);
        const auto event = read_stored_event(blob_text(q, 1), blob_id<Signature>(q, 2), std::move(body));
        if (!event) continue;
        if (const auto text = searchable(*event); !text.empty())
            add(text, {q.getColumn(4).getString()}, event->kind(), event->at.t, last);
    }
    return look;
}

/// But for those that are the letter of an event: their text is there.
void SearchIndex::add_mails(Database& log, std::int64_t& last) {
    SQLite::Statement q(
        log.handle(),
        "SELECT n, head, text FROM mail JOIN mail_body ON mail_body.mail = n"
        " WHERE n > ? AND head <> '' AND NOT EXISTS (SELECT 1 FROM mention JOIN event"
        "  ON event.n = mention.event WHERE mention.mail = mail.key AND kind IN ('open', 'reply'))"
        " ORDER BY n");
    q.bind(1, last);
    while (q.executeStep()) {
        last = q.getColumn(0).getInt64();
        const auto mail = read_mail_head(q.getColumn(1).getString());
        if (!mail || (mail->bundle_from && mail->bundle_text == mail->text)) continue;
        add(mail->subject + "\n" + mail->author_name + " " + mail->author + "\n" + q.getColumn(2).getString(),
            {}, "mail", mail->date, -last);
    }
}

void SearchIndex::catch_up(Database& log) {
    sqlite3_busy_timeout(db_->handle().getHandle(), 0);
    try {
        Transaction transaction(*db_);
        auto mark = last();
        const bool look = add_events(log, mark.event);
        add_mails(log, mark.mail);
        // The index keeps the words of a deleted row until the parts it is made of are merged.
        if (look && forget_redacted(log)) db_->run("INSERT INTO words (words) VALUES ('optimize')");
        set_last(mark);
        transaction.commit();
    } catch (const SQLite::Exception& e) {
        if ((e.getErrorCode() & 0xFF) != SQLITE_BUSY) throw;
    }
}

LogMark SearchIndex::last() {
    auto& q = db_->query("SELECT event, mail FROM mark");
    if (!q.executeStep()) return {};
    const LogMark out{q.getColumn(0).getInt64(), q.getColumn(1).getInt64()};
    q.reset();
    return out;
}

void SearchIndex::set_last(const LogMark& mark) {
    auto& q = db_->query("UPDATE mark SET event = ?, mail = ?");
    q.bind(1, mark.event);
    q.bind(2, mark.mail);
    q.exec();
}

SearchIndex SearchIndex::in_memory(const LogMark& last) {
    SearchIndex index(":memory:", Access::write);
    index.set_last(last);
    return index;
}

std::vector<SearchHit> SearchIndex::find(Database& log, const std::string& words, std::size_t limit) {
    std::vector<SearchHit> out;
    const auto match = match_expression(words);
    if (match.empty()) return out;
    MailTable mails(log);
    auto& q = db_->query(
        "SELECT highlight(words, 0, char(1), char(2)), ticket, kind, at, source FROM words WHERE words MATCH "
        "?"
        " ORDER BY rowid DESC");
    q.bind(1, match);
    while (out.size() < limit && q.executeStep()) {
        TicketId ticket{q.getColumn(1).getString()};
        // Where a mail belongs may change long after its words were taken up.
        if (const auto source = q.getColumn(4).getInt64(); source < 0) ticket = mails.ticket_of(-source);
        if (ticket.empty()) continue;
        out.push_back({std::move(ticket),
                       q.getColumn(2).getString(),
                       {q.getColumn(3).getInt64()},
                       marked_line(q.getColumn(0).getString())});
    }
    return out;
}

LogMark newest_rows(Database& log) {
    return {number(log, "SELECT max(n) FROM event"), number(log, "SELECT max(n) FROM mail")};
}

bool is_index_due(Database& log, const LogMark& before) {
    const auto newest = newest_rows(log);
    const auto lags = [](std::int64_t now, std::int64_t then) { return now / kMostLag > then / kMostLag; };
    if (lags(newest.event, before.event) || lags(newest.mail, before.mail)) return true;
    auto& q = log.query("SELECT 1 FROM event WHERE n > ? AND kind IN ('redact', 'roster')");
    q.bind(1, before.event);
    const bool may_remove_texts = q.executeStep();
    q.reset();
    return may_remove_texts;
}

std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit) {
    std::optional<SearchIndex> index;
    std::error_code error;
    if (std::filesystem::exists(path, error)) index.emplace(path, Access::read);
    const auto last = index ? index->last() : LogMark{};
    std::vector<SearchHit> out;
    if (newest_rows(log) != last) {
        auto recent = SearchIndex::in_memory(last);
        recent.catch_up(log);
        out = recent.find(log, words, limit);
    }
    if (index && out.size() < limit)
        std::ranges::move(index->find(log, words, limit - out.size()), std::back_inserter(out));
    return out;
}

}  // namespace dsupport
