// Full-text search over what people wrote, in a database file of its own: it is derived, may lag behind the
// log for a moment, and is made again when it is lost.
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
    /// Newest first. Events the index does not have yet are looked through one by one.
    std::vector<SearchHit> find(Database& log, const std::string& words, std::size_t limit);

  private:
    std::unique_ptr<Database> db_;

    bool forget_redacted(Database& log);
};

}  // namespace dsupport
