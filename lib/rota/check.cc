#include "lib/rota/check.hh"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace dsupport {
namespace {

constexpr std::int64_t kLeast = std::int64_t{13} * 7 * kDay, kMost = 1096 * kDay, kUnlike = 366 * kDay;

/// How long a number of such turns takes at most, in milliseconds.
std::int64_t longest_ms(Turn::Unit unit, std::int64_t count) {
    switch (unit) {
        case Turn::Unit::hour:
            return count * kHour + kHour;
        case Turn::Unit::day:
            return count * kDay + kHour;
        case Turn::Unit::week:
            return count * 7 * kDay + kHour;
        case Turn::Unit::month:
            return count * 31 * kDay + kHour;
    }
    return count;
}

std::string_view unit_name(Turn::Unit unit) {
    static constexpr std::array<std::string_view, 4> kNames = {"hour", "day", "week", "month"};
    return kNames.at(static_cast<std::size_t>(unit));
}

/// The last version of each role that starts before `limit`.
std::vector<const Ring*> last_rings(const Rota& rota, Instant limit, Instant& start) {
    std::vector<const Ring*> out;
    for (const auto role : kRoles) {
        const std::pair<Instant, const Ring*>* last = nullptr;
        for (const auto& version : rota.versions(role))
            if (version.first < limit) last = &version;
        if (!last) continue;
        out.push_back(last->second);
        start = std::max(start, last->first);
    }
    return out;
}

/// The first instant at or after `now` at which one of these versions begins that `before` does not have.
Instant next_new_version(const Rota& before, const Rota& after, Role role, Instant now) {
    for (const auto& version : after.versions(role)) {
        const auto& old = before.versions(role);
        const bool known = std::ranges::any_of(old, [&](const auto& v) { return v.first == version.first; });
        if (version.first >= now && !known) return version.first;
    }
    return kRotaHorizon;
}

}  // namespace

ProofSpan proof_span(const Rota& rota, Instant now) {
    const auto most = std::min(now + kMost, kRotaHorizon);
    auto start = now;
    const auto rings = last_rings(rota, most, start);
    ProofSpan out{now, std::min(now + kLeast, most), "13 weeks", true};
    if (rings.empty()) return out;
    const auto unit = rings.front()->every.unit;
    if (rings.back()->every.unit != unit) {
        out.to = std::min(std::max(out.to, start + kUnlike), most);
        out.words = "1 year: the turns of the roles have different units";
        out.whole = false;
        return out;
    }
    std::int64_t cycle = 1;
    for (const auto* ring : rings) {
        const auto own = turns_of_cycle(*ring) * ring->every.count;
        cycle = cycle / std::gcd(cycle, own) * own;
        // Beyond this it is cut anyway, and the next factor might not fit a number.
        cycle = std::min<std::int64_t>(cycle, 1'000'000);
    }
    const auto words = fmt::format("{} {}{}", cycle, unit_name(unit), cycle == 1 ? "" : "s");
    const auto wanted = start + longest_ms(unit, cycle);
    if (wanted > most) {
        out.to = most;
        out.words = fmt::format("3 years; a full cycle of both roles takes {}", words);
        if (most == kRotaHorizon) out.words = "all until 2038";
        out.whole = false;
    } else if (wanted > out.to) {
        out.to = wanted;
        out.words = fmt::format("{}: one full cycle of both roles", words);
    } else {
        out.words = fmt::format("13 weeks; a full cycle of both roles takes {}", words);
    }
    return out;
}

std::vector<Violation> violations(const Rota& rota, Instant from, Instant to) {
    std::vector<Violation> out;
    std::vector<std::size_t> open;  // those that lasted until the moment before
    each_moment(rota, from, to, [&](const Moment& moment, Instant begin, Instant end) {
        std::vector<std::size_t> still;
        for (auto& problem : problems_of(rota, moment, begin)) {
            const auto going =
                std::ranges::find_if(open, [&](std::size_t i) { return out[i].problem == problem; });
            if (going != open.end()) {
                out[*going].to = end;
                still.push_back(*going);
                continue;
            }
            still.push_back(out.size());
            out.push_back({std::move(problem), begin, end});
        }
        open = std::move(still);
    });
    return out;
}

std::optional<Violation> first_new_gap(const Rota& before, const Rota& after, Instant from, Instant to) {
    const auto old = violations(before, from, to);
    for (const auto& found : violations(after, from, to)) {
        if (!found.problem.missing()) continue;
        const bool known = std::ranges::any_of(old, [&](const Violation& v) {
            return v.problem.missing() && v.problem.seat == found.problem.seat && v.from <= found.from &&
                   found.to <= v.to;
        });
        if (!known) return found;
    }
    return std::nullopt;
}

std::optional<Violation> gap_of_rules(const Rota& before, const Rota& after, Instant now) {
    const auto rules = [](const Rota& rota) {
        return std::ranges::count_if(kRoles, [&](Role role) { return !rota.versions(role).empty(); });
    };
    if (rules(after) == 0 || now >= kRotaHorizon) return std::nullopt;
    const auto span = proof_span(after, now);
    if (rules(before) == std::ssize(kRoles)) return first_new_gap(before, after, span.from, span.to);
    const auto all = violations(after, span.from, span.to);
    const auto gap = std::ranges::find_if(all, [](const Violation& v) { return v.problem.missing(); });
    return gap == all.end() ? std::nullopt : std::optional(*gap);
}

Outcome check_history(const Rota& before, const Rota& after, Instant now) {
    auto first = now;
    for (const auto role : kRoles)
        if (!before.versions(role).empty()) first = std::min(first, before.versions(role).front().first);
    auto last = now;
    std::map<SeatId, Instant> ends;
    if (now < kRotaHorizon)
        for (const auto& seat : before.seats_at(now)) {
            ends[seat.id] = std::min(seat.until, next_new_version(before, after, seat.id.role, now));
            last = std::max(last, ends[seat.id]);
        }
    for (const auto& move : moves(before, after, first, last)) {
        const auto end = ends.find(move.seat);
        if (move.from >= now && (end == ends.end() || move.from >= end->second)) continue;
        const auto name = [](const PersonId& id) { return id.empty() ? "nobody" : id.value; };
        return fail(
            ErrorKind::negative,
            fmt::format("that would change who {} on duty: {} from {} until {} was {}, and would be {}",
                        move.from < now ? "was" : "is", seat_name(move.seat), rfc3339(move.from),
                        rfc3339(move.to), name(move.before), name(move.after)),
            "leave the versions as they are and add one with a later `from`; for somebody who leaves: "
            "dsupport rota leave");
    }
    return {};
}

}  // namespace dsupport
