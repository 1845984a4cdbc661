// The incoming half of sync: new mail from wherever the configuration says it is to be found.
#pragma once

#include <memory>

#include "cli/transport.hh"
#include "lib/sync/intake.hh"

namespace dsupport {

/// A connection is kept from round to round.
class MailFetch {
  public:
    /// `stop_fd` as in FetchSettings.
    MailFetch(Env& env, Store& store, FetchPlace place, int stop_fd, bool show_progress)
        : env_(env), store_(store), place_(std::move(place)), stop_fd_(stop_fd), show_(show_progress) {}

    /// Takes in what is new.
    Result<IntakeReport> run();
    /// Waits until there may be more, at most so long. Gives false when the time is over.
    Result<bool> wait(long limit_s);

  private:
    Env& env_;
    Store& store_;
    FetchPlace place_;
    int stop_fd_;
    bool show_;
    std::unique_ptr<Parser> parser_;
    std::unique_ptr<Fetcher> fetcher_;

    Result<IntakeReport> run_folder(Intake& intake);
    Result<IntakeReport> run_server(Intake& intake);
};

}  // namespace dsupport
