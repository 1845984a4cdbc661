// New mail from a shared folder, taken in: the incoming half of the `dir` transport. Which files were read is
// stored together with their mails, so each is read once, however many lie there and whenever a run is
// killed.
#pragma once

#include <string>

#include "lib/sync/intake.hh"

namespace dsupport {

/// Reads the files in `folder` that are new, or that changed their size or time since they were read. A file
/// that cannot be read is tried again by the next run. Fails with try_later when the folder is not there or
/// cannot be read, with no_input when it has other files only.
Result<IntakeReport> fetch_folder(Store& store, Intake& intake, Parser& parser, const std::string& folder);

}  // namespace dsupport
