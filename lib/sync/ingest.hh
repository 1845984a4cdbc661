// A source of mails, read to its end: other threads read and parse, the caller's keeps what is ready.
#pragma once

#include <functional>

#include "lib/sync/intake.hh"

namespace dsupport {

struct IngestWatch {
    /// Called after each transaction with what came so far; may be empty.
    std::function<void(const SourceProgress&, const IntakeReport&)> progress;
    /// Asked between transactions: whether to leave the rest. May be empty.
    std::function<bool()> stopped;
};

/// What is kept stays kept when this fails or is stopped; the next run finds it there. Fails with
/// `interrupted` when it was stopped.
Result<IntakeReport> ingest(Intake& intake, MailSource& source, Parser& parser, const IngestWatch& watch);

}  // namespace dsupport
