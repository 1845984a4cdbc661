#include "lib/rota/timeline.hh"

#include <algorithm>
#include <map>

namespace dsupport {
namespace {

PersonId person_on(const std::vector<Seat>& seats, const SeatId& id) {
    const auto it = std::ranges::find(seats, id, &Seat::id);
    return it == seats.end() ? PersonId{} : it->person;
}

}  // namespace

std::vector<Seat> shifts(const Rota& rota, Instant from, Instant to) {
    if (from >= std::min(to, kRotaHorizon)) return {};
    std::map<SeatId, std::vector<Seat>> seats;
    for (auto& seat : rota.seats_at(from)) seats[seat.id].push_back(std::move(seat));
    Instant last = from;
    each_moment(rota, from, to, [&](const Moment& moment, Instant begin, Instant end) {
        last = begin;
        for (const auto& seat : moment.seats) {
            auto& list = seats[seat.id];
            if (!list.empty() && list.back().same_answer(seat) && list.back().until >= begin) {
                list.back().until = std::max(list.back().until, end);
                continue;
            }
            list.push_back(seat);
            list.back().since = begin;
            list.back().until = end;
        }
    });
    const auto whole = rota.seats_at(last);
    std::vector<Seat> out;
    for (auto& [id, list] : seats) {
        const auto end = std::ranges::find(whole, id, &Seat::id);
        if (end != whole.end()) list.back().until = end->until;
        out.insert(out.end(), list.begin(), list.end());
    }
    return out;
}

std::vector<Move> moves(const Rota& before, const Rota& after, Instant from, Instant to) {
    std::map<SeatId, std::vector<Move>> found;
    each_moment(before, from, to, [&](const Moment& old, Instant begin, Instant end) {
        each_moment(after, begin, end, [&](const Moment& now, Instant part, Instant part_end) {
            std::vector<SeatId> seats;
            for (const auto& seat : old.seats) seats.push_back(seat.id);
            for (const auto& seat : now.seats)
                if (old.in_force.at(static_cast<std::size_t>(seat.id.role)) &&
                    std::ranges::find(seats, seat.id) == seats.end())
                    seats.push_back(seat.id);
            for (const auto& id : seats) {
                const Move move{id, part, part_end, person_on(old.seats, id), person_on(now.seats, id)};
                if (move.before == move.after) continue;
                auto& list = found[id];
                if (!list.empty() && list.back().to == move.from && list.back().before == move.before &&
                    list.back().after == move.after)
                    list.back().to = move.to;
                else
                    list.push_back(move);
            }
        });
    });
    std::vector<Move> out;
    for (const auto& [id, list] : found) out.insert(out.end(), list.begin(), list.end());
    std::ranges::stable_sort(out, {}, &Move::from);
    return out;
}

}  // namespace dsupport
