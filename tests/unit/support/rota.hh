// Teams, rings and exceptions for tests of the rota, with this system's zones.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "lib/base/text.hh"
#include "lib/rota/duty.hh"
#include "lib/rota/timeline.hh"
#include "tests/unit/support/fakes.hh"
#include "tests/unit/support/tickets.hh"
#include "tests/unit/support/zones.hh"

namespace dsupport::test {

inline CivilTime civil(std::string_view text) {
    const auto t = parse_civil(text);
    if (!t) throw std::invalid_argument("no civil time: " + std::string(text));
    return *t;
}

inline std::vector<PersonId> people(std::string_view names) {
    std::vector<PersonId> out;
    for (const auto name : split(names, ' '))
        if (!name.empty()) out.push_back({std::string(name)});
    return out;
}

inline constexpr Turn kHourly{Turn::Unit::hour, 1}, kDaily{Turn::Unit::day, 1}, kWeekly{Turn::Unit::week, 1},
    kMonthly{Turn::Unit::month, 1};

inline Ring ring(std::string_view from, Turn every, std::string_view order, std::string tz = "UTC") {
    Ring out;
    out.from = civil(from);
    out.tz = std::move(tz);
    out.every = every;
    out.order = people(order);
    return out;
}

/// A team in the making, and who is on duty in it.
class Desk {
  public:
    Desk(std::vector<Ring> first, std::vector<Ring> technical = {}) {
        for (const auto* rings : {&first, &technical})
            for (const auto& one : *rings)
                for (const auto& person : one.order) team.people[person];
        team.rota.rings = {std::move(first), std::move(technical)};
    }

    Team team;
    Exceptions exceptions;

    /// A cover by `by`, as the number-th event of all; it saw and replaced those named.
    Cover& cover(std::vector<Piece> pieces, std::vector<EventId> beats = {}, std::string by = "lead") {
        exceptions.covers.push_back({next(std::move(by)), std::move(pieces), std::move(beats), true});
        return exceptions.covers.back();
    }
    Away& away(std::string person, std::string_view from, std::string_view to) {
        exceptions.aways.push_back({next(person), {person}, civil(from), civil(to), true});
        return exceptions.aways.back();
    }

    Duty on(std::string_view when) {
        rotas_.push_back(std::make_unique<Rota>(team, exceptions, system_zones()));
        const auto result = duty(*rotas_.back(), at(when));
        if (!result) throw std::runtime_error(result.error().message);
        return *result;
    }
    /// The people in all seats, `-` for a vacant one.
    std::string seats(std::string_view when) {
        std::string out;
        for (const auto& seat : on(when).seats)
            out += (out.empty() ? "" : " ") + (seat.vacant() ? "-" : seat.person.value);
        return out;
    }
    /// The span of the first seat.
    std::string span(std::string_view when) {
        const auto seat = on(when).seats.at(0);
        return rfc3339(seat.since) + " " + rfc3339(seat.until);
    }
    /// The shifts of first-level in a span: `ada 2026-01-05T09:00:00Z`, each with its start.
    std::string shifts_from(std::string_view from, std::string_view to) {
        rotas_.push_back(std::make_unique<Rota>(team, exceptions, system_zones()));
        std::string out;
        for (const auto& seat : shifts(*rotas_.back(), at(from), at(to)))
            if (seat.id.role == Role::first_level)
                out += (out.empty() ? "" : "\n") + (seat.vacant() ? "-" : seat.person.value) + " " +
                       rfc3339(seat.since);
        return out;
    }

  private:
    std::vector<std::unique_ptr<Rota>> rotas_;  ///< what answers point into
    std::uint8_t number_ = 0;

    Authorship next(std::string by) {
        ++number_;
        return {filled<EventId>(number_), filled<ReplicaKey>(1), Instant{number_ * kSecond}, {std::move(by)}};
    }
};

inline Piece piece(Role role, std::string_view from, std::string_view to, std::string who,
                   std::string tz = "UTC") {
    return {{role, 0}, civil(from), civil(to), std::move(tz), {std::move(who)}, {}};
}
inline Piece first(std::string_view from, std::string_view to, std::string who) {
    return piece(Role::first_level, from, to, std::move(who));
}
inline Piece technical(std::string_view from, std::string_view to, std::string who) {
    return piece(Role::technical, from, to, std::move(who));
}

}  // namespace dsupport::test
