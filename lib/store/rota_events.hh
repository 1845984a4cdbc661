// The events of the rota, read from the log with what decides whether they count.
#pragma once

#include <vector>

#include "lib/rota/exceptions.hh"
#include "lib/store/events.hh"
#include "lib/ticket/authority.hh"

namespace dsupport {

/// Covers, days away and cancels; `undone` by nobody and written by whoever may.
std::vector<RotaEvent> load_exceptions(EventTable& events, const Authority& authority);

/// The records of handovers, which nobody can take back.
std::vector<RotaEvent> load_handovers(EventTable& events, const Authority& authority);

}  // namespace dsupport
