// Which cover has the say on a seat at which time. Where several overlap, one that was made in sight of
// another beats it; those that did not see each other are concurrent, and the greatest (t, rep, id) is used.
#pragma once

#include <map>
#include <vector>

#include "lib/rota/exceptions.hh"

namespace dsupport {

/// One cover has the say on one seat for some time, half-open.
struct Claim {
    Instant from, to;
    const Piece* piece = nullptr;
    const Cover* cover = nullptr;
    std::vector<const Cover*> rivals;  ///< live, and neither beats the other
};

/// For each seat the claims in the order of time; they do not overlap. They point into `covers`.
using Claims = std::map<SeatId, std::vector<Claim>>;
Claims settle_claims(const std::vector<Cover>& covers, const TimeZones& zones);

}  // namespace dsupport
