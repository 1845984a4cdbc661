// One SQLite database file, opened as this project needs it. SQLiteCpp and its exceptions stay inside
// lib/store: `guarded` turns them into errors at the edge of every public function.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/encoding.hh"
#include "lib/base/result.hh"

namespace dsupport {

enum class Access {
    read,
    write,
    rehearse,  ///< to write and roll back: where there is no database, none is made
};

/// How sure a commit must be of the disk.
enum class Durability {
    full,     ///< survives a power cut
    derived,  ///< can be made again from the log: no waiting for the disk
};

class Database {
  public:
    /// Opens and, for writing, makes the file (mode 0600). Throws SQLite::Exception.
    Database(const std::string& path, Access access, Durability durability);
    /// Little that was written stays in the write-ahead log, as durable there, for a later command to move.
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    /// Whether it would, and so has nothing to do at its end but to give memory back.
    bool leaves_log() const;
    /// Moves all of it now, so that nothing of what was overwritten stays there. Waits for those who read;
    /// when they take too long, a later command does it.
    void empty_log();
    /// A commit failed: what it wrote to the log must not stay there, for the next to open it might take it
    /// for good.
    void doubt_log() { in_doubt_ = true; }

    /// A prepared statement, kept for the next use of the same text. Reset and without bindings.
    SQLite::Statement& query(const char* sql);
    void run(const std::string& sql) { db_.exec(sql); }
    /// The number of the schema, which is 0 in a new file.
    int version();
    SQLite::Database& handle() { return db_; }
    std::int64_t last_row() const { return db_.getLastInsertRowid(); }

  private:
    Durability durability_;
    bool in_doubt_ = false;
    SQLite::Database db_;
    std::map<const char*, std::unique_ptr<SQLite::Statement>> statements_;

    void keep_log_file();
};

/// BEGIN IMMEDIATE ... COMMIT; rolls back when it goes out of scope without commit().
class Transaction {
  public:
    explicit Transaction(Database& db);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& db_;
    bool open_ = true;
};

inline void bind_blob(SQLite::Statement& q, int i, ByteView bytes) {
    q.bind(i, bytes.data(), static_cast<int>(bytes.size()));
}
inline void bind_blob(SQLite::Statement& q, int i, std::string_view bytes) {
    bind_blob(q, i, as_bytes(bytes));
}
/// Blob of column i as text.
std::string blob_text(SQLite::Statement& q, int i);
template <class Id>
Id blob_id(SQLite::Statement& q, int i) {
    const auto column = q.getColumn(i);
    const auto size = static_cast<std::size_t>(column.getBytes());
    return Id::from_bytes({static_cast<const std::uint8_t*>(column.getBlob()), size}).value_or(Id{});
}

/// What to do about a database that is damaged.
std::string damage_hint(const std::string& path);

/// What an exception of SQLite means to a person; `path` is the file it was about.
Error sqlite_error(const SQLite::Exception& e, const std::string& path);

/// Runs `f`, which returns a Result, and turns SQLite's exceptions into errors.
template <class F>
auto guarded(const std::string& path, F f) -> decltype(f()) {
    try {
        return f();
    } catch (const SQLite::Exception& e) {
        return tl::unexpected<Error>(sqlite_error(e, path));
    }
}

}  // namespace dsupport
