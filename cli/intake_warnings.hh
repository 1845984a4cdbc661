// What a person has to know of mails that were taken in, however they came.
#pragma once

#include <string>

#include "lib/sync/intake.hh"

namespace dsupport {

/// Lines of standard error: events that another team has signed, and mails of ours that came back, with the
/// ticket each is about. Empty when there is neither.
Result<std::string> intake_warnings(Store& store, const IntakeReport& report);

}  // namespace dsupport
