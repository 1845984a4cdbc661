#include "lib/store/search.hh"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr int kVersion = 1;

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
            "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, ticket UNINDEXED, kind UNINDEXED,"
            " at UNINDEXED, tokenize = 'unicode61')");
        db_->run("CREATE TABLE IF NOT EXISTS mark (last INTEGER NOT NULL)");
        db_->run("INSERT INTO mark SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM mark)");
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
    db_->run("UPDATE mark SET last = 0");
    transaction.commit();
}

/// Takes out every text that the log has forgotten; a redaction that does not count has left it there.
bool SearchIndex::forget_redacted(Database& log) {
    bool forgot = false;
    auto& gone = log.query(
        "SELECT part.n FROM event AS redact JOIN event AS named ON named.id = redact.target"
        " JOIN event AS part ON part.op = named.op AND part.rep = named.rep AND part.body IS NULL"
        " WHERE redact.target IS NOT NULL AND redact.kind = 'redact'");
    while (gone.executeStep()) {
        auto& q = db_->query("DELETE FROM words WHERE rowid = ?");
        q.bind(1, gone.getColumn(0).getInt64());
        forgot = q.exec() > 0 || forgot;
    }
    return forgot;
}

void SearchIndex::catch_up(Database& log) {
    sqlite3_busy_timeout(db_->handle().getHandle(), 0);
    try {
        Transaction transaction(*db_);
        auto newest = last();
        bool look = false;
        // A roster event may be what makes an older redaction count.
        SQLite::Statement q(
            log.handle(),
            "SELECT event.n, header, signature, body, touch.ticket, kind FROM event"
            " LEFT JOIN touch ON touch.event = event.n"
            " WHERE event.n > ? AND kind IN ('open', 'note', 'reply', 'set', 'redact', 'roster')"
            " ORDER BY event.n");
        q.bind(1, newest);
        while (q.executeStep()) {
            newest = q.getColumn(0).getInt64();
            const auto kind = q.getColumn(5).getString();
            if (kind == "redact" || kind == "roster") {
                look = true;
                continue;
            }
            std::optional<std::string> body;
            if (!q.getColumn(3).isNull()) body = blob_text(q, 3);
            const auto event = read_stored_event(blob_text(q, 1), blob_id<Signature>(q, 2), std::move(body));
            if (!event) continue;
            const auto text = searchable(*event);
            if (text.empty()) continue;
            auto& insert =
                db_->query("INSERT INTO words (rowid, text, ticket, kind, at) VALUES (?, ?, ?, ?, ?)");
            insert.bind(1, newest);
            insert.bind(2, text);
            insert.bind(3, q.getColumn(4).getString());
            insert.bind(4, event->kind());
            insert.bind(5, event->at.t.ms);
            insert.exec();
        }
        // The index keeps the words of a deleted row until the parts it is made of are merged.
        if (look && forget_redacted(log)) db_->run("INSERT INTO words (words) VALUES ('optimize')");
        auto& mark = db_->query("UPDATE mark SET last = ?");
        mark.bind(1, newest);
        mark.exec();
        transaction.commit();
    } catch (const SQLite::Exception& e) {
        if ((e.getErrorCode() & 0xFF) != SQLITE_BUSY) throw;
    }
}

std::int64_t SearchIndex::last() {
    return number(*db_, "SELECT last FROM mark");
}

SearchIndex SearchIndex::in_memory(std::int64_t last) {
    SearchIndex index(":memory:", Access::write);
    auto& mark = index.db_->query("UPDATE mark SET last = ?");
    mark.bind(1, last);
    mark.exec();
    return index;
}

std::vector<SearchHit> SearchIndex::find(const std::string& words, std::size_t limit) {
    std::vector<SearchHit> out;
    const auto match = match_expression(words);
    if (match.empty()) return out;
    auto& q = db_->query(
        "SELECT highlight(words, 0, char(1), char(2)), ticket, kind, at FROM words WHERE words MATCH ?1"
        " ORDER BY rowid DESC LIMIT ?2");
    q.bind(1, match);
    q.bind(2, static_cast<std::int64_t>(limit));
    while (q.executeStep())
        out.push_back({{q.getColumn(1).getString()},
                       q.getColumn(2).getString(),
                       {q.getColumn(3).getInt64()},
                       marked_line(q.getColumn(0).getString())});
    return out;
}

std::int64_t newest_row(Database& log) {
    return number(log, "SELECT max(n) FROM event");
}

bool is_index_due(Database& log, std::int64_t before) {
    auto& q = log.query(
        "SELECT ifnull(max(n), 0), ifnull(sum(kind IN ('redact', 'roster')), 0) FROM event WHERE n > ?");
    q.bind(1, before);
    q.executeStep();
    const auto newest = q.getColumn(0).getInt64();
    const bool may_remove_texts = q.getColumn(1).getInt64() > 0;
    q.reset();
    return newest / kMostLag > before / kMostLag || may_remove_texts;
}

std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit) {
    std::optional<SearchIndex> index;
    std::error_code error;
    if (std::filesystem::exists(path, error)) index.emplace(path, Access::read);
    const auto last = index ? index->last() : 0;
    std::vector<SearchHit> out;
    if (newest_row(log) > last) {
        auto recent = SearchIndex::in_memory(last);
        recent.catch_up(log);
        out = recent.find(words, limit);
    }
    if (index && out.size() < limit)
        std::ranges::move(index->find(words, limit - out.size()), std::back_inserter(out));
    return out;
}

}  // namespace dsupport
