// Full-text search over what people wrote, in a database file of its own: it is derived, lags behind the log
// by some events, so that not every command has to open it, and is made again when it is lost. A search takes
// up in memory what the file lacks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/store/events.hh"
#include "lib/store/mails.hh"

namespace dsupport {

struct SearchHit {
    TicketId ticket;
    std::string kind;  ///< `open`, `note`, `reply`, `set`, `mail`
    Instant at;
    std::string line;  ///< the matching part of the text
};

/// How far the log was read: the rows of the newest event and of the newest mail.
struct LogMark {
    std::int64_t event = 0, mail = 0;
    bool operator==(const LogMark&) const = default;
};

class SearchIndex {
  public:
    /// Opens the file: to read it as it is at the first call, or to write; a damaged one is emptied then.
    SearchIndex(const std::string& path, Access access);
    /// One in memory, for what came behind `last`.
    explicit SearchIndex(const LogMark& last);

    /// False: an older version made the file, and only a writer makes it anew.
    bool is_current();
    /// Takes up the events and mails that came since the last time. Gives up at once when another process is
    /// at it: that one, or the next writer, does the work.
    void catch_up(Database& log);
    /// Empties it and begins anew.
    void clear();
    LogMark last();
    /// Newest first.
    std::vector<SearchHit> find(Database& log, const std::string& words, std::size_t limit);

  private:
    struct Found {
        SearchHit hit;
        std::string text;
    };

    std::string path_;
    std::unique_ptr<Database> db_;

    void open(Access access);
    bool take_up(Database& log);
    bool add_events(Database& log, std::int64_t& last);
    void add_mails(Database& log, std::int64_t& last);
    void add(const std::string& text, std::int64_t source, const std::string& ticket);
    void set_last(const LogMark& mark);
    bool has_redacted(Database& log);
    static std::optional<Found> find_text(Database& log, std::int64_t source, std::string ticket);
};

LogMark newest_rows(Database& log);

/// Whether a command must bring the file up to date: what it has written behind `before` is much together
/// with what the file lacked.
bool is_index_due(Database& log, const LogMark& before);

/// Newest first, in the file at `path` and in what it does not have yet.
std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit);

}  // namespace dsupport
