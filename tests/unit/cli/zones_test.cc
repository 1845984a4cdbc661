#include "cli/zones.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/fakes.hh"
#include "tests/unit/support/local_zone.hh"

namespace dsupport {
namespace {

using test::at;

const Instant kFrom = at("2024-01-01T00:00:00Z"), kTo = at("2038-01-01T00:00:00Z");

/// The instants of a span at which the C library's clock jumps, to the second.
std::vector<Instant> jumps(const test::LibcZone& zone) {
    std::vector<Instant> out;
    constexpr auto kStep = 6 * kDay;  // no zone changes twice within a week
    for (auto t = kFrom; t < kTo; t = t + kStep) {
        auto low = t.ms / kSecond, high = (t + kStep).ms / kSecond;
        const auto offset = [&](std::int64_t s) { return zone.shown({s * kSecond}).tm_gmtoff; };
        if (offset(low) == offset(high)) continue;
        const auto before = offset(low);
        while (high - low > 1) {
            const auto middle = low + (high - low) / 2;
            (offset(middle) == before ? low : high) = middle;
        }
        out.push_back({high * kSecond});
    }
    return out;
}

TEST_CASE("every zone shows what the C library shows, around each of its changes") {
    const SystemZones zones;
    const auto names = test::zone_names();
    if (names.empty()) {
        MESSAGE("skipped: this system has no zone database");
        return;
    }
    std::size_t changes = 0;
    for (const auto& name : names) {
        const test::LibcZone libc(name);
        REQUIRE_MESSAGE(zones.known(name), name);
        const auto zone = zones.zone(name);
        std::vector<Instant> moments;
        for (auto t = kFrom; t < kTo; t = t + 29 * kDay) moments.push_back(t);
        for (const auto jump : jumps(libc)) {
            ++changes;
            for (const auto s : {-7200, -3601, -1, 0, 1, 1799, 3600, 7200})
                moments.push_back(jump + s * kSecond);
        }
        for (const auto t : moments) {
            const auto tm = libc.shown(t);
            const auto shown = zone->at(t);
            REQUIRE_MESSAGE(shown.offset_s == tm.tm_gmtoff, name << " " << rfc3339(t));
            REQUIRE_MESSAGE(shown.abbreviation == tm.tm_zone, name << " " << rfc3339(t));
            REQUIRE(zones.local(t, name) == libc.local(t));
        }
    }
    CHECK(names.size() > 400);
    CHECK(changes > 3000);
}

TEST_CASE("the earliest instant of a civil time is the first at which the clock shows it or later") {
    const SystemZones zones;
    for (const auto* name : {"Europe/London", "America/Chicago", "Australia/Lord_Howe", "America/Santiago",
                             "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Europe/Dublin"}) {
        if (!zones.known(name)) continue;
        const test::LibcZone libc(name);
        auto moments = jumps(libc);
        moments.push_back(at("2026-07-01T12:00:00Z"));
        for (const auto jump : moments)
            for (int minutes = -150; minutes <= 150; minutes += 15) {
                const auto civil = CivilTime{libc.local(jump).seconds + minutes * 60L};
                auto first = jump + -8 * kHour;
                while (libc.local(first) < civil) first = first + kMinute;
                REQUIRE_MESSAGE(zones.earliest(civil, name) == first, name << " " << civil.text());
            }
    }
}

TEST_CASE("a name that is no zone is unknown and counts as UTC") {
    const SystemZones zones;
    for (const auto* name : {"", "Europe/Londno", "../etc/passwd", "/etc/localtime", "tzdata.zi", "Europe"})
        CHECK_MESSAGE(!zones.known(name), name);
    CHECK(zones.known("UTC"));
    CHECK(zones.earliest(*CivilTime::make(2026, 7, 1), "Nowhere") == at("2026-07-01T00:00:00Z"));
    const SystemZones nothing("/nonexistent");
    CHECK(nothing.known("UTC"));
    CHECK(nothing.version() == "unknown");
    CHECK(!nothing.released());
}

TEST_CASE("a mistyped zone is found, also by its city alone") {
    const SystemZones zones;
    CHECK(zones.nearest("Europe/Londno") == "Europe/London");
    CHECK(zones.nearest("europe/london") == "Europe/London");
    CHECK(zones.nearest("Nairobbi") == "Africa/Nairobi");
    CHECK(zones.nearest("Asia/Calcuta") == "Asia/Calcutta");
    CHECK(zones.nearest("Mars/Base").empty());
    CHECK(zones.nearest("").empty());
    CHECK(SystemZones("/nonexistent").nearest("Europe/London").empty());
}

}  // namespace
}  // namespace dsupport
