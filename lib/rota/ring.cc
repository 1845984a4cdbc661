#include "lib/rota/ring.hh"

#include <algorithm>
#include <array>
#include <limits>

namespace dsupport {
namespace {

constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};
constexpr Instant kAlways{std::numeric_limits<std::int64_t>::min()};

/// The turn of one role that runs at some moment, cut where another version begins.
struct Running {
    const Ring* ring = nullptr;  ///< nullptr: no rules in force
    std::int64_t turn = 0;
    Instant from = kAlways, to = kNever;
};

/// All seats at one moment, and the span in which nothing about any of them changes.
struct Moment {
    std::vector<Seat> seats;
    Instant from = kAlways, to = kNever;
};

std::int64_t nominal_ms(const Turn& turn) {
    constexpr std::int64_t kMonth = 2'629'746 * kSecond;  // a twelfth of the mean year
    constexpr std::array<std::int64_t, 4> kUnits = {kHour, kDay, 7 * kDay, kMonth};
    return kUnits.at(static_cast<std::size_t>(turn.unit)) * turn.count;
}

class Evaluation {
  public:
    Evaluation(const Team& team, const TimeZones& zones) : team_(team), zones_(zones) {
        for (const auto role : kRoles)
            for (const auto& ring : team.rota.of(role))
                starts_.at(index(role)).push_back({zones.earliest(ring.from, ring.tz), &ring});
        for (const auto& [id, when] : team.rota.left) left_[id] = zones.earliest(when, team.rota.tz);
    }

    Running running(Role role, Instant t) const {
        Running out;
        for (const auto& [start, ring] : starts_.at(index(role))) {
            if (start <= t && start >= out.from) out.ring = ring, out.from = start;
            if (start > t) out.to = std::min(out.to, start);
        }
        if (!out.ring) return out;
        out.turn = turn_at(*out.ring, t, zones_);
        out.from = turn_start(*out.ring, out.turn, zones_);
        out.to = std::min(out.to, turn_start(*out.ring, out.turn + 1, zones_));
        return out;
    }

    Moment at(Instant t) const {
        Moment out;
        for (const auto role : kRoles) {
            const auto now = running(role, t);
            out.from = std::max(out.from, now.from);
            out.to = std::min(out.to, now.to);
            if (now.ring) take_seats(role, now, t, out.seats);
        }
        for (const auto& [id, when] : left_) {
            if (when <= t)
                out.from = std::max(out.from, when);
            else
                out.to = std::min(out.to, when);
        }
        fill_vacant(t, out.seats);
        return out;
    }

    /// Widens a seat's span from the moment's to the longest one within its turn.
    void widen(Seat& seat, const Moment& moment, Instant t) const {
        // A turn of years beside turns of hours would take for ever; such a span ends early.
        constexpr int kMostSteps = 2000;
        const auto turn = running(seat.role, t);
        seat.since = moment.from;
        seat.until = moment.to;
        for (int i = 0; i < kMostSteps && seat.since > turn.from; ++i) {
            const auto before = at({seat.since.ms - 1});
            if (!holds(before, seat)) break;
            seat.since = std::max(before.from, turn.from);
        }
        for (int i = 0; i < kMostSteps && seat.until < turn.to; ++i) {
            const auto after = at(seat.until);
            if (!holds(after, seat)) break;
            seat.until = std::min(after.to, turn.to);
        }
    }

  private:
    static std::size_t index(Role role) { return static_cast<std::size_t>(role); }

    static bool holds(const Moment& moment, const Seat& seat) {
        return std::ranges::any_of(moment.seats, [&](const Seat& s) {
            return s.role == seat.role && s.number == seat.number && s.person == seat.person &&
                   s.reason == seat.reason;
        });
    }

    static bool seated(const std::vector<Seat>& seats, const PersonId& person) {
        return std::ranges::find(seats, person, &Seat::person) != seats.end();
    }

    bool is_there(const PersonId& id, Instant t) const {
        const auto* person = team_.person(id);
        const auto left = left_.find(id);
        return person && person->active && (left == left_.end() || t < left->second);
    }

    void take_seats(Role role, const Running& now, Instant t, std::vector<Seat>& seats) const {
        const auto& order = now.ring->order;
        for (std::int64_t number = 0; number < now.ring->capacity; ++number) {
            Seat seat;
            seat.role = role;
            seat.number = number;
            seat.turn = now.turn;
            if (order.empty()) {
                seat.reason = SeatReason::empty;
            } else {
                const auto place =
                    (now.turn * now.ring->capacity + number) % static_cast<std::int64_t>(order.size());
                seat.turn_of = order[static_cast<std::size_t>(place)];
                if (!is_there(seat.turn_of, t))
                    seat.reason = SeatReason::left;
                else if (seated(seats, seat.turn_of))
                    seat.reason = SeatReason::conflict;
                else
                    seat.person = seat.turn_of;
            }
            seats.push_back(std::move(seat));
        }
    }

    void fill_vacant(Instant t, std::vector<Seat>& seats) const {
        for (auto& seat : seats) {
            if (!seat.vacant() || seat.turn_of.empty()) continue;
            const auto* ring = running(seat.role, t).ring;
            if (!ring || ring->on_vacant != OnVacant::next) continue;
            auto next = std::ranges::find(ring->order, seat.turn_of);
            for (std::size_t i = 1; i < ring->order.size(); ++i) {
                if (++next == ring->order.end()) next = ring->order.begin();
                if (!is_there(*next, t) || seated(seats, *next)) continue;
                seat.person = *next;
                seat.reason = SeatReason::automatic;
                break;
            }
        }
    }

    const Team& team_;
    const TimeZones& zones_;
    std::array<std::vector<std::pair<Instant, const Ring*>>, 2> starts_;
    std::map<PersonId, Instant> left_;
};

DutyProblem problem_of(const Seat& seat, const Team& team) {
    const auto name = team.display_name(seat.turn_of);
    std::string why = "the order names nobody";
    if (seat.reason == SeatReason::left) why = name + " is not in the team any more";
    if (seat.reason == SeatReason::conflict) why = name + " has another seat at that time";
    return {seat.reason == SeatReason::conflict ? "conflict" : "vacant", seat.role, seat.number,
            std::string(role_name(seat.role)) + " is vacant: " + why};
}

}  // namespace

std::string_view reason_name(SeatReason reason) {
    static constexpr std::array<std::string_view, 5> kNames = {"rotation", "automatic", "left", "conflict",
                                                               "empty"};
    return kNames.at(static_cast<std::size_t>(reason));
}

PersonId Duty::holder(Role role) const {
    for (const auto& seat : seats)
        if (seat.role == role && !seat.vacant()) return seat.person;
    return {};
}

Instant turn_start(const Ring& ring, std::int64_t k, const TimeZones& zones) {
    const auto units = k * ring.every.count;
    const auto civil = ring.every.unit == Turn::Unit::month
                           ? ring.from.plus_months(units)
                           : CivilTime{ring.from.seconds + k * (nominal_ms(ring.every) / kSecond)};
    return zones.earliest(civil, ring.tz);
}

std::int64_t turn_at(const Ring& ring, Instant t, const TimeZones& zones) {
    // Zones and the lengths of months move the true start off the estimate by a few turns at most.
    auto k = std::max<std::int64_t>((t - turn_start(ring, 0, zones)) / nominal_ms(ring.every), 0);
    while (k > 0 && turn_start(ring, k, zones) > t) --k;
    while (turn_start(ring, k + 1, zones) <= t) ++k;
    return k;
}

Result<Duty> duty(const Team& team, Instant t, const TimeZones& zones) {
    if (t >= kRotaHorizon)
        return fail(ErrorKind::negative, "no answer for times from 2038 on",
                    "the zone data of this system may lack daylight saving there");
    const Evaluation evaluation(team, zones);
    const auto moment = evaluation.at(t);
    Duty out{t, moment.seats, {}};
    for (auto& seat : out.seats) {
        evaluation.widen(seat, moment, t);
        if (seat.vacant()) out.problems.push_back(problem_of(seat, team));
    }
    bool any = false;
    for (const auto role : kRoles) {
        if (evaluation.running(role, t).ring)
            any = true;
        else
            out.problems.push_back(
                {"vacant", role, 0, "no rules in force for " + std::string(role_name(role))});
    }
    if (!any) return fail(ErrorKind::negative, "no rules in force", "`dsupport team edit` adds a [rota]");
    return out;
}

}  // namespace dsupport
