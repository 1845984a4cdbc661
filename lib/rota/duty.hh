// The answer to "who is on duty", with whatever is wrong about it in words.
#pragma once

#include <string>
#include <vector>

#include "lib/rota/rota.hh"

namespace dsupport {

struct DutyProblem {
    /// `vacant`, `conflict` (vacant, for the person has another seat), `no-phone`; and what is only pointed
    /// out: `concurrent` (others decided otherwise), `away` and `role` (the holder is away, or has not this
    /// role).
    std::string kind;
    SeatId seat;
    PersonId person;  ///< whom it is about; may be empty
    std::string text;
    /// Whether nobody sits where somebody should.
    bool missing() const { return kind == "vacant" || kind == "conflict"; }
    /// Whether `rota check` fails for it.
    bool fails() const { return missing() || kind == "no-phone"; }
    bool operator==(const DutyProblem&) const = default;
};

struct Duty {
    Instant at;
    Instant from, to;         ///< half-open: the answer is the same for every instant between
    std::vector<Seat> seats;  ///< with their whole spans; empty when no role has rules in force
    std::vector<DutyProblem> problems;

    /// The person in a role's first seat that is not vacant; empty when there is none.
    PersonId holder(Role role) const;
    bool anybody_missing() const;
};

/// Everything that is wrong in a moment. A role without rules in force is one problem.
std::vector<DutyProblem> problems_of(const Rota& rota, const Moment& moment, Instant t);

/// Who holds each seat at `t`, which is before kRotaHorizon; maybe without any rules.
Duty evaluate(const Rota& rota, Instant t);

/// The same as an answer: fails with negative when no role has rules in force at `t`, or `t` is not before
/// kRotaHorizon.
Result<Duty> duty(const Rota& rota, Instant t);

/// Fails with negative for an instant of which nothing is said: kRotaHorizon and later.
Outcome check_horizon(Instant t);
/// Fails with negative when no role had rules in force.
Outcome check_in_force(const Duty& duty);

}  // namespace dsupport
