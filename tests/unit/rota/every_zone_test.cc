// Every zone in the database from 2024 to 2037, against a watch that looks at the C library's clock and
// counts the handoffs that it sees: who is on duty in all of that time, and hourly turns around every change
// of the clocks.
#include <doctest/doctest.h>

#include <array>
#include <map>
#include <set>

#include "tests/unit/support/local_zone.hh"
#include "tests/unit/support/rota.hh"
#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

using namespace test;

constexpr std::int64_t kQuarter = 15 * kMinute;

/// The starts of the weeks in which the clock jumps, and a week in which it does not.
std::vector<Instant> weeks(const LibcZone& zone) {
    std::vector<Instant> out = {at("2025-01-13T00:00:00Z")};
    for (auto t = at("2024-01-08T00:00:00Z"); t < at("2037-12-24T00:00:00Z"); t = t + 7 * kDay)
        if (zone.shown(t).tm_gmtoff != zone.shown(t + 7 * kDay).tm_gmtoff) out.push_back(t);
    return out;
}

void check_zone(const std::string& name) {
    CAPTURE(name);
    const LibcZone libc(name);
    const std::vector<Ring> rings = {ring("2024-01-01T00:15:00", kHourly, "a b c d e", name),
                                     ring("2024-01-01T02:30:00", kDaily, "a b c d e", name)};
    for (const auto& one : rings) {
        const std::int64_t length = one.every == kHourly ? 3600 : 86400;
        for (const auto& week : weeks(libc)) {
            // Two days before the week nothing jumps: the clock alone says which turn it is.
            auto t = week + -kDay;
            auto turn = (libc.local(t).seconds - one.from.seconds) / length;
            for (; t < week + 8 * kDay; t = t + kQuarter) {
                while (libc.local(t).seconds >= one.from.seconds + (turn + 1) * length) ++turn;
                if (turn_at(one, t, system_zones()) == turn) continue;
                FAIL(rfc3339(t) << ": turn " << turn_at(one, t, system_zones()) << ", not " << turn);
            }
        }
    }
}

/// The handoffs of one ring as somebody sees them who watches its clock.
class Watch {
  public:
    Watch(const Ring& ring, std::int64_t length) : ring_(&ring), length_(length) {}
    /// The clock went from one reading to another without a jump, and shows the later one at `t`.
    void went_on(CivilTime from, CivilTime to, Instant t) {
        while (next().seconds <= to.seconds) {
            const auto ago = to.seconds - std::max(next().seconds, from.seconds);
            begin(t + -ago * kSecond);
        }
    }
    /// When each turn began, the last of those that began at once.
    const std::map<Instant, std::int64_t>& seen() const { return seen_; }

  private:
    const Ring* ring_;
    std::int64_t length_, turn_ = -1;
    std::map<Instant, std::int64_t> seen_;

    CivilTime next() const { return {ring_->from.seconds + (turn_ + 1) * length_}; }
    void begin(Instant t) { seen_[t] = ++turn_; }
};

/// Looks at the clock every quarter of an hour, and every minute of one in which it jumps.
void watch_all(const LibcZone& libc, Instant from, Instant to, std::array<Watch, 2>& watches) {
    auto before = libc.local(from);
    const auto step = [&](Instant t, std::int64_t length) {
        const auto now = libc.local(t);
        const bool jumped = now.seconds - before.seconds != length / kSecond;
        for (auto& watch : watches) watch.went_on(jumped ? now : before, now, t);
        before = now;
    };
    for (auto t = from; t < to; t = t + kQuarter) {
        if (libc.local(t + kQuarter).seconds - before.seconds == kQuarter / kSecond)
            step(t + kQuarter, kQuarter);
        else
            for (std::int64_t minute = 1; minute <= 15; ++minute) step(t + minute * kMinute, kMinute);
    }
}

/// The turn that ran at `t` by what a watch saw.
std::int64_t running(const std::map<Instant, std::int64_t>& seen, Instant t) {
    return std::prev(seen.upper_bound(t))->second;
}

/// Who is on duty at every instant of these years: from each handoff that was seen to the next, nobody moves.
void check_years(const std::string& name) {
    CAPTURE(name);
    // One hands over in the hours that clocks skip and repeat, the other at midnight, too.
    const Desk desk({ring("2023-12-20T02:30:00", kDaily, "a b c d e", name)},
                    {ring("2023-12-20T00:00:00", {Turn::Unit::hour, 8}, "f g h", name)});
    const Rota rota(desk.team, {}, system_zones());
    const auto from = at("2024-01-01T00:00:00Z"), to = at("2038-01-01T00:00:00Z");
    std::array<Watch, 2> watches = {Watch(rota.team().rota.rings[0][0], 86400),
                                    Watch(rota.team().rota.rings[1][0], 28800)};
    const LibcZone libc(name);
    watch_all(libc, at("2023-12-18T00:00:00Z"), to, watches);
    each_moment(rota, from, to, [&](const Moment& moment, Instant begin, Instant end) {
        if (moment.seats.size() != 2) FAIL("not two seats at " << rfc3339(begin));
        for (const auto& seat : moment.seats) {
            const auto& seen = watches.at(static_cast<std::size_t>(seat.id.role)).seen();
            const auto turn = running(seen, begin);
            const auto& order = rota.team().rota.of(seat.id.role)[0].order;
            const auto& who = order[static_cast<std::size_t>(turn) % order.size()];
            const bool stays = seen.upper_bound(begin) == seen.lower_bound(end);
            if (seat.turn != turn || seat.person != who || !stays)
                FAIL(seat_name(seat.id)
                     << " from " << rfc3339(begin) << " until " << rfc3339(end) << ": turn " << seat.turn
                     << " of " << seat.person.value << ", not " << turn << " of " << who.value);
        }
    });
}

TEST_CASE("zones of every sort have whom somebody finds on duty who watches the clock") {
    for (const auto* name :
         {"Europe/London", "Europe/Dublin", "America/St_Johns", "America/Santiago", "America/Nuuk",
          "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "Asia/Gaza"})
        if (system_zones().known(name)) check_zone(name), check_years(name);
}

TEST_CASE("every zone has whom somebody finds on duty who watches the clock, from 2024 to 2037" *
          doctest::test_suite("slow")) {
    const auto names = zone_names();
    if (names.empty()) MESSAGE("skipped: this system has no zone database");
    // An alias has the very file of the zone that it names.
    std::set<std::string> files;
    for (const auto& name : names)
        if (files.insert(read_file("/usr/share/zoneinfo/" + name)).second)
            check_zone(name), check_years(name);
}

}  // namespace
}  // namespace dsupport
