// Keeps the search index up with the log in a thread of its own, with a connection of its own: to take up the
// words of mails is more work than to keep the mails, and the next ones can be kept meanwhile.
#pragma once

#include <future>
#include <string>

#include "lib/store/search.hh"

namespace dsupport {

class Indexer {
  public:
    /// Of the log at `log`, into the file at `index`. Throws SQLite::Exception.
    Indexer(const std::string& log, const std::string& index)
        : log_(log, Access::read, Durability::full), index_(index, Access::write) {
        // What is new is read once.
        log_.run("PRAGMA cache_size=-256");
    }
    /// Waits for what was started.
    ~Indexer() = default;
    Indexer(const Indexer&) = delete;
    Indexer& operator=(const Indexer&) = delete;

    /// Begins to take up what is committed, and returns. What was started before must be finished.
    void start() {
        running_ = std::async(std::launch::async, [this] { index_.catch_up(log_); });
    }
    /// Waits for what was started, and throws what went wrong with it.
    void finish() {
        if (running_.valid()) running_.get();
    }

  private:
    Database log_;
    SearchIndex index_;
    std::future<void> running_;  ///< last, so that it is waited for before the others go
};

}  // namespace dsupport
