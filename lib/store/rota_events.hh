// The events of the rota, read from the log with what decides whether they count.
#pragma once

#include <vector>

#include "lib/rota/calendar.hh"
#include "lib/store/events.hh"
#include "lib/store/team_state.hh"
#include "lib/ticket/authority.hh"

namespace dsupport {

/// Covers, days away and cancels; `undone` by nobody and written by whoever may.
std::vector<RotaEvent> load_exceptions(EventTable& events, const Authority& authority);

/// The records of handovers, which nobody can take back.
std::vector<RotaEvent> load_handovers(EventTable& events, const Authority& authority);

/// The rules with the exceptions as they were at `from`, after each command since then, and now. A command
/// is taken to have been known when its events say that they were written.
RotaHistory load_rota_history(EventTable& events, const TeamState& now, Instant from);

}  // namespace dsupport
