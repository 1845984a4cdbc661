// New mail from a mailbox on a server, taken in. Where it was left off is stored together with the mails, so
// a run that is killed is taken up where its last transaction ended.
#pragma once

#include <functional>

#include "lib/mail/fetcher.hh"
#include "lib/sync/intake.hh"

namespace dsupport {

struct FetchWatch {
    /// Mails read so far in this run, and how many there are to read; may be empty.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

struct FetchAccount {
    std::string name;    ///< server and user: another one has other mail
    std::string server;  ///< what it calls itself in Authentication-Results; empty when that is not known
};

/// Takes in what came since the last run. The mailbox stays open for Fetcher::wait.
Result<IntakeReport> fetch_new(Store& store, Intake& intake, Fetcher& fetcher, Parser& parser,
                               const FetchAccount& account, const FetchWatch& watch);

}  // namespace dsupport
