// Who is on duty: the rules of the team document together with the covers and days away, evaluated. Pure and
// without any stored position: the answer for an instant depends on the rules, the people, the exceptions and
// the zones, nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/rota/claims.hh"
#include "lib/rota/turns.hh"

namespace dsupport {

enum class SeatReason {
    rotation,   ///< the ring's own turn
    automatic,  ///< the holder is missing: the next in the order stepped in (`on_vacant = "next"`)
    cover,      ///< somebody covers the seat
    vacated,    ///< vacant: it was given up, and nobody covers it
    away,       ///< vacant: the holder of the turn has days away
    left,       ///< vacant: whoever should sit here left the team or is not active
    conflict,   ///< vacant: whoever should sit here has another seat at that time
    empty,      ///< vacant: the order names nobody
};
/// `rotation`, `automatic`, `cover`, ...
std::string_view reason_name(SeatReason reason);

/// One seat of a role during one span of time.
struct Seat {
    SeatId id;
    PersonId person;   ///< empty: vacant
    PersonId turn_of;  ///< whose turn it is by the ring, whoever holds the seat
    SeatReason reason = SeatReason::rotation;
    std::int64_t turn = 0;         ///< k, counted from the version's start
    Instant version;               ///< the start of the version that is in force
    std::optional<EventId> cover;  ///< the cover that decided
    std::vector<EventId> rivals;   ///< covers that were decided without sight of that one
    PersonId meant;                ///< who would sit here, but for whatever left it vacant
    Instant since, until;          ///< half-open: the longest span with this person, reason and turn
    bool vacant() const { return person.empty(); }
    /// The same answer, wherever its span begins and ends.
    bool same_answer(const Seat& o) const {
        return id == o.id && person == o.person && reason == o.reason && turn == o.turn &&
               version == o.version && cover == o.cover && rivals == o.rivals && meant == o.meant;
    }
};

/// All seats at one moment, and a span around it in which nothing about any of them changes.
struct Moment {
    std::vector<Seat> seats;  ///< first-level 0, 1, ..., then technical 0, 1, ...; spans are this moment's
    Instant from, to;
    std::array<bool, 2> in_force = {false, false};  ///< by Role: whether it has rules at all
};

class Rota {
  public:
    /// The team and the zones must outlive it.
    Rota(const Team& team, Exceptions exceptions, const TimeZones& zones);
    Rota(Rota&&) = delete;

    /// The answer for an instant before kRotaHorizon. Its cost does not grow with the distance from any
    /// anchor.
    Moment at(Instant t) const;
    /// The seats of a moment with their whole spans, cut at kRotaHorizon.
    std::vector<Seat> seats_at(Instant t) const;

    /// Whether a person is in the team and not away. `present` alone does not look at days away.
    bool present(const PersonId& id, Instant t) const;
    bool away(const PersonId& id, Instant t) const;
    /// The zone in which the days of a person begin.
    const std::string& person_zone(const PersonId& id) const;
    /// Whether the document lets the person sit in this role.
    bool qualified(const PersonId& id, Role role) const;

    const Team& team() const { return team_; }
    const TimeZones& zones() const { return zones_; }
    const Exceptions& exceptions() const { return exceptions_; }
    /// The start of each version of a role's ring, in the order of time.
    const std::vector<std::pair<Instant, const Ring*>>& versions(Role role) const {
        return starts_.at(static_cast<std::size_t>(role));
    }

  private:
    /// The turn of one role that runs at some moment, cut where another version begins.
    struct Running {
        const Ring* ring = nullptr;  ///< nullptr: no rules in force
        Instant version;
        std::int64_t turn = 0;
        Instant from, to;
    };
    using Span = std::pair<Instant, Instant>;

    Running running(Role role, Instant t) const;
    void take_seats(Role role, const Running& now, Instant t, std::vector<Seat>& seats) const;
    void settle_person(Seat& seat, Instant t, const std::vector<Seat>& seats) const;
    void fill_vacant(Instant t, std::vector<Seat>& seats, const std::array<Running, 2>& now) const;
    const Claim* claim(const SeatId& seat, Instant t) const;
    void widen(Seat& seat, const Moment& moment, Instant t) const;

    const Team& team_;
    const TimeZones& zones_;
    Exceptions exceptions_;
    Claims claims_;
    std::array<std::vector<std::pair<Instant, const Ring*>>, 2> starts_;
    std::map<PersonId, Instant> left_;
    std::map<PersonId, std::vector<Span>> away_;
    std::vector<Instant> edges_;  ///< where exceptions begin and end, and people leave; sorted
};

}  // namespace dsupport
