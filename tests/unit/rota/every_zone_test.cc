// The turns of every zone in the database around every change of its clocks from 2024 to 2037, against a
// count of handoffs by the C library's clock.
#include <doctest/doctest.h>

#include "tests/unit/support/local_zone.hh"
#include "tests/unit/support/rota.hh"

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
                if (turn_at(one, t, Desk::zones()) == turn) continue;
                FAIL(rfc3339(t) << ": turn " << turn_at(one, t, Desk::zones()) << ", not " << turn);
            }
        }
    }
}

TEST_CASE("the turns of zones of every sort are those that a count by the clock finds") {
    for (const auto* name :
         {"Europe/London", "Europe/Dublin", "America/St_Johns", "America/Santiago", "America/Nuuk",
          "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "Asia/Gaza"})
        if (Desk::zones().known(name)) check_zone(name);
}

TEST_CASE("the turns of every zone are those that a count by the clock finds" * doctest::test_suite("slow")) {
    const auto names = zone_names();
    if (names.empty()) MESSAGE("skipped: this system has no zone database");
    for (const auto& name : names) check_zone(name);
}

}  // namespace
}  // namespace dsupport
