#include "lib/store/search.hh"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "lib/base/text.hh"
#include "lib/store/tickets.hh"
#include "lib/store/tokens.hh"

namespace dsupport {
namespace {

constexpr int kVersion = 3;

/// How many events may be missing in the file: a search reads each of them.
constexpr std::int64_t kMostLag = 32;

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
Phrases phrases_of(const Tokens& tokens, const std::string& words) {
    Phrases out;
    for (const auto word : split(words, ' '))
        if (!word.empty()) out.push_back(tokens.of(word));
    return out;
}

/// What a search tells of a text in which it found something.
SearchHit hit_in(SearchText&& found, Database& log, const Tokens& tokens, const Phrases& phrases) {
    auto [code, subject] = TicketTable(log).title_of(found.ticket);
    return {std::move(found.ticket), std::move(code), std::move(subject),
            std::move(found.kind),   found.at,        matching_line(tokens, found.text, phrases)};
}

std::int64_t number(Database& db, const char* sql) {
    auto& q = db.query(sql);
    const auto out = q.executeStep() ? q.getColumn(0).getInt64() : 0;
    q.reset();  // else it goes on reading, and nobody could empty the write-ahead log
    return out;
}

}  // namespace

SearchIndex::SearchIndex(const std::string& path, Access access) : path_(path) {
    open(access);
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

/// A roster event may be what makes an older redaction count.
bool may_redact(Database& log, const LogMark& after, const LogMark& to) {
    auto& q =
        log.query("SELECT 1 FROM event WHERE n > ? AND n <= ? AND kind IN ('redact', 'roster') LIMIT 1");
    q.bind(1, after.event);
    q.bind(2, to.event);
    const bool out = q.executeStep();
    q.reset();
    return out;
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

void SearchIndex::add(const SearchText& text) {
    auto& entry = db_->query("INSERT INTO entry (source, ticket) VALUES (?, ?)");
    entry.bind(1, text.source);
    entry.bind(2, text.source > 0 ? text.ticket.value : std::string());
    entry.exec();
    auto& words = db_->query("INSERT INTO words (rowid, text) VALUES (?, ?)");
    words.bind(1, db_->last_row());
    words.bind(2, text.text);
    words.exec();
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
    const auto from = last(), to = newest_rows(log);
    each_text(log, from, to, TextOrder::oldest_first, [&](const SearchText& text) {
        add(text);
        return true;
    });
    if (may_redact(log, from, to) && has_redacted(log)) return false;
    set_last(to);
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
        auto found = find_text(log, q.getColumn(0).getInt64(), {q.getColumn(1).getString()});
        if (found && !found->ticket.empty()) out.push_back(hit_in(std::move(*found), log, tokens, phrases));
    }
    return out;
}

LogMark newest_rows(Database& log) {
    // A mail that could not be read may go, and one that is read then take its number.
    return {number(log, "SELECT max(n) FROM event"),
            number(log, "SELECT n FROM mail WHERE id IS NOT NULL ORDER BY n DESC LIMIT 1")};
}

bool is_index_due(Database& log, const LogMark& before) {
    const auto newest = newest_rows(log);
    const auto lags = [](std::int64_t now, std::int64_t then) { return now / kMostLag > then / kMostLag; };
    return lags(newest.event, before.event) || lags(newest.mail, before.mail);
}

/// Newest first, in what came behind `last`. The tokenizer is a connection's; the log's own will do.
std::vector<SearchHit> find_behind(const LogMark& last, const LogMark& newest, Database& log,
                                   const std::string& words, std::size_t limit) {
    std::vector<SearchHit> out;
    const Tokens tokens(log);
    const auto phrases = phrases_of(tokens, words);
    each_text(log, last, newest, TextOrder::newest_first, [&](SearchText&& text) {
        if (!text.ticket.empty() && has_all(tokens, text.text, phrases))
            out.push_back(hit_in(std::move(text), log, tokens, phrases));
        return out.size() < limit;
    });
    return out;
}

std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit) {
    std::optional<SearchIndex> index;
    std::error_code error;
    if (std::filesystem::exists(path, error)) index.emplace(path, Access::read);
    if (index && !index->is_current()) index.reset();
    const auto last = index ? index->last() : LogMark{}, newest = newest_rows(log);
    std::vector<SearchHit> out;
    if (newest != last && limit > 0) out = find_behind(last, newest, log, words, limit);
    if (index && out.size() < limit)
        std::ranges::move(index->find(log, words, limit - out.size()), std::back_inserter(out));
    return out;
}

}  // namespace dsupport
