#include "lib/rota/calendar.hh"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "lib/rota/timeline.hh"

namespace dsupport {
namespace {

/// The hex digits of a long id that go into a name: enough to be unique in a team for good.
constexpr std::size_t kShortId = 12;
/// The weight of a change of the rules. A turn that more exceptions touch than that is not one of a team.
constexpr std::int64_t kSweep = 1000;

struct Span {
    Instant from, to;
    bool meets(const Span& o) const { return from < o.to && o.from < to; }
};

struct Entry {
    CalendarEntry shown;
    CivilTime version;
    std::int64_t turn = 0;
    Span span;  ///< of the turn by its ring alone, though a newer version may end it early
};
using Entries = std::map<std::string, Entry>;

Span turn_span(const Ring& ring, std::int64_t turn, const TimeZones& zones) {
    return {turn_start(ring, turn, zones), turn_start(ring, turn + 1, zones)};
}

/// The version that a seat is held by.
const Ring& ring_of(const Rota& rota, const Seat& seat) {
    const auto& versions = rota.versions(seat.id.role);
    return *std::ranges::find(versions, seat.version, [](const auto& version) {
                return version.first;
            })->second;
}

/// Where the first of the turns began that run at `t`.
Instant turns_begin(const Rota& rota, Instant t) {
    auto out = t;
    for (const auto& seat : rota.at(t).seats)
        out = std::min(out, turn_span(ring_of(rota, seat), seat.turn, rota.zones()).from);
    return out;
}

/// By the version's own clocks, which no release of the zones moves: `technical-0-20260105T090000-7`.
std::string decision_name(const Ring& ring, const Seat& seat) {
    auto start = ring.from.text();
    std::erase_if(start, [](char c) { return c == '-' || c == ':'; });
    auto out = fmt::format("{}-{}-{}-{}", role_name(seat.id.role), seat.id.number, start, seat.turn);
    if (seat.cover) out += "-" + seat.cover->hex().substr(0, kShortId);
    return out;
}

CalendarEntry describe(const Rota& rota, const Seat& seat, std::string uid) {
    CalendarEntry out;
    out.uid = std::move(uid);
    out.seat = seat.id;
    out.person = seat.person;
    if (!seat.vacant()) out.name = rota.team().display_name(seat.person);
    out.turn_of = seat.turn_of;
    out.reason = seat.reason;
    if (seat.cover) out.event = seat.cover->hex();
    out.since = seat.since;
    out.until = seat.until;
    return out;
}

Entries entries_of(const Rota& rota, const EventId& team, const CalendarWish& wish) {
    Entries out;
    std::map<std::string, int> parts;
    // From the start of the turns, so that their parts are counted from the first.
    for (const auto& seat : shifts(rota, turns_begin(rota, wish.from), wish.to)) {
        const auto& ring = ring_of(rota, seat);
        auto name = decision_name(ring, seat);
        if (const auto part = parts[name]++; part > 0) name += fmt::format(".{}", part);
        if (seat.until <= wish.from || (wish.role && *wish.role != seat.id.role) ||
            (wish.person && *wish.person != seat.person))
            continue;
        auto uid = fmt::format("{}@{}.dsupport", name, team.hex().substr(0, kShortId));
        out[uid] = {describe(rota, seat, uid), ring.from, seat.turn,
                    turn_span(ring, seat.turn, rota.zones())};
    }
    return out;
}

/// The exceptions and what ends them, each with the spans outside of which it changes nothing.
class Touches {
  public:
    explicit Touches(const Rota& rota) {
        const auto& zones = rota.zones();
        for (const auto& cover : rota.exceptions().covers) {
            std::vector<Span> spans;
            for (const auto& piece : cover.pieces)
                spans.push_back({zones.earliest(piece.from, piece.tz), zones.earliest(piece.to, piece.tz)});
            add(cover.made, std::move(spans));
        }
        for (const auto& away : rota.exceptions().aways) {
            const auto& tz = rota.person_zone(away.person);
            add(away.made, {{zones.earliest(away.from, tz), zones.earliest(away.to, tz)}});
        }
        for (const auto& cancel : rota.exceptions().cancels) {
            std::vector<Span> spans;
            for (const auto& id : cancel.ids)
                if (const auto ended = spans_.find(id); ended != spans_.end())
                    spans.insert(spans.end(), ended->second.begin(), ended->second.end());
            add(cancel.made, std::move(spans));
        }
    }

    void count(Entry& entry) const {
        std::int64_t touching = 0;
        for (const auto& [at, id] : written_) {
            const auto& spans = spans_.at(id);
            if (std::ranges::none_of(spans, [&](const Span& span) { return span.meets(entry.span); }))
                continue;
            ++touching;
            entry.shown.changed = std::max(entry.shown.changed, at);
        }
        entry.shown.sequence += std::min(touching, kSweep - 1);
    }

  private:
    std::map<EventId, std::vector<Span>> spans_;
    std::vector<std::pair<Instant, EventId>> written_;

    void add(const Authorship& made, std::vector<Span> spans) {
        written_.emplace_back(made.t, made.id);
        spans_.emplace(made.id, std::move(spans));
    }
};

/// Looks for a turn that an edit of its version moved out of the span: that is not called off.
void find_moved(const Rota& rota, const EventId& team, CalendarWish wish, Entry& entry) {
    for (const auto& [start, ring] : rota.versions(entry.shown.seat.role)) {
        if (ring->from != entry.version) continue;
        const auto span = turn_span(*ring, entry.turn, rota.zones());
        wish.from = span.from;
        wish.to = span.to;
        const auto there = entries_of(rota, team, wish);
        if (const auto moved = there.find(entry.shown.uid); moved != there.end()) entry = moved->second;
    }
}

}  // namespace

std::vector<CalendarEntry> calendar(const RotaHistory& history, const TimeZones& zones,
                                    const CalendarWish& wish) {
    Entries all;
    for (const auto& state : history.states) {
        const Rota rota(state.team, state.exceptions, zones);
        for (auto& [uid, entry] : all) entry.shown.cancelled = true;
        for (auto& [uid, entry] : entries_of(rota, history.team, wish)) all[uid] = std::move(entry);
    }
    const auto& last = history.states.back();
    const Rota rota(last.team, last.exceptions, zones);
    const Touches touches(rota);
    const auto swept = std::ranges::max_element(history.sweeping);
    std::vector<CalendarEntry> out;
    for (auto& [uid, entry] : all) {
        if (entry.shown.cancelled) find_moved(rota, history.team, wish, entry);
        entry.shown.sequence = static_cast<std::int64_t>(history.sweeping.size()) * kSweep;
        if (swept != history.sweeping.end()) entry.shown.changed = *swept;
        touches.count(entry);
        out.push_back(std::move(entry.shown));
    }
    std::ranges::sort(out, {}, [](const CalendarEntry& e) { return std::tie(e.since, e.uid); });
    return out;
}

}  // namespace dsupport
