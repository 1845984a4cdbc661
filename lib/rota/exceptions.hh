// What departs from the rules: covers of a seat and days away, as the log has them. Each is an event that
// anybody enrolled may write; here they are read from its members and found to stand or not. Nothing is
// refused here: refusing is the business of the machine that writes.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/ids.hh"
#include "lib/base/json.hh"
#include "lib/team/team.hh"

namespace dsupport {

struct SeatId {
    Role role = Role::first_level;
    std::int64_t number = 0;  ///< 0 to capacity - 1
    auto operator<=>(const SeatId&) const = default;
};

/// `first-level`, or `first-level seat 1` for any but seat 0.
std::string seat_name(const SeatId& seat);

/// Who wrote an event of the rota, and where it stands among others: (t, rep, id) is one order everywhere.
struct Authorship {
    EventId id;
    ReplicaKey rep;
    Instant t;
    PersonId by;
    auto operator<=>(const Authorship& o) const {
        return std::tie(t, rep, id) <=> std::tie(o.t, o.rep, o.id);
    }
    bool operator==(const Authorship& o) const { return id == o.id; }
};

/// An event of the rota as the log has it. `counts`: its author may write it, and nobody took it back.
struct RotaEvent {
    Authorship made;
    std::string kind;  ///< `cover`, `cancel`, `away`, `handover`; others are passed over
    Json own;
    std::string body;
    bool counts = true;
    bool lead = false;  ///< its author has the rights of a lead
};

/// Somebody on one seat for some time, whoever holds it by the rules. Civil times, so that a change of the
/// zone's rules moves a future cover with the handoffs around it.
struct Piece {
    SeatId seat;
    CivilTime from, to;
    std::string tz;
    PersonId who;  ///< empty: nobody, the seat is vacant
    PersonId out;  ///< who held it when this was written; for people, not for the evaluation
    bool operator==(const Piece&) const = default;
};

/// All its pieces or none: a swap has two.
struct Cover {
    Authorship made;
    std::vector<Piece> pieces;
    std::vector<EventId> beats;  ///< the exceptions its writer saw and replaced
    bool live = true;            ///< counts and was not cancelled
};

/// Whole days in the person's own zone, half-open.
struct Away {
    Authorship made;
    PersonId person;
    CivilTime from, to;  ///< midnights
    bool live = true;
};

/// What took exceptions back. It is done already to `live`; that it was written matters to calendars.
struct Cancel {
    Authorship made;
    std::vector<EventId> ids;
};

struct Exceptions {
    std::vector<Cover> covers;
    std::vector<Away> aways;
    std::vector<Cancel> cancels;
};

/// The covers and days away among the events, in any order, in the one order of (t, rep, id). An event that
/// is cancelled counts nowhere; only a lead, or the person, says or takes back that somebody is away.
Exceptions fold_exceptions(std::span<const RotaEvent> events);

// The members of an event, written. Times are `2026-01-05T09:00:00`, days `2026-01-05`.
Json cover_members(const std::vector<Piece>& pieces, const std::vector<EventId>& beats);
Json away_members(const PersonId& person, CivilTime from, CivilTime to);
Json cancel_members(const std::vector<EventId>& ids);

/// A civil time as above, with or without its time of day; nothing for anything else.
std::optional<CivilTime> parse_civil(std::string_view text);

}  // namespace dsupport
