// The rota over a span of time: shift after shift for each seat, and where two rotas differ.
#pragma once

#include <vector>

#include "lib/rota/rota.hh"

namespace dsupport {

/// Calls `f(moment, from, to)` for the parts of a span, one after the other, in which nothing changes. The
/// end of the span is cut at kRotaHorizon.
template <class F>
void each_moment(const Rota& rota, Instant from, Instant to, F f) {
    to = std::min(to, kRotaHorizon);
    for (auto t = from; t < to;) {
        const auto moment = rota.at(t);
        const auto end = std::min(moment.to, to);
        f(moment, t, end);
        t = end;
    }
}

/// The shifts, whole, that touch a span: those of the first seat in the order of time, then the next seat's.
/// A seat without rules in force has none.
std::vector<Seat> shifts(const Rota& rota, Instant from, Instant to);

/// Somebody sits where somebody else sat.
struct Move {
    SeatId seat;
    Instant from, to;
    PersonId before, after;  ///< empty: vacant, or no rules
    bool operator==(const Move&) const = default;
};

/// Where two rotas differ in who sits where, by time, then seat. Where `before` has no rules, nothing moves.
std::vector<Move> moves(const Rota& before, const Rota& after, Instant from, Instant to);

}  // namespace dsupport
