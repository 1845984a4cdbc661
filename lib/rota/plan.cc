#include "lib/rota/plan.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace dsupport {
namespace {

/// A part of a seat's time in which one person holds it by the same decision.
struct Part {
    Instant from, to;
    PersonId holder;
    std::optional<EventId> cover;
};

std::string span_words(Instant from, Instant to) {
    return fmt::format("from {} until {}", rfc3339(from), rfc3339(to));
}

std::string holder_words(const PersonId& holder) {
    return holder.empty() ? "nobody" : holder.value;
}

Instant next_second(Instant t) {
    return {(t.ms + kSecond - 1) / kSecond * kSecond};
}

/// The parts of a span on one seat; none where the seat does not exist.
std::vector<Part> parts_of(const Rota& rota, const SeatId& id, Instant from, Instant to) {
    std::vector<Part> out;
    each_moment(rota, from, to, [&](const Moment& moment, Instant begin, Instant end) {
        const auto seat = std::ranges::find(moment.seats, id, &Seat::id);
        if (seat == moment.seats.end()) return;
        const bool goes_on = !out.empty() && out.back().to == begin && out.back().holder == seat->person &&
                             out.back().cover == seat->cover;
        if (goes_on)
            out.back().to = end;
        else
            out.push_back({begin, end, seat->person, seat->cover});
    });
    return out;
}

/// The zone of the ring that a seat belongs to at `t`.
std::string zone_of(const Rota& rota, Role role, Instant t) {
    std::string out = rota.team().rota.tz;
    for (const auto& [start, ring] : rota.versions(role))
        if (start <= t) out = ring->tz;
    return out;
}

/// By the clocks of the ring, so that a piece that ends at a handoff goes on doing so; in UTC where those
/// clocks show a time twice and mean the other one.
Piece make_piece(const Rota& rota, const SeatId& seat, Instant from, Instant to, PersonId who, PersonId out) {
    auto tz = zone_of(rota, seat.role, from);
    auto begin = exact_civil(from, tz, rota.zones()), end = exact_civil(to, tz, rota.zones());
    if (!begin || !end) {
        tz = "UTC";
        begin = rota.zones().local(from, tz);
        end = rota.zones().local(to, tz);
    }
    return {seat, *begin, *end, std::move(tz), std::move(who), std::move(out)};
}

Instant begin_of(const Rota& rota, const Piece& piece) {
    return rota.zones().earliest(piece.from, piece.tz);
}
Instant end_of(const Rota& rota, const Piece& piece) {
    return rota.zones().earliest(piece.to, piece.tz);
}

/// The live covers that overlap with any of the pieces on its seat.
std::vector<EventId> overlapping(const Rota& rota, const std::vector<Piece>& pieces) {
    std::vector<EventId> out;
    for (const auto& cover : rota.exceptions().covers) {
        const bool meets = cover.live && std::ranges::any_of(cover.pieces, [&](const Piece& theirs) {
                               return std::ranges::any_of(pieces, [&](const Piece& ours) {
                                   return theirs.seat == ours.seat &&
                                          begin_of(rota, theirs) < end_of(rota, ours) &&
                                          begin_of(rota, ours) < end_of(rota, theirs);
                               });
                           });
        if (meets) out.push_back(cover.made.id);
    }
    return out;
}

/// What goes wrong with the plan that does not go wrong without it.
std::optional<Violation> first_harm(const Rota& rota, const Exceptions& changed, Instant from, Instant to) {
    return first_new_gap(rota, Rota(rota.team(), changed, rota.zones()), from, to);
}

Exceptions with_plan(const Rota& rota, const Plan& plan) {
    auto out = rota.exceptions();
    Cover cover;
    cover.pieces = plan.pieces;
    cover.beats = plan.beats;
    out.covers.push_back(std::move(cover));
    return out;
}

std::optional<Violation> harm_of(const Rota& rota, const Plan& plan) {
    const auto changed = with_plan(rota, plan);
    auto from = kRotaHorizon, to = Instant{};
    for (const auto& piece : plan.pieces) {
        from = std::min(from, begin_of(rota, piece));
        to = std::max(to, end_of(rota, piece));
    }
    return first_harm(rota, changed, from, to);
}

/// Fails when somebody would not get the seat, for another one is theirs at that time. A seat that is vacant
/// before and after is no harm, but the plan would be for nothing.
Outcome check_seated(const Rota& rota, const Plan& plan) {
    const auto changed = with_plan(rota, plan);
    const Rota after(rota.team(), changed, rota.zones());
    for (const auto& piece : plan.pieces)
        for (const auto& part : parts_of(after, piece.seat, begin_of(rota, piece), end_of(rota, piece)))
            if (!piece.who.empty() && part.holder != piece.who)
                return fail(ErrorKind::negative,
                            fmt::format("{} has another seat at {}", piece.who.value, rfc3339(part.from)),
                            fmt::format("dsupport rota swap exchanges the two, --backfill PERSON fills the "
                                        "seat {} leaves",
                                        piece.who.value));
    return {};
}

/// Away, or without the role: said, and refused unless forced. Gone: refused.
Outcome check_person(const Rota& rota, const PersonId& who, Role role, Instant from, Instant to, bool force,
                     std::vector<std::string>& notices) {
    std::string why;
    if (!rota.qualified(who, role)) why = fmt::format("{} has not the role {}", who.value, role_name(role));
    each_moment(rota, from, to, [&](const Moment&, Instant begin, Instant) {
        if (why.empty() && rota.away(who, begin))
            why = fmt::format("{} is away at {}", who.value, rfc3339(begin));
    });
    if (!rota.present(who, from) || !rota.present(who, {to.ms - 1}))
        return fail(ErrorKind::negative, fmt::format("{} is not in the team then", who.value));
    if (why.empty()) return {};
    if (!force) return fail(ErrorKind::negative, why, "--force writes it all the same");
    notices.push_back(why);
    return {};
}

Outcome raise_start(Instant& from, Instant to, Instant now, std::vector<std::string>& notices) {
    // Civil times have no fractions: what ends within this second is over.
    const auto soonest = from < now ? next_second(now) : from;
    if (to <= soonest) return fail(ErrorKind::negative, fmt::format("{} is over", span_words(from, to)));
    if (from >= now) return {};
    from = soonest;
    auto notice = fmt::format("it begins now, at {}: what was cannot be changed", rfc3339(from));
    // Both shifts of a swap may run already.
    if (std::ranges::find(notices, notice) == notices.end()) notices.push_back(std::move(notice));
    return {};
}

/// The seat that a person holds while a part lasts, other than this one.
std::vector<Piece> backfills(const Rota& rota, const CoverWish& wish, Instant from, Instant to) {
    std::vector<Piece> out;
    each_moment(rota, from, to, [&](const Moment& moment, Instant begin, Instant end) {
        for (const auto& seat : moment.seats)
            if (seat.person == wish.who && seat.id != wish.seat)
                out.push_back(make_piece(rota, seat.id, begin, end, wish.backfill, wish.who));
    });
    return out;
}

Outcome check_parts(const CoverWish& wish, const std::vector<Part>& parts) {
    const auto name = seat_name(wish.seat);
    for (const auto& part : parts) {
        if (wish.out && part.holder != *wish.out)
            return fail(ErrorKind::negative,
                        fmt::format("{} does not hold {} at {}: {} does", wish.out->value, name,
                                    rfc3339(part.from), holder_words(part.holder)),
                        "dsupport rota show");
        if (part.cover && !wish.replace && !wish.out && part.holder != wish.who)
            return fail(ErrorKind::negative,
                        fmt::format("{} is covered {} already, by {}", name, span_words(part.from, part.to),
                                    holder_words(part.holder)),
                        part.holder.empty()
                            ? "--replace puts this cover in its place"
                            : fmt::format("--out {} covers that cover, --replace puts this one in its place",
                                          part.holder.value));
    }
    const bool nothing = std::ranges::all_of(parts, [&](const Part& p) { return p.holder == wish.who; });
    if (nothing)
        return fail(ErrorKind::negative,
                    fmt::format("that changes nothing: {} holds {} {} anyway", holder_words(wish.who), name,
                                span_words(parts.front().from, parts.back().to)));
    return {};
}

Outcome refuse_harm(const CoverWish& wish, const Violation& harm) {
    if (harm.problem.kind == "conflict" && harm.problem.person == wish.who && wish.backfill.empty())
        return fail(
            ErrorKind::negative, fmt::format("{} has another seat at {}", wish.who.value, rfc3339(harm.from)),
            fmt::format("dsupport rota swap exchanges the two, --backfill PERSON fills the seat {} leaves",
                        wish.who.value));
    return fail(ErrorKind::negative,
                fmt::format("that leaves a gap: {} {}", harm.problem.text, span_words(harm.from, harm.to)),
                "name somebody who covers it; --force leaves the gap");
}

/// The whole shift of somebody at a moment, or their next one.
Result<Seat> shift_of(const Rota& rota, const ShiftOf& wanted, Instant now) {
    const auto at = wanted.at.value_or(now);
    DS_CHECK(check_horizon(at));
    const auto end = wanted.at ? at + 1 : std::min(now + 366 * kDay, kRotaHorizon);
    auto list = shifts(rota, at, end);
    std::ranges::stable_sort(list, {}, &Seat::since);
    for (auto& seat : list)
        if (seat.person == wanted.person) return std::move(seat);
    return fail(ErrorKind::negative, fmt::format("{} has no shift {}", wanted.person.value,
                                                 wanted.at ? "at " + rfc3339(at) : "within a year"));
}

}  // namespace

Result<Plan> plan_cover(const Rota& rota, CoverWish wish, Instant now) {
    Plan out;
    if (wish.from >= wish.to)
        return fail(ErrorKind::usage, fmt::format("{} is no time at all", span_words(wish.from, wish.to)));
    DS_CHECK(raise_start(wish.from, wish.to, now, out.notices));
    DS_CHECK(check_horizon({wish.to.ms - 1}));
    const auto parts = parts_of(rota, wish.seat, wish.from, wish.to);
    if (parts.empty() || parts.front().from > wish.from || parts.back().to < wish.to)
        return fail(ErrorKind::negative,
                    fmt::format("no such seat: {} {}", seat_name(wish.seat), span_words(wish.from, wish.to)));
    DS_CHECK(check_parts(wish, parts));
    if (!wish.who.empty())
        DS_CHECK(check_person(rota, wish.who, wish.seat.role, wish.from, wish.to, wish.force, out.notices));
    for (const auto& part : parts) {
        if (part.holder == wish.who) continue;
        out.pieces.push_back(make_piece(rota, wish.seat, part.from, part.to, wish.who, part.holder));
        if (wish.backfill.empty()) continue;
        for (auto& piece : backfills(rota, wish, part.from, part.to)) {
            DS_CHECK(check_person(rota, wish.backfill, piece.seat.role, part.from, part.to, wish.force,
                                  out.notices));
            out.pieces.push_back(std::move(piece));
        }
    }
    out.beats = overlapping(rota, out.pieces);
    if (const auto harm = harm_of(rota, out)) {
        // Two seats for one person can be forced as little as time can.
        if (!wish.force || harm->problem.kind == "conflict") {
            DS_CHECK(refuse_harm(wish, *harm));
        }
        out.notices.push_back(
            fmt::format("it leaves a gap: {} {}", harm->problem.text, span_words(harm->from, harm->to)));
    }
    DS_CHECK(check_seated(rota, out));
    return out;
}

Result<Plan> plan_swap(const Rota& rota, const ShiftOf& a, const ShiftOf& b, Instant now, bool force) {
    Plan out;
    if (a.person == b.person) return fail(ErrorKind::usage, "a swap is between two people");
    DS_TRY(auto first, shift_of(rota, a, now));
    DS_TRY(auto second, shift_of(rota, b, now));
    for (auto* seat : {&first, &second}) {
        DS_CHECK(raise_start(seat->since, seat->until, now, out.notices));
        const auto& comes = seat == &first ? b.person : a.person;
        DS_CHECK(check_person(rota, comes, seat->id.role, seat->since, seat->until, force, out.notices));
        out.pieces.push_back(make_piece(rota, seat->id, seat->since, seat->until, comes, seat->person));
    }
    out.beats = overlapping(rota, out.pieces);
    if (const auto harm = harm_of(rota, out))
        return fail(ErrorKind::negative, fmt::format("that swap does not fit: {} {}", harm->problem.text,
                                                     span_words(harm->from, harm->to)));
    DS_CHECK(check_seated(rota, out));
    return out;
}

Outcome check_cancel(const Rota& rota, const std::vector<EventId>& ids, Instant now, bool force) {
    auto changed = rota.exceptions();
    auto until = now;
    for (auto& cover : changed.covers) {
        if (std::ranges::find(ids, cover.made.id) == ids.end()) continue;
        cover.live = false;
        for (const auto& piece : cover.pieces) until = std::max(until, end_of(rota, piece));
    }
    for (auto& away : changed.aways) {
        if (std::ranges::find(ids, away.made.id) == ids.end()) continue;
        away.live = false;
        until = std::max(until, rota.zones().earliest(away.to, rota.person_zone(away.person)));
    }
    if (until <= now) return fail(ErrorKind::negative, "that is over: what was cannot be changed");
    const auto harm = first_harm(rota, changed, now, until);
    if (!harm || force) return {};
    return fail(ErrorKind::negative,
                fmt::format("that leaves a gap: {} {}", harm->problem.text, span_words(harm->from, harm->to)),
                "--force takes it back all the same");
}

Result<Plan> plan_away(const Rota& rota, const Away& away, Instant now) {
    const auto& tz = rota.person_zone(away.person);
    const auto from = rota.zones().earliest(away.from, tz), to = rota.zones().earliest(away.to, tz);
    if (from >= to)
        return fail(ErrorKind::usage, "the days away end before they begin",
                    "the end day is not one of them");
    if (to <= now) return fail(ErrorKind::negative, "those days are over");
    DS_CHECK(check_horizon({to.ms - 1}));
    bool news = false;
    std::map<SeatId, std::vector<std::pair<Instant, Instant>>> needed;
    each_moment(rota, std::max(from, now), to, [&](const Moment& moment, Instant begin, Instant end) {
        news = news || !rota.away(away.person, begin);
        for (const auto& seat : moment.seats) {
            if (seat.person != away.person || seat.cover) continue;
            auto& spans = needed[seat.id];
            if (!spans.empty() && spans.back().second == begin)
                spans.back().second = end;
            else
                spans.emplace_back(begin, end);
        }
    });
    if (!news)
        return fail(ErrorKind::negative, fmt::format("that changes nothing: {} is away {} anyway",
                                                     away.person.value, span_words(from, to)));
    Plan out;
    for (const auto& [seat, spans] : needed)
        for (const auto& [begin, end] : spans)
            out.notices.push_back(
                fmt::format("{} {} needs a cover", seat_name(seat), span_words(begin, end)));
    return out;
}

}  // namespace dsupport
