// Full-text search over what people wrote, in a database file of its own: it is derived, lags behind the log
// by some events, so that not every command has to open it, and is made again when it is lost. A search takes
// up in memory what the file lacks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/store/events.hh"

namespace dsupport {

struct SearchHit {
    TicketId ticket;
    std::string kind;  ///< `open`, `note`, `reply`, `set`
    Instant at;
    std::string line;  ///< the matching part of the text
};

class SearchIndex {
  public:
    /// Opens the file beside the log; for writing it is made when missing and emptied when damaged.
    SearchIndex(const std::string& path, Access access);

    /// Takes up the events that came since the last time. Gives up at once when another process is at it:
    /// that one, or the next writer, does the work.
    void catch_up(Database& log);
    void clear();
    /// The row of the newest event it has.
    std::int64_t last();
    /// Newest first.
    std::vector<SearchHit> find(const std::string& words, std::size_t limit);

    /// An empty one that takes up what came behind row `last`.
    static SearchIndex in_memory(std::int64_t last);

  private:
    std::unique_ptr<Database> db_;

    bool forget_redacted(Database& log);
};

/// The row of the newest event of the log; 0 when there is none.
std::int64_t newest_row(Database& log);

/// Whether a command must bring the file up to date: the events behind row `before`, which it has written,
/// are many together with those before, or may remove texts.
bool is_index_due(Database& log, std::int64_t before);

/// Newest first, in the file at `path` and in what it does not have yet.
std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit);

}  // namespace dsupport
