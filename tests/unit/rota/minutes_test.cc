// The evaluation against a model that goes through every minute of a year: rules of any shape, versions,
// covers, swaps, leaves and days away in zones with and without daylight saving.
#include "tests/unit/rota/minutes.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "lib/rota/check.hh"
#include "tests/unit/support/rota.hh"

namespace dsupport {
namespace {

using namespace test;

const std::vector<std::string> kZones = {"Europe/London",    "America/Chicago",  "Australia/Lord_Howe",
                                         "America/Santiago", "Asia/Kathmandu",   "Africa/Casablanca",
                                         "Africa/Cairo",     "Pacific/Auckland", "UTC"};
const std::vector<std::string> kPeople = {"a", "b", "c", "d", "e", "f"};

/// A year of a team, thrown by dice.
class Year {
  public:
    explicit Year(std::uint64_t seed) : random_(seed) {
        team.rota.tz = one_of(kZones);
        for (const auto& name : kPeople) {
            auto& person = team.people[{name}];
            if (chance(70)) person.tz = one_of(kZones);
            person.active = !chance(8);
        }
        for (const auto role : kRoles) make_rings(team.rota.rings.at(static_cast<std::size_t>(role)));
        if (chance(50)) team.rota.left[{one_of(kPeople)}] = some_time();
        const auto covers = below(25);
        for (std::uint64_t i = 0; i < covers; ++i) make_cover(static_cast<std::uint8_t>(i + 1));
        const auto aways = below(8);
        for (std::uint64_t i = 0; i < aways; ++i) {
            const CivilTime from{some_time().seconds / 86400 * 86400};
            exceptions.aways.push_back({{},
                                        {one_of(kPeople)},
                                        from,
                                        {from.seconds + static_cast<std::int64_t>(1 + below(20)) * 86400},
                                        !chance(10)});
        }
    }

    static constexpr std::string_view kFrom = "2026-01-01T00:00:00Z", kTo = "2027-01-01T00:00:00Z";
    Team team;
    Exceptions exceptions;

    std::set<std::string> zones() const {
        std::set<std::string> out = {team.rota.tz};
        for (const auto& rings : team.rota.rings)
            for (const auto& ring : rings) out.insert(ring.tz);
        for (const auto& cover : exceptions.covers)
            for (const auto& piece : cover.pieces) out.insert(piece.tz);
        for (const auto& [id, person] : team.people)
            if (!person.tz.empty()) out.insert(person.tz);
        return out;
    }

  private:
    FakeRandom random_;

    std::uint64_t below(std::uint64_t n) { return random_.next() % n; }
    bool chance(std::uint64_t percent) { return below(100) < percent; }
    const std::string& one_of(const std::vector<std::string>& from) { return from[below(from.size())]; }
    /// Somewhere in the year, often near a change of the clocks, to the quarter of an hour.
    CivilTime some_time() {
        static const std::vector<std::string> kNear = {"2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06",
                                                       "2026-10-04", "2026-10-25", "2026-11-01"};
        const auto quarters = static_cast<std::int64_t>(below(365UL * 96));
        if (chance(50)) return {civil("2026-01-01").seconds + quarters * 900};
        return {civil(one_of(kNear)).seconds + quarters % 96 * 900};
    }
    void make_rings(std::vector<Ring>& out) {
        static const std::vector<Turn> kTurns = {
            {Turn::Unit::hour, 1}, {Turn::Unit::hour, 8}, {Turn::Unit::hour, 12}, {Turn::Unit::day, 1},
            {Turn::Unit::day, 3},  {Turn::Unit::week, 1}, {Turn::Unit::week, 2},  {Turn::Unit::month, 1}};
        const auto versions = 1 + below(3);
        for (std::uint64_t i = 0; i < versions; ++i) {
            Ring ring;
            ring.from = i == 0 ? civil("2025-12-28T09:00:00") : some_time();
            ring.tz = chance(60) ? team.rota.tz : one_of(kZones);
            ring.every = kTurns[below(kTurns.size())];
            if (ring.every.unit == Turn::Unit::month)
                ring.from.seconds -= ring.from.day() > 28 ? 4 * 86400 : 0;
            auto names = kPeople;
            const auto size = below(names.size() + 1);
            for (std::uint64_t n = 0; n < size; ++n) {
                const auto at = below(names.size());
                ring.order.push_back({names[at]});
                names.erase(names.begin() + static_cast<std::ptrdiff_t>(at));
            }
            ring.capacity = static_cast<std::int64_t>(1 + below(10) / 7);
            ring.on_vacant = chance(40) ? OnVacant::next : OnVacant::report;
            out.push_back(std::move(ring));
        }
        // The evaluation goes by the instant a version starts at.
        std::ranges::stable_sort(out, {},
                                 [](const Ring& r) { return system_zones().earliest(r.from, r.tz); });
    }
    void make_cover(std::uint8_t number) {
        Cover cover;
        cover.made = {filled<EventId>(number),
                      filled<ReplicaKey>(static_cast<std::uint8_t>(1 + below(3))),
                      Instant{static_cast<std::int64_t>(below(1000))},
                      {"x"}};
        const auto pieces = 1 + below(2);
        for (std::uint64_t i = 0; i < pieces; ++i) {
            const auto from = some_time();
            const CivilTime to{from.seconds + static_cast<std::int64_t>(below(96UL * 6)) * 900};
            cover.pieces.push_back({{kRoles.at(below(2)), static_cast<std::int64_t>(below(5) / 4)},
                                    from,
                                    to,
                                    one_of(kZones),
                                    {chance(10) ? "" : one_of(kPeople)},
                                    {}});
        }
        for (const auto& earlier : exceptions.covers)
            if (chance(30)) cover.beats.push_back(earlier.made.id);
        cover.live = !chance(15);
        exceptions.covers.push_back(std::move(cover));
    }
};

Minute minute_of(const Moment& moment) {
    Minute out;
    for (const auto& seat : moment.seats) {
        out.people[seat.id] = seat.person.value;
        if (seat.vacant() && seat.reason == SeatReason::conflict) out.conflicts.insert(seat.id);
        if (!seat.rivals.empty()) out.rivalled.insert(seat.id);
    }
    return out;
}

/// For each kind of problem and seat the minutes in which the check finds it.
using Marks = std::map<std::pair<std::string, SeatId>, std::vector<bool>>;

Marks marks_of(const std::vector<Violation>& found, Instant from, std::size_t minutes) {
    Marks out;
    for (const auto& v : found) {
        auto& marks = out[{v.problem.kind, v.problem.seat}];
        marks.resize(minutes);
        REQUIRE((v.from - from) % kMinute == 0);
        for (auto t = v.from; t < v.to; t = t + kMinute)
            marks[static_cast<std::size_t>((t - from) / kMinute)] = true;
    }
    return out;
}

/// Everything that the check finds in a minute, and nothing else, is there in the model.
bool check_agrees(const Marks& marks, std::size_t minute, const Minute& wanted) {
    std::size_t problems = 0;
    for (const auto& [about, list] : marks) {
        if (!list[minute]) continue;
        ++problems;
        const auto& [kind, seat] = about;
        const auto held = wanted.people.find(seat);
        const bool empty = held == wanted.people.end() || held->second.empty();
        const bool conflict = wanted.conflicts.contains(seat);
        if (kind == "vacant" && (!empty || conflict)) return false;
        if (kind == "conflict" && (!empty || !conflict)) return false;
        if (kind == "concurrent" && !wanted.rivalled.contains(seat)) return false;
        if (kind == "away") --problems;
    }
    std::size_t expected = wanted.rivalled.size();
    for (const auto& [seat, who] : wanted.people) expected += who.empty() ? 1 : 0;
    return problems == expected;
}

bool held_twice(const Minute& minute) {
    std::set<std::string> sitting;
    return std::ranges::any_of(minute.people, [&](const auto& held) {
        return !held.second.empty() && !sitting.insert(held.second).second;
    });
}

void check_year(std::uint64_t seed) {
    CAPTURE(seed);
    const Year year(seed);
    const auto from = at(Year::kFrom), to = at(Year::kTo);
    const Clocks clocks(year.zones(), from, to);
    const Rota rota(year.team, year.exceptions, system_zones());
    MinuteModel model(year.team, year.exceptions, clocks);
    const auto minutes = static_cast<std::size_t>((to - from) / kMinute);
    const auto marks = marks_of(violations(rota, from, to), from, minutes);
    auto moment = rota.at(from);
    auto got = minute_of(moment);
    for (std::size_t minute = 0; minute < minutes; ++minute) {
        const auto t = from + static_cast<std::int64_t>(minute) * kMinute;
        if (t >= moment.to) got = minute_of(moment = rota.at(t));
        const auto& wanted = model.at(minute);
        if (got == wanted && check_agrees(marks, minute, wanted) && !held_twice(got)) continue;
        for (const auto& [seat, who] : wanted.people)
            MESSAGE(rfc3339(t) << " " << seat_name(seat) << " by the model: '" << who << "', by the rota: '"
                               << got.people[seat] << "'");
        FAIL("the rota and the model differ");
    }
}

TEST_CASE("a year of any rules and exceptions is what a model finds minute by minute") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) check_year(seed);
}

TEST_CASE("many years of any rules and exceptions are what a model finds" * doctest::test_suite("slow")) {
    for (std::uint64_t seed = 100; seed < 140; ++seed) check_year(seed);
}

}  // namespace
}  // namespace dsupport
