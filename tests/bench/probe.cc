// The floor under `log`, `list` and `search`: one process that opens the same kind of database as bare SQLite
// and does the least that could be asked of it.
//   bench_probe write FILE     three inserts in one durable transaction
//   bench_probe read FILE SQL  one query, all rows
//   bench_probe search FOLDER WORD
//                              the index asked for a word, twenty mails read that have it, and their tickets
#include <sqlite3.h>

#include <cstdio>
#include <string>

namespace {

bool run(sqlite3* db, const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return true;
    std::fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    return false;
}

bool write_three(sqlite3* db) {
    return run(db, "PRAGMA journal_mode=WAL") && run(db, "PRAGMA synchronous=FULL") &&
           run(db, "CREATE TABLE IF NOT EXISTS probe (n INTEGER PRIMARY KEY, text TEXT)") &&
           run(db, "BEGIN IMMEDIATE") && run(db, "INSERT INTO probe (text) VALUES ('The portal is down')") &&
           run(db, "INSERT INTO probe (text) VALUES ('The login shows error 500')") &&
           run(db, "INSERT INTO probe (text) VALUES ('The report is very slow')") && run(db, "COMMIT");
}

/// The newest twenty; none is cut into words, and nothing that came behind the index is looked through.
bool search(sqlite3* index, sqlite3* log, const char* word) {
    sqlite3_stmt *hits = nullptr, *mail = nullptr;
    const char* find =
        "SELECT source FROM words JOIN entry ON entry.n = words.rowid WHERE words MATCH ?"
        " ORDER BY words.rowid DESC LIMIT 20";
    const char* read =
        "SELECT code, ticket.subject, date, text FROM mail JOIN mail_body ON mail_body.mail = mail.n"
        " JOIN ticket ON ticket.id = mail.ticket WHERE mail.n = ?";
    if (sqlite3_prepare_v2(index, find, -1, &hits, nullptr) != SQLITE_OK) return false;
    if (sqlite3_prepare_v2(log, read, -1, &mail, nullptr) != SQLITE_OK) return false;
    sqlite3_bind_text(hits, 1, word, -1, SQLITE_STATIC);
    int count = 0;
    for (; sqlite3_step(hits) == SQLITE_ROW; sqlite3_reset(mail)) {
        sqlite3_bind_int64(mail, 1, -sqlite3_column_int64(hits, 0));
        if (sqlite3_step(mail) == SQLITE_ROW) count += sqlite3_column_bytes(mail, 3) > 0 ? 1 : 0;
    }
    std::printf("%d\n", count);
    sqlite3_finalize(hits);
    sqlite3_finalize(mail);
    return count > 0;
}

sqlite3* opened(const std::string& path, int flags) {
    sqlite3* db = nullptr;
    if (sqlite3_open_v2(path.c_str(), &db, flags, nullptr) != SQLITE_OK) return nullptr;
    sqlite3_busy_timeout(db, 10'000);
    return db;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (!(what == "write" && argc == 3) && !((what == "read" || what == "search") && argc == 4)) {
        std::fputs("usage: bench_probe write FILE | read FILE SQL | search FOLDER WORD\n", stderr);
        return 64;
    }
    const std::string path = what == "search" ? std::string(argv[2]) + "/dsupport.db" : argv[2];
    const int flags = what == "write" ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    auto* db = opened(path, flags);
    if (!db) return 1;
    bool good = false;
    if (what == "write") good = write_three(db);
    if (what == "read") good = run(db, argv[3]);
    if (what == "search") {
        auto* index = opened(std::string(argv[2]) + "/search.db", flags);
        good = index && search(index, db, argv[3]);
        sqlite3_close(index);
    }
    return sqlite3_close(db) == SQLITE_OK && good ? 0 : 1;
}
