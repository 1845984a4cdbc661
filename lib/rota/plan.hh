// What a person wants to change about the rota, checked and made ready to be written. Everything that is
// refused is refused here, by the machine that writes: the evaluation takes whatever the log says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/rota/check.hh"

namespace dsupport {

/// What a cover event will say, and what its writer should be told.
struct Plan {
    std::vector<Piece> pieces;
    std::vector<EventId> beats;
    std::vector<std::string> notices;
};

struct CoverWish {
    SeatId seat;
    Instant from, to;
    PersonId who;                 ///< empty: the seat is given up
    std::optional<PersonId> out;  ///< who holds it, as far as the writer knows
    PersonId backfill;            ///< takes the seat that `who` leaves for this one; empty for nobody
    bool replace = false;         ///< over a cover that is there already
    bool force = false;           ///< though somebody is away or has not the role, or a gap comes of it
};

/// A cover of a part of the time, or giving a seat up. A start before `now` is raised to it. Fails with
/// negative when it changes nothing, is over, is built on what is not so any more, meets another cover, or
/// leaves a seat empty.
Result<Plan> plan_cover(const Rota& rota, CoverWish wish, Instant now);

/// A moment in a shift of somebody.
struct ShiftOf {
    PersonId person;
    std::optional<Instant> at;  ///< nothing: the shift that runs, or else the next
};

/// Two shifts change hands, or the two holders change places: both or neither.
Result<Plan> plan_swap(const Rota& rota, const ShiftOf& a, const ShiftOf& b, Instant now, bool force);

/// Fails with negative when taking these exceptions back is too late or leaves a seat empty.
Outcome check_cancel(const Rota& rota, const std::vector<EventId>& ids, Instant now, bool force);

/// Fails with negative for days that are over, or known already; `notices` say which shifts are to be
/// covered.
Result<Plan> plan_away(const Rota& rota, const Away& away, Instant now);

}  // namespace dsupport
