// Full-text search over what people wrote, in a database file of its own: it is derived, lags behind the log
// by some events, so that not every command has to open it, and is made again when it is lost. A search looks
// through what the file lacks word by word.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/store/database.hh"
#include "lib/store/texts.hh"

namespace dsupport {

struct SearchHit {
    TicketId ticket;
    std::string code, subject;  ///< of the ticket, as it is now
    std::string kind;           ///< `open`, `note`, `reply`, `set`, `mail`
    Instant at;
    std::string line;  ///< the matching part of the text
};

class SearchIndex {
  public:
    /// Opens the file: to read it as it is at the first call, or to write; a damaged one is emptied then.
    SearchIndex(const std::string& path, Access access);

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
    std::string path_;
    std::unique_ptr<Database> db_;

    void open(Access access);
    bool take_up(Database& log);
    void add(const SearchText& text);
    void set_last(const LogMark& mark);
    bool has_redacted(Database& log);
};

LogMark newest_rows(Database& log);

/// Whether a command must bring the file up to date: what it has written behind `before` is much together
/// with what the file lacked.
bool is_index_due(Database& log, const LogMark& before);

/// Newest first, in the file at `path` and in what it does not have yet.
std::vector<SearchHit> search_log(const std::string& path, Database& log, const std::string& words,
                                  std::size_t limit);

}  // namespace dsupport
