#include "lib/base/tz_rule.hh"

#include <doctest/doctest.h>

#include "lib/base/instant.hh"

namespace dsupport {
namespace {

/// The changes of one year: `2026-03-08T07:00:00Z CDT -18000`.
std::string changes(std::string_view rule, int year) {
    const auto read = TzRule::parse(rule);
    if (!read) return "no rule";
    std::string out;
    for (const auto& change : read->changes(year, year))
        out += (out.empty() ? "" : "\n") + rfc3339({change.from * kSecond}) + " " + change.abbreviation +
               " " + std::to_string(change.offset_s);
    return out;
}

// The expected instants are those of `zdump -v` on the named zones.
TEST_CASE("a yearly rule gives the changes of each year in the order of time") {
    CHECK(changes("CST6CDT,M3.2.0,M11.1.0", 2026) ==  // America/Chicago
          "2026-03-08T08:00:00Z CDT -18000\n2026-11-01T07:00:00Z CST -21600");
    CHECK(changes("GMT0BST,M3.5.0/1,M10.5.0", 2026) ==  // Europe/London
          "2026-03-29T01:00:00Z BST 3600\n2026-10-25T01:00:00Z GMT 0");
    CHECK(changes("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2026) ==  // Australia/Lord_Howe
          "2026-04-04T15:00:00Z +1030 37800\n2026-10-03T15:30:00Z +11 39600");
    CHECK(changes("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 2026) ==  // Pacific/Chatham
          "2026-04-04T14:00:00Z +1245 45900\n2026-09-26T14:00:00Z +1345 49500");
    CHECK(changes("IST-1GMT0,M10.5.0,M3.5.0/1", 2026) ==  // Europe/Dublin, whose winter is the exception
          "2026-03-29T01:00:00Z IST 3600\n2026-10-25T01:00:00Z GMT 0");
    CHECK(changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026) ==  // America/Nuuk
          "2026-03-29T01:00:00Z -01 -3600\n2026-10-25T01:00:00Z -02 -7200");
}

TEST_CASE("days can be counted through the year, with or without 29 February") {
    CHECK(changes("AAA0BBB,J60/0,J365/0", 2028) ==
          "2028-03-01T00:00:00Z BBB 3600\n2028-12-30T23:00:00Z AAA 0");
    CHECK(changes("AAA0BBB,59/0,364/0", 2028) == "2028-02-29T00:00:00Z BBB 3600\n2028-12-29T23:00:00Z AAA 0");
    CHECK(changes("AAA0BBB,J1/0,J365/167", 2026)
              .starts_with("2026-01-01T00:00:00Z BBB 3600\n2027-01-06T22:00"));
}

TEST_CASE("a zone without changes has none") {
    CHECK(changes("<+0545>-5:45", 2026).empty());
    const auto kathmandu = TzRule::parse("<+0545>-5:45")->standard();
    CHECK(kathmandu.offset_s == 20700);
    CHECK(kathmandu.abbreviation == "+0545");
}

TEST_CASE("what is no rule is not read") {
    for (const auto* text : {"", "5", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                             "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-168", "<CET-1",
                             "CET-1CEST,M3.5.0,M10.5.0x", "CET-1:60", "CET-1CEST,J366,M10.5.0"})
        CHECK_MESSAGE(!TzRule::parse(text), text);
}

}  // namespace
}  // namespace dsupport
