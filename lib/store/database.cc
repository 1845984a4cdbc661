#include "lib/store/database.hh"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "lib/store/vfs.hh"

namespace dsupport {
namespace {

constexpr int kBusyLimitMs = 20'000;
/// One who reads may do so for as long as a person looks at a page of the list.
constexpr int kReaderLimitMs = 500;
/// Of a new database. A call changes a little in twenty pages, each of which is written whole, and is read
/// whole by each process until it is moved from the log.
constexpr int kPageSize = 2048;
/// Room for what a batch of mails changes, so that no page is written twice for it.
constexpr int kWriteCacheKiB = 6144;
/// Some batches of mails: each of them changes many pages that the last one has changed, too.
constexpr int kLogPages = 8000;
/// What a few commands write. To move it to the database at once, each of them would wait for the disk twice
/// more; while it lies there, a reader takes a hundredth longer for each.
constexpr std::uintmax_t kLittleLog = std::uintmax_t{224} * 1024;

/// Waits about a millisecond, never the same time twice: SQLite's own back-off makes eight writers wait six
/// times as long in the worst case.
int wait_for_lock(void*, int calls) {
    static thread_local std::minstd_rand random(static_cast<unsigned>(::getpid()));
    if (calls > kBusyLimitMs) return 0;
    ::usleep(500 + static_cast<unsigned>(random() % 1000));
    return 1;
}

/// For a new database this needs it alone, and SQLite gives up at once when several processes want that.
void use_write_ahead_log(SQLite::Database& db) {
    for (int calls = 0;; ++calls) {
        try {
            db.exec("PRAGMA journal_mode=WAL");
            return;
        } catch (const SQLite::Exception& e) {
            if ((e.getErrorCode() & 0xFF) != SQLITE_BUSY || wait_for_lock(nullptr, calls) == 0) throw;
        }
    }
}

/// SQLite's statistics of memory take a lock at every allocation, and nobody reads them.
void count_no_memory() {
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
}

/// A query that was not read to its end keeps its view of the database.
void end_queries(SQLite::Database& db) {
    auto* handle = db.getHandle();
    for (auto* q = sqlite3_next_stmt(handle, nullptr); q; q = sqlite3_next_stmt(handle, q)) sqlite3_reset(q);
}

constexpr std::uintmax_t kSmallestPage = 512;

std::uintmax_t size_of(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

/// The number at this place of a database's header.
std::uintmax_t number_at(std::string_view header, std::size_t at, std::size_t size) {
    std::uintmax_t out = 0;
    for (const char c : header.substr(at, size)) out = out << 8U | static_cast<unsigned char>(c);
    return out;
}

/// SQLite does not notice that the last page is not whole; nor, when the write-ahead log has the first page,
/// that the file is something else, or shorter than it was. After a power cut it may lack what the log has.
void check_file(const std::string& path) {
    if (size_of(path + "-wal") == 0) {
        if (size_of(path) % kSmallestPage != 0)
            throw SQLite::Exception("the file ends within a page", SQLITE_CORRUPT);
        return;
    }
    // In this order, for another process may be moving pages from the log to the file.
    std::string header(32, '\0');
    std::ifstream(path, std::ios::binary).read(header.data(), static_cast<std::streamsize>(header.size()));
    const auto log = size_of(path + "-wal"), size = size_of(path);
    if (!header.starts_with("SQLite format 3"))
        throw SQLite::Exception("the file is not a database", SQLITE_NOTADB);
    const auto page = std::max(number_at(header, 16, 2), kSmallestPage);
    if (size < page || size / page + log / page < number_at(header, 28, 4))
        throw SQLite::Exception("the file lacks pages", SQLITE_CORRUPT);
}

/// Nobody may write this file, not even its owner.
bool is_write_protected(const std::string& path) {
    struct stat info {};
    return ::access(path.c_str(), W_OK) != 0 && ::stat(path.c_str(), &info) == 0 &&
           (info.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0;
}

/// Readers share a file beside the database. Where none can be made nobody writes either, and SQLite reads
/// without it when it is told so. Beside a protected database it would be protected, too, and stay so when
/// the database is not any more.
bool never_changes(const std::string& path) {
    if (size_of(path + "-wal") != 0) return false;
    return ::access(path.substr(0, path.rfind('/')).c_str(), W_OK) != 0 || is_write_protected(path);
}

std::string immutable_uri(const std::string& path) {
    std::string out = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#')
            out += fmt::format("%{:02x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "?immutable=1";
}

SQLite::Database open_to_read(const std::string& path) {
    const int flags = SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY;
    if (never_changes(path)) return {immutable_uri(path), flags | SQLite::OPEN_URI};
    return {path, flags, 0, vfs_name()};
}

/// A full disk has no room for the file that readers share. It is only needed by those who are not alone, and
/// they find it there.
SQLite::Database open_to_read_alone(const std::string& path) {
    SQLite::Database db(path, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE, 0, vfs_name());
    db.exec("PRAGMA locking_mode=EXCLUSIVE; PRAGMA query_only=1");
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return db;
}

}  // namespace

Database::Database(const std::string& path, Access access, Durability durability)
    : durability_(durability), db_([&] {
          count_no_memory();
          check_file(path);
          // No connection is shared by threads, so none needs a lock of its own.
          if (access == Access::read) return open_to_read(path);
          // A new database must be private from its first byte.
          const auto old_mask = ::umask(0077);
          try {
              SQLite::Database db(path, SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                  0, vfs_name());
              ::umask(old_mask);
              return db;
          } catch (...) {
              ::umask(old_mask);
              throw;
          }
      }()) {
    sqlite3_busy_handler(db_.getHandle(), wait_for_lock, nullptr);
    if (access == Access::write) {
        if (durability == Durability::full) {
            db_.exec(fmt::format("PRAGMA page_size={}; PRAGMA cache_size=-{}", kPageSize, kWriteCacheKiB));
            sqlite3_wal_autocheckpoint(db_.getHandle(), kLogPages);
        }
        use_write_ahead_log(db_);
        db_.exec(durability == Durability::full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
        keep_log_file();
        return;
    }
    try {
        version();
    } catch (const SQLite::Exception& e) {
        if (e.getExtendedErrorCode() != SQLITE_IOERR_SHMSIZE) throw;
        statements_.clear();
        db_ = open_to_read_alone(path);
        sqlite3_busy_handler(db_.getHandle(), wait_for_lock, nullptr);
    }
}

bool Database::leaves_log() const {
    return durability_ == Durability::full && !in_doubt_ && size_of(db_.getFilename() + "-wal") < kLittleLog;
}

Database::~Database() {
    if (leaves_log()) sqlite3_db_config(db_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

/// The last one to close empties the write-ahead log into the database, and would delete it: for the next
/// command to make it again costs more than all it writes.
void Database::keep_log_file() {
    int keep = 1;
    sqlite3_file_control(db_.getHandle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
    db_.exec("PRAGMA journal_size_limit=0");
}

void Database::empty_log() {
    end_queries(db_);
    sqlite3_busy_timeout(db_.getHandle(), kReaderLimitMs);
    sqlite3_wal_checkpoint_v2(db_.getHandle(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_handler(db_.getHandle(), wait_for_lock, nullptr);
}

int Database::version() {
    auto& q = query("PRAGMA user_version");
    q.executeStep();
    const int version = q.getColumn(0).getInt();
    q.reset();
    return version;
}

SQLite::Statement& Database::query(const char* sql) {
    auto& slot = statements_[sql];
    if (!slot) slot = std::make_unique<SQLite::Statement>(db_, sql);
    slot->reset();
    slot->clearBindings();
    return *slot;
}

Transaction::Transaction(Database& db) : db_(db) {
    // SQLite refuses to write on top of an old view at once, without asking the busy handler.
    end_queries(db_.handle());
    db_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(db_.handle().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    // While there is a view, nothing moves from the write-ahead log to the database.
    end_queries(db_.handle());
    try {
        db_.run("COMMIT");
    } catch (const SQLite::Exception&) {
        db_.doubt_log();
        throw;
    }
    open_ = false;
}

std::string blob_text(SQLite::Statement& q, int i) {
    const auto column = q.getColumn(i);
    const auto size = static_cast<std::size_t>(column.getBytes());
    return size == 0 ? std::string() : std::string(static_cast<const char*>(column.getBlob()), size);
}

std::string damage_hint(const std::string& path) {
    return fmt::format(
        "it was left as it is: move {0} and {0}-wal away, then import an export or another copy",
        std::filesystem::path(path).filename().string());
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
            return {ErrorKind::bad_data, fmt::format("the database {} is damaged", path), damage_hint(path),
                    cause};
        case SQLITE_FULL:
            return {ErrorKind::io, fmt::format("no room to write the database {}", path),
                    "free some space and try again; nothing was written", cause};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorKind::io, fmt::format("the database {} cannot be written", path),
                    "check owner and permissions of its directory and of all files in there", cause};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return {ErrorKind::io, fmt::format("cannot use the database {}", path),
                    "check that its directory exists, is yours and has room", cause};
        default:
            return {ErrorKind::bug, fmt::format("unexpected answer from the database {}", path), "", cause};
    }
}

}  // namespace dsupport
