// The floor under `log` and `list`: one process that opens the same kind of database as bare SQLite and does
// the least that could be asked of it.
//   bench_probe write FILE     three inserts in one durable transaction
//   bench_probe read FILE SQL  one query, all rows
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

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    if (!(what == "write" && argc == 3) && !(what == "read" && argc == 4)) {
        std::fputs("usage: bench_probe write FILE | read FILE SQL\n", stderr);
        return 64;
    }
    sqlite3* db = nullptr;
    const int flags = what == "write" ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(argv[2], &db, flags, nullptr) != SQLITE_OK) return 1;
    sqlite3_busy_timeout(db, 10'000);
    const bool good = what == "write" ? write_three(db) : run(db, argv[3]);
    return sqlite3_close(db) == SQLITE_OK && good ? 0 : 1;
}
