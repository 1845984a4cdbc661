#include "lib/base/instant.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

struct Example {
    std::int64_t ms;
    const char* iso;
    const char* mail;
};

constexpr Example kExamples[] = {
    {0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000"},
    {-1000, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 +0000"},
    {951825600000, "2000-02-29T12:00:00Z", "Tue, 29 Feb 2000 12:00:00 +0000"},
    {1795510800000, "2026-11-24T09:00:00Z", "Tue, 24 Nov 2026 09:00:00 +0000"},
    {253402300799000, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 +0000"},
    {-62135596800000, "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000"},
};

TEST_CASE("known moments are written and read") {
    for (const auto& e : kExamples) {
        CAPTURE(e.iso);
        CHECK(rfc3339(Instant{e.ms}) == e.iso);
        CHECK(rfc5322_date(Instant{e.ms}) == e.mail);
        CHECK(parse_rfc3339(e.iso) == Instant{e.ms});
    }
}

TEST_CASE("milliseconds are shown on demand only, and round down before 1970 too") {
    CHECK(rfc3339(Instant{1795510800123}) == "2026-11-24T09:00:00Z");
    CHECK(rfc3339(Instant{1795510800123}, true) == "2026-11-24T09:00:00.123Z");
    CHECK(rfc3339(Instant{1795510800007}, true) == "2026-11-24T09:00:00.007Z");
    CHECK(rfc3339(Instant{-1}, true) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("offsets, lower case and a space before the time are read") {
    const Instant nine{1795510800000};
    for (const auto* text :
         {"2026-11-24T10:00:00+01:00", "2026-11-24T03:30:00-05:30", "2026-11-24t09:00:00z",
          "2026-11-24 09:00:00Z", "2026-11-25T08:59:00+23:59", "2026-11-24T09:00:00-00:00"}) {
        CAPTURE(text);
        CHECK(parse_rfc3339(text) == nine);
    }
}

TEST_CASE("a fraction is read to the millisecond and cut there") {
    CHECK(parse_rfc3339("2026-11-24T09:00:00.5Z") == Instant{1795510800500});
    CHECK(parse_rfc3339("2026-11-24T09:00:00.123456789Z") == Instant{1795510800123});
    CHECK(parse_rfc3339("2026-11-24T09:00:00.0009Z") == Instant{1795510800000});
}

TEST_CASE("a leap second is the second after it") {
    CHECK(parse_rfc3339("2016-12-31T23:59:60Z") == parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is not a whole RFC 3339 time in a real calendar is refused") {
    for (const auto* text : {"",
                             "2026",
                             "2026-11-24",
                             "2026-11-24T09:00",
                             "2026-11-24T09:00Z",
                             "2026-11-24T09:00:00",
                             "2026-11-24T09:00:00.Z",
                             "2026-11-24T09:00:00 Z",
                             "2026-11-24T09:00:00Zx",
                             " 2026-11-24T09:00:00Z",
                             "2026-1-24T09:00:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-11-31T00:00:00Z",
                             "2026-11-00T00:00:00Z",
                             "2026-11-24T24:00:00Z",
                             "2026-11-24T09:60:00Z",
                             "2026-11-24T09:00:61Z",
                             "2026-11-24T09:00:00+24:00",
                             "2026-11-24T09:00:00+01:60",
                             "2026-11-24T09:00:00+0100",
                             "2026-11-24T09:00:00+1:00",
                             "-026-11-24T09:00:00Z",
                             "+2026-11-24T09:00:00Z",
                             "2026-11-24T-9:00:00Z",
                             "2026-11-24_09:00:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rfc3339(text));
    }
}

TEST_CASE("instants are ordered and counted in milliseconds") {
    const Instant t{1000};
    CHECK(t + kMinute == Instant{61000});
    CHECK((t + kDay) - t == 86400000);
    CHECK(t < t + 1);
}

}  // namespace
}  // namespace dsupport
