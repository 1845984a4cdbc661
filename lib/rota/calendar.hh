// The shifts as a calendar takes them: each part of a turn has a name that stays, a number that grows with
// whatever may have changed it, and is called off for a while before it is forgotten. It is a function of the
// log alone, so every machine gives the same calendar, and none has to remember what it gave out before.
//
// The name of a shift is made of the role, the seat, the start of the version and the turn; a cover's shift
// adds the cover's id, so it keeps its name whatever else becomes of the turn. Where a turn has several parts
// of the same decision, the second is number 1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/rota/rota.hh"

namespace dsupport {

/// The rota as the log had it from some moment on.
struct RotaState {
    Team team;
    Exceptions exceptions;
};

/// How the rota came to be what it is.
struct RotaHistory {
    EventId team;
    /// One after the other, never empty; the last is that of now.
    std::vector<RotaState> states;
    /// When anything was written that may change any shift: rules, people, keys, and undos of exceptions.
    std::vector<Instant> sweeping;
};

/// How long what was called off stays in the calendar: the first of the states is of so long ago.
inline constexpr std::int64_t kCancelledKept = 30 * kDay;

struct CalendarWish {
    Instant from, to;
    std::optional<Role> role;
    std::optional<PersonId> person;
};

struct CalendarEntry {
    std::string uid;
    SeatId seat;
    PersonId person;   ///< empty: vacant
    std::string name;  ///< of that person, as shown
    PersonId turn_of;  ///< whose turn it is by the ring
    SeatReason reason = SeatReason::rotation;
    std::string event;  ///< the id of the cover that decided; empty for none
    Instant since, until;
    /// How many of those sweeping events there are, in thousands, and how many exceptions touch the turn. So
    /// it never falls while a log grows, and grows whenever the entry changes, in whatever order events come.
    std::int64_t sequence = 0;
    Instant changed;  ///< when the last of those was written
    bool cancelled = false;
};

/// The shifts, whole, that touch the span, and those that any of the states had there and the last has not;
/// by start, then uid.
std::vector<CalendarEntry> calendar(const RotaHistory& history, const TimeZones& zones,
                                    const CalendarWish& wish);

}  // namespace dsupport
