// The proof: from now over a whole cycle every seat is held, nobody holds two, and who answers the phone has
// one. And the guard over what was: no edit of the rules may change who was on duty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/rota/duty.hh"
#include "lib/rota/timeline.hh"

namespace dsupport {

struct Violation {
    DutyProblem problem;
    Instant from, to;
    bool operator==(const Violation&) const = default;
};

/// How far the proof reaches, and in words why just so far.
struct ProofSpan {
    Instant from, to;
    std::string words;  ///< `35 weeks: one full cycle of both roles`
    bool whole = true;  ///< a whole cycle of both roles lies within it
};

/// From `now` over at least 13 weeks and one full cycle of both roles, at most 3 years; a year where the
/// turns of the roles have different units. Where newer versions are still to come, the cycle counts from
/// the last one's start.
ProofSpan proof_span(const Rota& rota, Instant now);

/// What is wrong in a span, each for as long as it lasts, in the order of time.
std::vector<Violation> violations(const Rota& rota, Instant from, Instant to);

/// The first seat that is empty by `after` and is not by `before`.
std::optional<Violation> first_new_gap(const Rota& before, const Rota& after, Instant from, Instant to);

/// The same from `now` over the proof's span, for other rules: where a role had none before, any seat counts
/// that is empty after. Nothing when there are no rules after.
std::optional<Violation> gap_of_rules(const Rota& before, const Rota& after, Instant now);

/// Fails with negative when by `after` somebody else would have been on duty at any time before `now`, or
/// would be for the rest of a shift that runs. A version that is added later on may end a running shift.
Outcome check_history(const Rota& before, const Rota& after, Instant now);

}  // namespace dsupport
