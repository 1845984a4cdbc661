#include "lib/base/civil.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

std::string made(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) {
    const auto t = CivilTime::make(year, month, day, hour, minute, second);
    return t ? t->text() : "nothing";
}

TEST_CASE("a civil time is made only of a real date and time") {
    CHECK(made(1970, 1, 1) == "1970-01-01T00:00:00");
    CHECK(CivilTime::make(1970, 1, 1)->seconds == 0);
    CHECK(made(2028, 2, 29, 23, 59, 59) == "2028-02-29T23:59:59");
    CHECK(made(1969, 12, 31, 23, 59, 59) == "1969-12-31T23:59:59");
    CHECK(CivilTime::make(1969, 12, 31, 23, 59, 59)->seconds == -1);
    CHECK(made(2027, 2, 29) == "nothing");
    CHECK(made(2027, 13, 1) == "nothing");
    CHECK(made(2027, 0, 1) == "nothing");
    CHECK(made(2027, 4, 31) == "nothing");
    CHECK(made(2027, 4, 1, 24) == "nothing");
    CHECK(made(2027, 4, 1, 0, 60) == "nothing");
    CHECK(made(2016, 12, 31, 23, 59, 60) == "nothing");
    CHECK(made(10000, 1, 1) == "nothing");
}

TEST_CASE("months later keep the day and the time") {
    const auto t = *CivilTime::make(2026, 11, 28, 9, 30);
    CHECK(t.plus_months(1).text() == "2026-12-28T09:30:00");
    CHECK(t.plus_months(3).text() == "2027-02-28T09:30:00");
    CHECK(t.plus_months(-11).text() == "2025-12-28T09:30:00");
    CHECK(t.plus_months(0) == t);
    CHECK(CivilTime::make(2026, 1, 31)->plus_months(1).text() == "2026-02-28T00:00:00");
    CHECK(t.year() == 2026);
    CHECK(t.day() == 28);
}

TEST_CASE("a duration needs a unit and names each unit once, the largest first") {
    CHECK(parse_duration("90s") == 90 * kSecond);
    CHECK(parse_duration("1h30m") == kHour + 30 * kMinute);
    CHECK(parse_duration("2d") == 2 * kDay);
    CHECK(parse_duration("1w1d") == 8 * kDay);
    CHECK(parse_duration("0s") == 0);
    for (const auto* bad : {"", "90", "h", "1h30", "30m1h", "1h1h", "-1h", "1.5h", "1 h", "1H",
                            "99999999999999999999s", "36601d", "1y"})
        CHECK_MESSAGE(!parse_duration(bad), bad);
}

TEST_CASE("a duration is written in its shortest form and reads back") {
    CHECK(duration_text(90 * kMinute) == "1h30m");
    CHECK(duration_text(14 * kDay) == "2w");
    CHECK(duration_text(8 * kDay) == "8d");
    CHECK(duration_text(0) == "0s");
    for (const auto ms : {kSecond, 61 * kSecond, 25 * kHour, 400 * kDay})
        CHECK(parse_duration(duration_text(ms)) == ms);
}

}  // namespace
}  // namespace dsupport
