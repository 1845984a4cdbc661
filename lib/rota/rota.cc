#include "lib/rota/rota.hh"

#include <algorithm>
#include <limits>

namespace dsupport {
namespace {

constexpr Instant kNever{std::numeric_limits<std::int64_t>::max()};
constexpr Instant kAlways{std::numeric_limits<std::int64_t>::min()};

bool seated(const std::vector<Seat>& seats, const PersonId& person) {
    return std::ranges::find(seats, person, &Seat::person) != seats.end();
}

const Seat* find_seat(const std::vector<Seat>& seats, const SeatId& id) {
    const auto it = std::ranges::find(seats, id, &Seat::id);
    return it == seats.end() ? nullptr : &*it;
}

}  // namespace

std::string_view reason_name(SeatReason reason) {
    static constexpr std::array<std::string_view, 8> kNames = {"rotation", "automatic", "cover",    "vacated",
                                                               "away",     "left",      "conflict", "empty"};
    return kNames.at(static_cast<std::size_t>(reason));
}

Rota::Rota(const Team& team, Exceptions exceptions, const TimeZones& zones)
    : team_(team),
      zones_(zones),
      exceptions_(std::move(exceptions)),
      claims_(settle_claims(exceptions_.covers, zones)) {
    for (const auto role : kRoles) {
        auto& starts = starts_.at(static_cast<std::size_t>(role));
        for (const auto& ring : team.rota.of(role))
            starts.push_back({zones.earliest(ring.from, ring.tz), &ring});
        std::ranges::stable_sort(starts, {}, [](const auto& start) { return start.first; });
    }
    for (const auto& [id, when] : team.rota.left) {
        const auto t = zones.earliest(when, team.rota.tz);
        left_[id] = t;
        edges_.push_back(t);
    }
    for (const auto& away : exceptions_.aways) {
        if (!away.live) continue;
        const auto& tz = person_zone(away.person);
        const Span span{zones.earliest(away.from, tz), zones.earliest(away.to, tz)};
        if (span.first >= span.second) continue;
        away_[away.person].push_back(span);
        edges_.insert(edges_.end(), {span.first, span.second});
    }
    for (const auto& [seat, claims] : claims_)
        for (const auto& claim : claims) edges_.insert(edges_.end(), {claim.from, claim.to});
    std::ranges::sort(edges_);
}

Rota::Running Rota::running(Role role, Instant t) const {
    Running out{nullptr, {}, 0, kAlways, kNever};
    const auto& starts = versions(role);
    const auto next = std::ranges::upper_bound(starts, t, {}, [](const auto& start) { return start.first; });
    if (next != starts.end()) out.to = next->first;
    if (next == starts.begin()) return out;
    out.version = std::prev(next)->first;
    out.ring = std::prev(next)->second;
    out.turn = turn_at(*out.ring, t, zones_);
    out.from = turn_start(*out.ring, out.turn, zones_);
    out.to = std::min(out.to, turn_start(*out.ring, out.turn + 1, zones_));
    return out;
}

bool Rota::present(const PersonId& id, Instant t) const {
    const auto* person = team_.person(id);
    if (!person) return false;
    // A date says more than the mark: before it the person was there.
    const auto left = left_.find(id);
    return left == left_.end() ? person->active : t < left->second;
}

bool Rota::away(const PersonId& id, Instant t) const {
    const auto it = away_.find(id);
    return it != away_.end() && std::ranges::any_of(it->second, [&](const Span& span) {
               return span.first <= t && t < span.second;
           });
}

const std::string& Rota::person_zone(const PersonId& id) const {
    const auto* person = team_.person(id);
    return person && !person->tz.empty() ? person->tz : team_.rota.tz;
}

bool Rota::qualified(const PersonId& id, Role role) const {
    const auto* person = team_.person(id);
    return person && (person->roles.empty() || std::ranges::find(person->roles, role) != person->roles.end());
}

const Claim* Rota::claim(const SeatId& seat, Instant t) const {
    const auto it = claims_.find(seat);
    if (it == claims_.end()) return nullptr;
    const auto next = std::ranges::upper_bound(it->second, t, {}, &Claim::from);
    if (next == it->second.begin() || std::prev(next)->to <= t) return nullptr;
    return &*std::prev(next);
}

/// `seats` are those before it: the first of two seats keeps the person.
void Rota::settle_person(Seat& seat, Instant t, const std::vector<Seat>& seats) const {
    if (!present(seat.meant, t))
        seat.reason = SeatReason::left;
    else if (!seat.cover && away(seat.meant, t))
        seat.reason = SeatReason::away;
    else if (seated(seats, seat.meant))
        seat.reason = SeatReason::conflict;
    else
        seat.person = seat.meant;
}

void Rota::take_seats(Role role, const Running& now, Instant t, std::vector<Seat>& seats) const {
    const auto& order = now.ring->order;
    for (std::int64_t number = 0; number < now.ring->capacity; ++number) {
        Seat seat;
        seat.id = {role, number};
        seat.turn = now.turn;
        seat.version = now.version;
        if (!order.empty()) {
            const auto place =
                (now.turn * now.ring->capacity + number) % static_cast<std::int64_t>(order.size());
            seat.turn_of = order[static_cast<std::size_t>(place)];
        }
        seat.meant = seat.turn_of;
        if (const auto* decided = claim(seat.id, t)) {
            seat.cover = decided->cover->made.id;
            for (const auto* rival : decided->rivals) seat.rivals.push_back(rival->made.id);
            seat.meant = decided->piece->who;
            seat.reason = seat.meant.empty() ? SeatReason::vacated : SeatReason::cover;
        } else if (order.empty()) {
            seat.reason = SeatReason::empty;
        }
        if (!seat.meant.empty()) settle_person(seat, t, seats);
        seats.push_back(std::move(seat));
    }
}

void Rota::fill_vacant(Instant t, std::vector<Seat>& seats, const std::array<Running, 2>& now) const {
    for (auto& seat : seats) {
        const auto* ring = now.at(static_cast<std::size_t>(seat.id.role)).ring;
        if (!seat.vacant() || seat.turn_of.empty() || ring->on_vacant != OnVacant::next) continue;
        auto next = std::ranges::find(ring->order, seat.turn_of);
        for (std::size_t i = 1; i < ring->order.size(); ++i) {
            if (++next == ring->order.end()) next = ring->order.begin();
            if (!present(*next, t) || away(*next, t) || seated(seats, *next)) continue;
            seat.person = *next;
            seat.reason = SeatReason::automatic;
            break;
        }
    }
}

Moment Rota::at(Instant t) const {
    Moment out;
    out.from = kAlways;
    out.to = kNever;
    std::array<Running, 2> now;
    for (const auto role : kRoles) {
        auto& turn = now.at(static_cast<std::size_t>(role)) = running(role, t);
        out.from = std::max(out.from, turn.from);
        out.to = std::min(out.to, turn.to);
        out.in_force.at(static_cast<std::size_t>(role)) = turn.ring != nullptr;
        if (turn.ring) take_seats(role, turn, t, out.seats);
    }
    const auto next = std::ranges::upper_bound(edges_, t);
    if (next != edges_.end()) out.to = std::min(out.to, *next);
    if (next != edges_.begin()) out.from = std::max(out.from, *std::prev(next));
    out.to = std::min(out.to, kRotaHorizon);
    fill_vacant(t, out.seats, now);
    for (auto& seat : out.seats) {
        seat.since = out.from;
        seat.until = out.to;
    }
    return out;
}

/// Widens a seat's span from the moment's to the whole one, which is within its turn.
void Rota::widen(Seat& seat, const Moment& moment, Instant t) const {
    const auto turn = running(seat.id.role, t);
    const auto same = [&](const Moment& other) {
        const auto* there = find_seat(other.seats, seat.id);
        return there && there->same_answer(seat);
    };
    for (seat.since = moment.from; seat.since > turn.from;) {
        const auto before = at({seat.since.ms - 1});
        if (!same(before)) break;
        seat.since = std::max(before.from, turn.from);
    }
    for (seat.until = moment.to; seat.until < std::min(turn.to, kRotaHorizon);) {
        const auto after = at(seat.until);
        if (!same(after)) break;
        seat.until = std::min(after.to, turn.to);
    }
}

std::vector<Seat> Rota::seats_at(Instant t) const {
    const auto moment = at(t);
    auto out = moment.seats;
    for (auto& seat : out) widen(seat, moment, t);
    return out;
}

}  // namespace dsupport
