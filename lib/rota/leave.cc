#include "lib/rota/leave.hh"

#include <fmt/format.h>

#include <algorithm>

namespace dsupport {
namespace {

bool names(const Ring& ring, const PersonId& who) {
    return std::ranges::find(ring.order, who) != ring.order.end();
}

/// The order with `other` in the place of `who`.
void take_place(std::vector<PersonId>& order, const PersonId& who, const PersonId& other) {
    if (std::ranges::find(order, other) == order.end())
        std::ranges::replace(order, who, other);
    else
        std::erase(order, who);
}

/// The version that goes on at the next handoff, with whoever would come then first.
Ring next_version(const Ring& ring, std::int64_t turn, const PersonId& who, const PersonId& other) {
    Ring out = ring;
    out.from = turn_civil(ring, turn + 1);
    const auto size = static_cast<std::int64_t>(ring.order.size());
    const auto place = (turn + 1) * ring.capacity % size;
    std::rotate(out.order.begin(), out.order.begin() + static_cast<std::ptrdiff_t>(place), out.order.end());
    take_place(out.order, who, other);
    return out;
}

/// The versions of one role, and where the rings go on without `who`.
std::vector<Ring> versions_without(const Rota& rota, Role role, Instant at, const PersonId& who,
                                   const PersonId& other) {
    std::vector<Ring> out;
    const auto& versions = rota.versions(role);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const auto& [start, ring] = versions[i];
        out.push_back(*ring);
        if (!names(*ring, who)) continue;
        if (start > at) {
            take_place(out.back().order, who, other);
            continue;
        }
        const bool runs = i + 1 == versions.size() || versions[i + 1].first > at;
        if (!runs) continue;
        auto next = next_version(*ring, turn_at(*ring, at, rota.zones()), who, other);
        const auto begins = rota.zones().earliest(next.from, next.tz);
        if (i + 1 == versions.size() || begins < versions[i + 1].first) out.push_back(std::move(next));
    }
    return out;
}

Outcome check_after(const Rota& rota, const Team& team, const Plan& cover, Instant now) {
    auto exceptions = rota.exceptions();
    Cover added;
    added.pieces = cover.pieces;
    added.beats = cover.beats;
    exceptions.covers.push_back(std::move(added));
    const Rota after(team, std::move(exceptions), rota.zones());
    const auto span = proof_span(after, now);
    const auto before = violations(rota, span.from, span.to);
    for (const auto& found : violations(after, span.from, span.to)) {
        if (!found.problem.missing() || std::ranges::find(before, found) != before.end()) continue;
        return fail(ErrorKind::negative,
                    fmt::format("the rota would have a gap: {} from {} until {}", found.problem.text,
                                rfc3339(found.from), rfc3339(found.to)),
                    "name somebody else, or cover that first");
    }
    return {};
}

}  // namespace

Result<Leave> plan_leave(const Rota& rota, const PersonId& who, Instant at, const PersonId& other,
                         Instant now) {
    if (at < now)
        return fail(ErrorKind::negative, fmt::format("{} is over: what was cannot be changed", rfc3339(at)));
    DS_CHECK(check_horizon(at));
    if (who == other) return fail(ErrorKind::usage, "whoever leaves cannot cover for themselves");
    if (rota.team().rota.left.contains(who))
        return fail(ErrorKind::negative, fmt::format("{} has left already", who.value));
    Leave out;
    at = {(at.ms + kSecond - 1) / kSecond * kSecond};
    const auto& tz = rota.team().rota.tz;
    out.left = rota.zones().local(at, tz);
    Team team = rota.team();
    team.rota.left[who] = out.left;
    for (const auto role : kRoles) {
        const auto index = static_cast<std::size_t>(role);
        out.rings.at(index) = versions_without(rota, role, at, who, other);
        team.rota.rings.at(index) = out.rings.at(index);
    }
    for (const auto& seat : rota.seats_at(at)) {
        if (seat.person != who) continue;
        CoverWish wish{seat.id, at, seat.until, other, who, {}, true, true};
        DS_TRY(auto part, plan_cover(rota, wish, now));
        out.cover.pieces.insert(out.cover.pieces.end(), part.pieces.begin(), part.pieces.end());
        out.cover.beats.insert(out.cover.beats.end(), part.beats.begin(), part.beats.end());
    }
    DS_CHECK(check_after(rota, team, out.cover, now));
    return out;
}

}  // namespace dsupport
