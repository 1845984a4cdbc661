// The civil boundaries of a ring: when its turns begin by the clocks of its zone. Nothing is counted step by
// step and no position is kept, so the turn of any instant is found at once.
#pragma once

#include <cstdint>

#include "lib/team/team.hh"

namespace dsupport {

/// When turn `k` of a ring begins by the clocks of its zone.
CivilTime turn_civil(const Ring& ring, std::int64_t k);

/// The start of turn `k` of a ring: k turns after its anchor by the clocks of its zone. A start that the
/// clocks skip is the instant of the jump, one that comes twice its first reading.
Instant turn_start(const Ring& ring, std::int64_t k, const TimeZones& zones);

/// The turn that runs at `t`, which is not before turn 0: the last that starts at or before it.
std::int64_t turn_at(const Ring& ring, Instant t, const TimeZones& zones);

/// How many turns pass until everybody sits where they sat: the order times as long as it takes to come out
/// even with the capacity. 1 for an empty order.
std::int64_t turns_of_cycle(const Ring& ring);

/// `t` as a civil time of this zone that means exactly `t` again, to the second; nothing within the second
/// reading of an hour that comes twice.
std::optional<CivilTime> exact_civil(Instant t, std::string_view zone, const TimeZones& zones);

}  // namespace dsupport
