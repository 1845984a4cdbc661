#include "lib/store/database.hh"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

namespace dsupport {
namespace {

constexpr int kBusyLimitMs = 20'000;

/// Waits about a millisecond, never the same time twice: SQLite's own back-off makes eight writers wait six
/// times as long in the worst case.
int wait_for_lock(void*, int calls) {
    static thread_local std::minstd_rand random(static_cast<unsigned>(::getpid()));
    if (calls > kBusyLimitMs) return 0;
    ::usleep(500 + static_cast<unsigned>(random() % 1000));
    return 1;
}

/// SQLite's statistics of memory take a lock at every allocation, and nobody reads them.
void count_no_memory() {
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
}

}  // namespace

Database::Database(const std::string& path, Access access, Durability durability)
    : db_([&] {
          count_no_memory();
          // A new database must be private from its first byte.
          const auto old_mask = ::umask(0077);
          try {
              // No connection is shared by threads, so none needs a lock of its own.
              SQLite::Database db(
                  path, SQLite::OPEN_NOMUTEX |
                            (access == Access::read ? SQLite::OPEN_READONLY
                                                    : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE));
              ::umask(old_mask);
              return db;
          } catch (...) {
              ::umask(old_mask);
              throw;
          }
      }()) {
    sqlite3_busy_handler(db_.getHandle(), wait_for_lock, nullptr);
    if (access == Access::write) {
        db_.exec("PRAGMA journal_mode=WAL");
        db_.exec(durability == Durability::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
    }
}

SQLite::Statement& Database::query(const char* sql) {
    auto& slot = statements_[sql];
    if (!slot) slot = std::make_unique<SQLite::Statement>(db_, sql);
    slot->reset();
    slot->clearBindings();
    return *slot;
}

Transaction::Transaction(Database& db) : db_(db) {
    // A query that was not read to its end keeps its old view of the database, and SQLite refuses to write on
    // top of an old view at once, without asking the busy handler.
    auto* handle = db_.handle().getHandle();
    for (auto* q = sqlite3_next_stmt(handle, nullptr); q; q = sqlite3_next_stmt(handle, q)) sqlite3_reset(q);
    db_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(db_.handle().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    db_.run("COMMIT");
    open_ = false;
}

std::string blob_text(SQLite::Statement& q, int i) {
    const auto column = q.getColumn(i);
    const auto size = static_cast<std::size_t>(column.getBytes());
    return size == 0 ? std::string() : std::string(static_cast<const char*>(column.getBlob()), size);
}

Error sqlite_error(const SQLite::Exception& e, const std::string& path) {
    const std::string cause = e.what();
    switch (e.getErrorCode() & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::try_later, fmt::format("the database {} is locked by another process", path),
                    "try again in a moment; nothing was written", cause};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::bad_data, fmt::format("the database {} is damaged", path),
                    "it was left as it is: move it away, then import an export or another copy", cause};
        case SQLITE_FULL:
            return {ErrorKind::io, fmt::format("no room to write the database {}", path),
                    "free some space and try again; nothing was written", cause};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorKind::io, fmt::format("the database {} cannot be written", path),
                    "check its owner and permissions", cause};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return {ErrorKind::io, fmt::format("cannot use the database {}", path),
                    "check that its directory exists, is yours and has room", cause};
        default:
            return {ErrorKind::bug, fmt::format("unexpected answer from the database {}", path), "", cause};
    }
}

}  // namespace dsupport
