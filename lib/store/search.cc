#include "lib/store/search.hh"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "lib/base/text.hh"
#include "lib/store/tokens.hh"

namespace dsupport {
namespace {

constexpr int kVersion = 3;

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

/// The same, word by word, as a text is looked through.
std::vector<std::vector<std::string>> phrases_of(const Tokens& tokens, const std::string& words) {
    std::vector<std::vector<std::string>> out;
    for (const auto word : split(words, ' '))
        if (!word.empty()) out.push_back(tokens.of(word));
    return out;
}

/// What of a mail people may look for.
std::string searchable(const std::string& subject, const std::string& name, const std::string& author,
                       const std::string& text) {
    return subject + "\n" + name + " " + author + "\n" + text;
}

/// The redaction of a text leaves its hash in the header.
bool is_redacted(const Event& event) {
    return event.body_hash && !event.content.body;
}

std::int64_t number(Database& db, const char* sql) {
    auto& q = db.query(sql);
    return q.executeStep() ? q.getColumn(0).getInt64() : 0;
}

}  // namespace

SearchIndex::SearchIndex(const std::string& path, Access access) : path_(path) {
    open(access);
}

SearchIndex::SearchIndex(const LogMark& last) : path_(":memory:") {
    open(Access::write);
    set_last(last);
}

void SearchIndex::open(Access access) {
    try {
        db_ = std::make_unique<Database>(path_, access, Durability::derived);
        if (access == Access::read) {
            // What is found is what last() says, whatever a writer does meanwhile.
            db_->run("BEGIN");
            return;
        }
        // Words are gathered before they come to pages, few of which are needed twice.
        db_->run("PRAGMA cache_size=-512");
        // Not every SQLite does so by itself: what is deleted may be words that have to go.
        db_->run("PRAGMA secure_delete=ON");
        if (!is_current()) clear();
    } catch (const SQLite::Exception& e) {
        const int code = e.getErrorCode() & 0xFF;
        if (access == Access::read || (code != SQLITE_CORRUPT && code != SQLITE_NOTADB)) throw;
        db_.reset();
        for (const auto* end : {"-wal", "-shm", ""}) ::unlink((path_ + end).c_str());
        db_ = std::make_unique<Database>(path_, access, Durability::derived);
        clear();
    }
}

bool SearchIndex::is_current() {
    return number(*db_, "PRAGMA user_version") == kVersion;
}

void SearchIndex::clear() {
    Transaction transaction(*db_);
    db_->run(
        "DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS mark;"
        // The texts are in the log; a copy would double the work of taking in mails.
        "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', columnsize = 0, tokenize = 'unicode61');"
        // Where a text is from. `source`: the row of an event, or minus the row of a mail.
        "CREATE TABLE entry (n INTEGER PRIMARY KEY, source INTEGER NOT NULL, ticket TEXT NOT NULL) STRICT;"
        "CREATE TABLE mark (event INTEGER NOT NULL, mail INTEGER NOT NULL);"
        "INSERT INTO mark VALUES (0, 0)");
    db_->run("PRAGMA user_version = " + std::to_string(kVersion));
    transaction.commit();
}

/// Whether the log has forgotten a text that is in here; a redaction that does not count has left it there.
bool SearchIndex::has_redacted(Database& log) {
    const auto has = [&](std::int64_t source) {
        // Redactions are rare, so the table has no index for this.
        auto& q = db_->query("SELECT 1 FROM entry WHERE source = ?");
        q.bind(1, source);
        return q.executeStep();
    };
    auto& events = log.query(
        "SELECT part.n, part.header, part.signature FROM event AS redact"
        " JOIN event AS named ON named.id = redact.target"
        " JOIN event AS part ON part.op = named.op AND part.rep = named.rep AND part.body IS NULL"
        " WHERE redact.target IS NOT NULL AND redact.kind = 'redact'");
    while (events.executeStep()) {
        const auto event =
            read_stored_event(blob_text(events, 1), blob_id<Signature>(events, 2), std::nullopt);
        if (event && is_redacted(*event) && has(events.getColumn(0).getInt64())) return true;
    }
    auto& mails = log.query(
        "SELECT mail.n FROM event AS redact JOIN mention ON mention.event = redact.n"
        " JOIN mail ON mail.key = mention.mail JOIN mail_body ON mail_body.mail = mail.n"
        " WHERE redact.target IS NULL AND redact.kind = 'redact' AND wiped = 1");
    while (mails.executeStep())
        if (has(-mails.getColumn(0).getInt64())) return true;
    return false;
}

void SearchIndex::add(const std::string& text, std::int64_t source, const std::string& ticket) {
    auto& entry = db_->query("INSERT INTO entry (source, ticket) VALUES (?, ?)");
    entry.bind(1, source);
    entry.bind(2, ticket);
    entry.exec();
    auto& words = db_->query("INSERT INTO words (rowid, text) VALUES (?, ?)");
    words.bind(1, db_->last_row());
    words.bind(2, text);
    words.exec();
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
        if (!event || is_redacted(*event)) continue;
        if (const auto text = searchable(*event); !text.empty()) add(text, last, q.getColumn(4).getString());
    }
    return look;
}

/// But for those that are the letter of an event: their text is there.
void SearchIndex::add_mails(Database& log, std::int64_t& last) {
    SQLite::Statement q(
        log.handle(),
        "SELECT n, subject, name, author, mail_body.text FROM mail JOIN mail_body ON mail_body.mail = n"
        " WHERE n > ? AND id IS NOT NULL AND wiped = 0 AND (bundle_text IS NULL OR bundle_text <> text_hash)"
        " AND NOT EXISTS (SELECT 1 FROM mention JOIN event ON event.n = mention.event"
        "  WHERE mention.mail = mail.key AND kind IN ('open', 'reply'))"
        " ORDER BY n");
    q.bind(1, last);
    while (q.executeStep()) {
        last = q.getColumn(0).getInt64();
        add(searchable(q.getColumn(1).getString(), q.getColumn(2).getString(), q.getColumn(3).getString(),
                       q.getColumn(4).getString()),
            -last, "");
    }
}

void SearchIndex::catch_up(Database& log) {
    sqlite3_busy_timeout(db_->handle().getHandle(), 0);
    try {
        if (take_up(log)) return;
        clear();
        take_up(log);
    } catch (const SQLite::Exception& e) {
        if ((e.getErrorCode() & 0xFF) != SQLITE_BUSY) throw;
    }
}

/// False: there is a text in here that must not be.
bool SearchIndex::take_up(Database& log) {
    Transaction transaction(*db_);
    auto mark = last();
    const bool may_remove = add_events(log, mark.event);
    add_mails(log, mark.mail);
    if (may_remove && has_redacted(log)) return false;
    set_last(mark);
    transaction.commit();
    return true;
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

/// What an entry says, as it is now; nothing when it is on no ticket.
std::optional<SearchIndex::Found> SearchIndex::find_text(Database& log, std::int64_t source,
                                                         std::string ticket) {
    if (source > 0) {
        const auto event = EventTable(log).at_row(source);
        return Found{{{std::move(ticket)}, event.kind(), event.at.t, ""}, searchable(event)};
    }
    // Where a mail belongs may change long after its words were taken up.
    auto& q = log.query(
        "SELECT ticket, date, subject, name, author, mail_body.text FROM mail"
        " JOIN mail_body ON mail_body.mail = n WHERE n = ? AND ticket <> ''");
    q.bind(1, -source);
    if (!q.executeStep()) return std::nullopt;
    return Found{{{q.getColumn(0).getString()}, "mail", {q.getColumn(1).getInt64()}, ""},
                 searchable(q.getColumn(2).getString(), q.getColumn(3).getString(),
                            q.getColumn(4).getString(), q.getColumn(5).getString())};
}

std::vector<SearchHit> SearchIndex::find(Database& log, const std::string& words, std::size_t limit) {
    std::vector<SearchHit> out;
    const auto match = match_expression(words);
    if (match.empty()) return out;
    const Tokens tokens(*db_);
    const auto phrases = phrases_of(tokens, words);
    auto& q = db_->query(
        "SELECT source, ticket FROM words JOIN entry ON entry.n = words.rowid WHERE words MATCH ?"
        " ORDER BY words.rowid DESC");
    q.bind(1, match);
    while (out.size() < limit && q.executeStep()) {
        auto found = find_text(log, q.getColumn(0).getInt64(), q.getColumn(1).getString());
        if (!found || found->hit.ticket.empty()) continue;
        found->hit.line = matching_line(tokens, found->text, phrases);
        out.push_back(std::move(found->hit));
    }
    return out;
}

LogMark newest_rows(Database& log) {
    return {number(log, "SELECT max(n) FROM event"), number(log, "SELECT max(n) FROM mail")};
}

bool is_index_due(Database& log, const LogMark& before) {
    const auto newest = newest_rows(log);
    const auto lags = [](std::int64_t now, std::int64_t then) { return now / kMostLag > then / kMostLag; };
    return lags(newest.event, before.event) || lags(newest.mail, before.mail);
}

std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit) {
    std::optional<SearchIndex> index;
    std::error_code error;
    if (std::filesystem::exists(path, error)) index.emplace(path, Access::read);
    if (index && !index->is_current()) index.reset();
    const auto last = index ? index->last() : LogMark{};
    std::vector<SearchHit> out;
    if (newest_rows(log) != last) {
        SearchIndex recent(last);
        recent.catch_up(log);
        out = recent.find(log, words, limit);
    }
    if (index && out.size() < limit)
        std::ranges::move(index->find(log, words, limit - out.size()), std::back_inserter(out));
    return out;
}

}  // namespace dsupport
