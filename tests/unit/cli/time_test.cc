#include "cli/ui/time.hh"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "tests/unit/support/fakes.hh"

using namespace dsupport;

namespace {

/// London by its rule of 2026: summer time from 29 March to 25 October, 01:00 UTC.
class London final : public Zone {
  public:
    ZonedTime at(Instant t) const override {
        const bool summer = t >= test::at("2026-03-29T01:00:00Z") && t < test::at("2026-10-25T01:00:00Z");
        const std::int64_t offset = summer ? 3600 : 0;
        return {{t.ms / kSecond + offset}, offset, summer ? "BST" : "GMT"};
    }
};

const London kLondon;
const Instant kNow = test::at("2026-11-24T10:00:00Z");  // a Tuesday

std::string parsed(std::string_view text, Direction direction = Direction::future) {
    const auto t = read_time(text, kNow, kLondon, direction);
    return t ? rfc3339(*t) : t.error().message;
}

/// What a child process with this zone prints, because a process has one zone.
std::string in_zone(const std::string& name, Instant t, Instant now) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const auto pid = ::fork();
    if (pid == 0) {
        const LocalZone zone(name);
        const auto w = zone.at(t).wall;
        const auto text = local_time(t, now, zone) + (zone.moment(w) == t ? "" : " (not the same moment)");
        const auto written = ::write(ends[1], text.data(), text.size());
        ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::array<char, 200> buffer{};
    const auto got = ::read(ends[0], buffer.data(), buffer.size());
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    CHECK(status == 0);
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

}  // namespace

TEST_CASE("relative times use the largest unit") {
    CHECK(relative_time(kNow, kNow) == "now");
    CHECK(relative_time(kNow + -59 * kSecond, kNow) == "now");
    CHECK(relative_time(kNow + -4 * kMinute, kNow) == "4 min ago");
    CHECK(relative_time(kNow + 2 * kHour, kNow) == "in 2 h");
    CHECK(relative_time(kNow + -47 * kHour, kNow) == "1 d ago");
    CHECK(relative_time(kNow + -65 * kDay, kNow) == "2 mo ago");
    CHECK(relative_time(kNow + -800 * kDay, kNow) == "2 y ago");
}

TEST_CASE("local times name the day and the zone, and the year when it is another") {
    CHECK(local_time(test::at("2026-11-27T17:00:00Z"), kNow, kLondon) == "Fri 27 Nov 17:00 GMT");
    CHECK(local_time(test::at("2026-07-05T08:09:00Z"), kNow, kLondon) == "Sun 5 Jul 09:09 BST");
    CHECK(local_time(test::at("2027-01-01T00:00:00Z"), kNow, kLondon) == "Fri 1 Jan 2027 00:00 GMT");
    CHECK(format_time(TimeStyle::iso, kNow, kNow, kLondon) == "2026-11-24T10:00:00Z");
}

TEST_CASE("exact times are read as they are") {
    CHECK(parsed("2026-11-24T09:00:00+01:00") == "2026-11-24T08:00:00Z");
    CHECK(parsed("2026-07-24 09:00") == "2026-07-24T08:00:00Z");
    CHECK(parsed("2026-07-24T09:00:30") == "2026-07-24T08:00:30Z");
    CHECK(parsed("2026-11-24") == "2026-11-24T00:00:00Z");
    CHECK(parsed("now") == "2026-11-24T10:00:00Z");
}

TEST_CASE("named days are read in the own zone") {
    CHECK(parsed("tomorrow 9:00") == "2026-11-25T09:00:00Z");
    CHECK(parsed(" Tomorrow  9:00 ") == "2026-11-25T09:00:00Z");
    CHECK(parsed("today 17:00") == "2026-11-24T17:00:00Z");
    CHECK(parsed("today 8:00") == "2026-11-24T08:00:00Z");
    CHECK(parsed("yesterday 23:30") == "2026-11-23T23:30:00Z");
    CHECK(parsed("tomorrow") == "2026-11-25T00:00:00Z");
}

TEST_CASE("a weekday is the next such day, or the last one") {
    CHECK(parsed("fri 17:00") == "2026-11-27T17:00:00Z");
    CHECK(parsed("friday 17:00", Direction::past) == "2026-11-20T17:00:00Z");
    CHECK(parsed("tue 17:00") == "2026-11-24T17:00:00Z");
    CHECK(parsed("tue 10:00") == "2026-12-01T10:00:00Z");
    CHECK(parsed("tue 10:00", Direction::past) == "2026-11-24T10:00:00Z");
    CHECK(parsed("tue 17:00", Direction::past) == "2026-11-17T17:00:00Z");
    CHECK(parsed("mon") == "2026-11-30T00:00:00Z");
    CHECK(parsed("9:40") == "2026-11-25T09:40:00Z");
    CHECK(parsed("9:40", Direction::past) == "2026-11-24T09:40:00Z");
}

TEST_CASE("spans count from now") {
    CHECK(parsed("in 2h") == "2026-11-24T12:00:00Z");
    CHECK(parsed("in 1 h 30 min") == "2026-11-24T11:30:00Z");
    CHECK(parsed("2d ago") == "2026-11-22T10:00:00Z");
}

TEST_CASE("a span alone lies where the time must lie") {
    CHECK(parsed("2h") == "2026-11-24T12:00:00Z");
    CHECK(parsed("2h", Direction::past) == "2026-11-24T08:00:00Z");
    CHECK(parsed("7 days", Direction::past) == "2026-11-17T10:00:00Z");
}

TEST_CASE("a time of day may be said in halves of twelve hours") {
    CHECK(parsed("9am", Direction::past) == "2026-11-24T09:00:00Z");
    CHECK(parsed("9:30 PM") == "2026-11-24T21:30:00Z");
    CHECK(parsed("tomorrow 12am") == "2026-11-25T00:00:00Z");
    CHECK(parsed("tomorrow 12pm") == "2026-11-25T12:00:00Z");
    CHECK(parsed("fri 5pm") == "2026-11-27T17:00:00Z");
    CHECK(parsed("13pm") == "'13pm' is not a time");
    CHECK(parsed("0am") == "'0am' is not a time");
}

TEST_CASE("a day of a month is the next such day, or the last one") {
    CHECK(parsed("24 Dec") == "2026-12-24T00:00:00Z");
    CHECK(parsed("dec 24 17:00") == "2026-12-24T17:00:00Z");
    CHECK(parsed("24 December 2027 9am") == "2027-12-24T09:00:00Z");
    CHECK(parsed("5 jan") == "2027-01-05T00:00:00Z");
    CHECK(parsed("5 jul", Direction::past) == "2026-07-04T23:00:00Z");
    CHECK(parsed("29 feb") == "2028-02-29T00:00:00Z");
    CHECK(parsed("31 feb") == "'31 feb' is not a time");
    CHECK(parsed("24 de") == "'24 de' is not a time");
}

TEST_CASE("what is not a time is refused with a hint") {
    for (const auto* text :
         {"", "17", "1700", "someday", "fri 25:00", "fri 17", "2026-02-30", "2026-11-24 9", "12:60", "in 5",
          "in", "f 9:00", "fr 9:00", "2026-13-01", "tomorrow 9:00 x", "9:5", "in 1h x"}) {
        CAPTURE(text);
        const auto t = read_time(text, kNow, kLondon);
        REQUIRE_FALSE(t);
        CHECK(t.error().kind == ErrorKind::usage);
        CHECK_FALSE(t.error().hint.empty());
    }
    CHECK(parsed("17") == "'17' could be any time");
}

TEST_CASE("a time that the clocks skip is the moment they jump") {
    CHECK(rfc3339(kLondon.moment(*CivilTime::make(2026, 3, 29, 1, 30, 0))) == "2026-03-29T01:00:00Z");
    CHECK(rfc3339(kLondon.moment(*CivilTime::make(2026, 3, 29, 2, 0, 0))) == "2026-03-29T01:00:00Z");
    CHECK(rfc3339(kLondon.moment(*CivilTime::make(2026, 3, 29, 0, 59, 59))) == "2026-03-29T00:59:59Z");
}

TEST_CASE("a time that the clocks show twice is the earlier one") {
    CHECK(rfc3339(kLondon.moment(*CivilTime::make(2026, 10, 25, 1, 30, 0))) == "2026-10-25T00:30:00Z");
    CHECK(rfc3339(kLondon.moment(*CivilTime::make(2026, 10, 25, 2, 0, 0))) == "2026-10-25T02:00:00Z");
}

TEST_CASE("of a time that the clocks show twice the nearest on the wanted side is meant") {
    const auto meant = [](std::string_view text, const char* now, Direction direction) {
        return rfc3339(read_time(text, test::at(now), kLondon, direction).value());
    };
    const auto past = Direction::past, future = Direction::future;
    for (const auto* text : {"1:05", "sun 1:05", "today 1:05"}) {
        CAPTURE(text);
        CHECK(meant(text, "2026-10-25T01:10:00Z", past) == "2026-10-25T01:05:00Z");
        CHECK(meant(text, "2026-10-25T01:00:00Z", past) == "2026-10-25T00:05:00Z");
        CHECK(meant(text, "2026-10-25T00:00:00Z", future) == "2026-10-25T00:05:00Z");
        CHECK(meant(text, "2026-10-25T00:30:00Z", future) == "2026-10-25T01:05:00Z");
    }
    CHECK(meant("1:05", "2026-10-25T00:04:00Z", past) == "2026-10-24T00:05:00Z");
    CHECK(meant("1:05", "2026-10-25T01:06:00Z", future) == "2026-10-26T01:05:00Z");
    CHECK(meant("2026-10-25 1:05", "2026-10-25T01:10:00Z", past) == "2026-10-25T00:05:00Z");
}

TEST_CASE("durations have units") {
    CHECK(read_duration("90s").value() == 90 * kSecond);
    CHECK(read_duration("4m").value() == 4 * kMinute);
    CHECK(read_duration("4 min").value() == 4 * kMinute);
    CHECK(read_duration("1h30m").value() == 90 * kMinute);
    CHECK(read_duration("2d").value() == 2 * kDay);
    CHECK(read_duration("1w").value() == 7 * kDay);
    for (const auto* text : {"", "4", "m", "4x", "-4m", "1.5h", "4m 3", "1 0m", "99999999999m", "4 months"}) {
        CAPTURE(text);
        REQUIRE_FALSE(read_duration(text));
        CHECK(read_duration(text).error().kind == ErrorKind::usage);
    }
    CHECK(read_duration("4").error().hint.find("4m") != std::string::npos);
}

TEST_CASE("the zone of the process comes from the zone database") {
    const auto summer = test::at("2026-07-05T08:00:00Z");
    CHECK(in_zone("Europe/London", summer, kNow) == "Sun 5 Jul 09:00 BST");
    CHECK(in_zone("Asia/Kathmandu", summer, kNow) == "Sun 5 Jul 13:45 +0545");
    CHECK(in_zone("UTC", summer, kNow) == "Sun 5 Jul 08:00 UTC");
}

TEST_CASE("a zone that does not exist is an error of the configuration") {
    CHECK(check_zone_name(""));
    CHECK(check_zone_name("UTC"));
    CHECK(check_zone_name("Europe/London"));
    for (const auto* name :
         {"Europe/Londn", "Europe", "../zoneinfo/UTC", "/etc/localtime", ":UTC", "zone.tab", "GMT+99"}) {
        CAPTURE(name);
        const auto checked = check_zone_name(name);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().kind == ErrorKind::config);
    }
}

TEST_CASE("time styles have names") {
    CHECK(parse_time_style("local") == TimeStyle::local);
    CHECK_FALSE(parse_time_style("utc").has_value());
}
