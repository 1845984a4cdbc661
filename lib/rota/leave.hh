// Somebody leaves the team for good, perhaps in the middle of a shift: who takes over, and how the rings go
// on so that as few people as possible move.
#pragma once

#include "lib/rota/plan.hh"

namespace dsupport {

struct Leave {
    CivilTime left;  ///< in the rota's zone
    Plan cover;      ///< of what is left of the running shifts; without pieces when there is none
    /// By Role: the versions of the ring from now on. Those that are in force already stay.
    std::array<std::vector<Ring>, 2> rings;
};

/// `other` takes the place of `who` from `at` on: by a cover until the next handoff, and from there in the
/// rings, whose new version is turned so that nobody else moves. Where `other` has a place of their own
/// already, that of `who` falls away. Fails with negative when `at` is over, or the check would fail.
Result<Leave> plan_leave(const Rota& rota, const PersonId& who, Instant at, const PersonId& other,
                         Instant now);

}  // namespace dsupport
