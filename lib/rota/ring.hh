// Who is on duty by the rules alone: the plain ring, without covers and days away. Pure and without any
// stored position: the answer for an instant depends on the rules, the people and the zones, nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/team/team.hh"

namespace dsupport {

/// From here on the zone data of this system may lack daylight saving: no answer is better than a wrong one.
inline constexpr Instant kRotaHorizon{2'145'916'800'000};  // 2038-01-01T00:00:00Z

enum class SeatReason {
    rotation,   ///< the ring's own turn
    automatic,  ///< the holder is missing: the next in the order stepped in (`on_vacant = "next"`)
    left,       ///< vacant: the holder of the turn left the team or is not active
    conflict,   ///< vacant: the holder of the turn has another seat at that time
    empty,      ///< vacant: the order names nobody
};
/// `rotation`, `automatic`, `left`, `conflict`, `empty`.
std::string_view reason_name(SeatReason reason);

/// One seat of a role during one span of time.
struct Seat {
    Role role = Role::first_level;
    std::int64_t number = 0;  ///< 0 to capacity - 1
    PersonId person;          ///< empty: vacant
    PersonId turn_of;         ///< whose turn it is, whoever holds the seat
    SeatReason reason = SeatReason::rotation;
    std::int64_t turn = 0;  ///< k, counted from the version's start
    Instant since, until;   ///< half-open: the longest span around the moment with this person and reason
    bool vacant() const { return person.empty(); }
};

struct DutyProblem {
    std::string kind;  ///< `vacant`, `conflict`
    Role role = Role::first_level;
    std::int64_t seat = 0;
    std::string text;
};

struct Duty {
    Instant at;
    std::vector<Seat> seats;  ///< first-level 0, 1, ..., then technical 0, 1, ...
    std::vector<DutyProblem> problems;

    /// The person in a role's first seat that is not vacant; empty when there is none.
    PersonId holder(Role role) const;
};

/// Who holds each seat at `t`. Fails with negative when no role has rules in force at `t`, or t is not before
/// kRotaHorizon. A role without rules in force has no seats, and a problem says so.
Result<Duty> duty(const Team& team, Instant t, const TimeZones& zones);

/// The start of turn `k` of a ring: k turns after its anchor by the clocks of its zone.
Instant turn_start(const Ring& ring, std::int64_t k, const TimeZones& zones);

/// The turn that runs at `t`: the last that starts at or before it. `t` is not before turn 0.
std::int64_t turn_at(const Ring& ring, Instant t, const TimeZones& zones);

}  // namespace dsupport
