#include "lib/base/zone_table.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/fakes.hh"

namespace dsupport {
namespace {

using test::at;

std::string big_endian(std::int64_t value, int width) {
    std::string out;
    for (int i = width - 1; i >= 0; --i)
        out +=
            static_cast<char>(static_cast<std::uint64_t>(value) >> (8U * static_cast<unsigned>(i)) & 0xFFU);
    return out;
}

struct Change {
    std::string_view at;
    int type;
};

std::string header(char version, std::size_t times, std::size_t types, std::size_t names,
                   std::size_t leaps = 0) {
    std::string out = std::string("TZif") + version + std::string(15, '\0');
    for (const auto n : {std::size_t{0}, std::size_t{0}, leaps, times, types, names})
        out += big_endian(static_cast<std::int64_t>(n), 4);
    return out;
}

/// A file of version 2 whose types are standard (`STD`) and summer (`SUM`) time, by RFC 8536 section 3.
std::string tzif(const std::vector<Change>& changes, std::int64_t standard_s, std::int64_t summer_s,
                 const std::string& rule) {
    auto out =
        header('2', 0, 1, 4) + big_endian(standard_s, 4) + std::string(2, '\0') + std::string("STD\0", 4);
    out += header('2', changes.size(), 2, 8);
    for (const auto& change : changes) out += big_endian(at(change.at).ms / kSecond, 8);
    for (const auto& change : changes) out += static_cast<char>(change.type);
    out += big_endian(standard_s, 4) + std::string("\0\0", 2);
    out += big_endian(summer_s, 4) + std::string("\1\4", 2);
    out += std::string("STD\0SUM\0", 8);
    return out + "\n" + rule + "\n";
}

ZoneTable table(const std::string& bytes) {
    const auto read = ZoneTable::read(bytes);
    REQUIRE(read);
    return *read;
}

std::string earliest(const ZoneTable& zone, int month, int day, int hour, int minute = 0) {
    return rfc3339(zone.earliest(*CivilTime::make(2026, month, day, hour, minute)));
}

TEST_CASE("the table of no file is UTC") {
    const ZoneTable utc;
    CHECK(utc.local(at("2026-11-24T09:00:00Z")).text() == "2026-11-24T09:00:00");
    CHECK(utc.at(at("1900-01-01T00:00:00Z")).abbreviation == "UTC");
    CHECK(earliest(utc, 11, 24, 9) == "2026-11-24T09:00:00Z");
}

TEST_CASE("a time that is skipped is the jump and one that comes twice its first reading") {
    // New York in 2026: from 02:00 to 03:00 on 8 March, from 02:00 back to 01:00 on 1 November.
    const auto zone =
        table(tzif({{"2026-03-08T07:00:00Z", 1}, {"2026-11-01T06:00:00Z", 0}}, -18000, -14400, ""));
    CHECK(earliest(zone, 3, 8, 1, 59) == "2026-03-08T06:59:00Z");
    CHECK(earliest(zone, 3, 8, 2) == "2026-03-08T07:00:00Z");
    CHECK(earliest(zone, 3, 8, 2, 30) == "2026-03-08T07:00:00Z");
    CHECK(earliest(zone, 3, 8, 3) == "2026-03-08T07:00:00Z");
    CHECK(earliest(zone, 3, 8, 3, 1) == "2026-03-08T07:01:00Z");
    CHECK(earliest(zone, 11, 1, 1, 30) == "2026-11-01T05:30:00Z");
    CHECK(earliest(zone, 11, 1, 2) == "2026-11-01T07:00:00Z");
    CHECK(zone.local(at("2026-11-01T06:30:00Z")).text() == "2026-11-01T01:30:00");
    CHECK(zone.at(at("2026-06-01T00:00:00Z")).abbreviation == "SUM");
    CHECK(zone.at(at("2027-06-01T00:00:00Z")).abbreviation == "STD");
    CHECK(zone.at(at("2026-03-08T06:59:59Z")).offset_s == -18000);
    CHECK(zone.at({at("2026-03-08T07:00:00Z").ms - 1}).offset_s == -18000);
}

TEST_CASE("a whole day that is skipped is one jump") {
    // Apia crossed the date line at the end of 29 December 2011.
    const auto zone = table(tzif({{"2011-12-30T10:00:00Z", 1}}, -36000, 50400, ""));
    CHECK(rfc3339(zone.earliest(*CivilTime::make(2011, 12, 30, 12))) == "2011-12-30T10:00:00Z");
    CHECK(zone.local(at("2011-12-30T10:00:00Z")).text() == "2011-12-31T00:00:00");
}

TEST_CASE("the rule at the end goes on after the last change, past 2037 too") {
    const auto zone = table(tzif({{"2026-03-29T01:00:00Z", 1}}, 0, 3600, "GMT0BST,M3.5.0/1,M10.5.0"));
    CHECK(zone.at(at("2026-10-25T00:59:59Z")).abbreviation == "SUM");
    CHECK(zone.at(at("2026-10-25T01:00:00Z")).abbreviation == "GMT");
    CHECK(zone.at(at("2037-07-01T00:00:00Z")).offset_s == 3600);
    CHECK(zone.at(at("2045-07-01T00:00:00Z")).offset_s == 3600);
}

TEST_CASE("a file of version 1 has times of four bytes and no rule") {
    auto bytes = header('\0', 1, 2, 8) + big_endian(at("2026-03-29T01:00:00Z").ms / kSecond, 4) + "\1";
    bytes += big_endian(0, 4) + std::string("\0\0", 2) + big_endian(3600, 4) + std::string("\1\4", 2) +
             std::string("STD\0SUM\0", 8);
    CHECK(table(bytes).at(at("2026-06-01T00:00:00Z")).offset_s == 3600);
}

TEST_CASE("what is no whole file of a zone is refused") {
    const auto whole = tzif({{"2026-03-29T01:00:00Z", 1}}, 0, 3600, "GMT0BST,M3.5.0/1,M10.5.0");
    for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
        const auto read = ZoneTable::read(whole.substr(0, size));
        CHECK(!read);
        if (!read) CHECK(read.error().kind == ErrorKind::bad_data);
    }
    CHECK(!ZoneTable::read("no zone at all, but long enough for its header of 44 bytes"));
    CHECK(!ZoneTable::read(tzif({}, 0, 3600, "no rule")));
    CHECK(!ZoneTable::read(tzif({{"2026-03-29T01:00:00Z", 7}}, 0, 3600, "")));
    CHECK(!ZoneTable::read(tzif({{"2026-03-29T01:00:00Z", 1}, {"2026-03-28T01:00:00Z", 0}}, 0, 3600, "")));
    auto leaps = header('\0', 0, 1, 4, 1) + big_endian(0, 4) + std::string(2, '\0') + std::string("STD\0", 4);
    CHECK(!ZoneTable::read(leaps + big_endian(78796800, 4) + big_endian(1, 4)));
}

}  // namespace
}  // namespace dsupport
