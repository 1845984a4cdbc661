#include "lib/rota/rota.hh"

#include <doctest/doctest.h>

#include "lib/rota/duty.hh"

#include "tests/unit/support/fakes.hh"

namespace dsupport {
namespace {

using test::at;

/// UTC and two zones of our own: "Plus5" is five hours ahead for ever, "Summer" is UTC until
/// 2026-03-29T01:00Z, an hour ahead until 2026-10-25T01:00Z, then UTC again.
class FakeZones : public TimeZones {
  public:
    bool known(std::string_view zone) const override {
        return zone == "UTC" || zone == "Plus5" || zone == "Summer";
    }
    Instant earliest(CivilTime civil, std::string_view zone) const override {
        const auto t = Instant{civil.seconds * kSecond};
        if (zone == "Plus5") return t + -5 * kHour;
        if (zone != "Summer") return t;
        if (t >= kBegins && t < kBegins + kHour) return kBegins;
        return t >= kBegins && t < kEnds + kHour ? t + -kHour : t;
    }
    CivilTime local(Instant t, std::string_view zone) const override {
        const auto ahead = zone == "Plus5"                                 ? 5 * kHour
                           : zone == "Summer" && t >= kBegins && t < kEnds ? kHour
                                                                           : 0;
        return {(t.ms + ahead) / kSecond};
    }
    std::string nearest(std::string_view) const override { return {}; }
    const std::string& version() const override {
        static const std::string kVersion = "made up";
        return kVersion;
    }

  private:
    const Instant kBegins = at("2026-03-29T01:00:00Z"), kEnds = at("2026-10-25T01:00:00Z");
};
const FakeZones kZones;

CivilTime civil(int month, int day, int hour, int minute = 0) {
    return *CivilTime::make(2026, month, day, hour, minute);
}

Ring ring(std::vector<PersonId> order, Turn every = {}, CivilTime from = civil(1, 5, 9),
          std::string tz = "UTC") {
    Ring out;
    out.from = from;
    out.tz = std::move(tz);
    out.every = every;
    out.order = std::move(order);
    return out;
}

const PersonId kA{"ada"}, kB{"bo"}, kC{"cy"}, kD{"dee"};

Team team(std::vector<Ring> first, std::vector<Ring> technical = {}) {
    Team out;
    for (const auto& id : {kA, kB, kC, kD}) out.people[id] = {};
    out.rota.rings = {std::move(first), std::move(technical)};
    return out;
}

Duty on(const Team& t, std::string_view when) {
    const auto result = duty(Rota(t, {}, kZones), at(when));
    REQUIRE(result);
    return *result;
}

/// The people in all seats, `-` for a vacant one.
std::string seats(const Team& t, std::string_view when) {
    std::string out;
    for (const auto& seat : on(t, when).seats)
        out += (out.empty() ? "" : " ") + (seat.vacant() ? "-" : seat.person.value);
    return out;
}

std::string span(const Seat& seat) {
    return rfc3339(seat.since) + " " + rfc3339(seat.until);
}

TEST_CASE("a weekly ring goes round by the clocks of its zone") {
    const auto t = team({ring({kA, kB, kC})});
    CHECK(seats(t, "2026-01-05T09:00:00Z") == "ada");
    CHECK(seats(t, "2026-01-12T08:59:59Z") == "ada");
    CHECK(seats(t, "2026-01-12T09:00:00Z") == "bo");
    CHECK(seats(t, "2026-01-19T09:00:00Z") == "cy");
    CHECK(seats(t, "2026-01-26T09:00:00Z") == "ada");
    const auto seat = on(t, "2026-01-15T00:00:00Z").seats.at(0);
    CHECK(seat.turn == 1);
    CHECK(seat.reason == SeatReason::rotation);
    CHECK(span(seat) == "2026-01-12T09:00:00Z 2026-01-19T09:00:00Z");
    CHECK(on(t, "2026-01-15T00:00:00Z").holder(Role::first_level) == kB);
    CHECK(on(t, "2026-01-15T00:00:00Z").holder(Role::technical).empty());
}

TEST_CASE("the zone of a ring decides when it turns") {
    const auto t = team({ring({kA, kB}, {}, civil(1, 5, 9), "Plus5")});
    CHECK(seats(t, "2026-01-12T03:59:59Z") == "ada");
    CHECK(seats(t, "2026-01-12T04:00:00Z") == "bo");
}

TEST_CASE("turns keep their wall time when the clocks change") {
    const auto t = team({ring({kA, kB}, {}, civil(3, 23, 9), "Summer")});
    CHECK(span(on(t, "2026-03-25T00:00:00Z").seats.at(0)) == "2026-03-23T09:00:00Z 2026-03-30T08:00:00Z");
    const auto back = team({ring({kA, kB}, {}, civil(10, 19, 9), "Summer")});
    CHECK(span(on(back, "2026-10-20T00:00:00Z").seats.at(0)) == "2026-10-19T08:00:00Z 2026-10-26T09:00:00Z");
}

TEST_CASE("a skipped handoff happens at the change and a repeated one at its first reading") {
    const auto skipped = team({ring({kA, kB}, {Turn::Unit::day, 1}, civil(3, 28, 1, 30), "Summer")});
    CHECK(span(on(skipped, "2026-03-28T12:00:00Z").seats.at(0)) ==
          "2026-03-28T01:30:00Z 2026-03-29T01:00:00Z");
    CHECK(span(on(skipped, "2026-03-29T12:00:00Z").seats.at(0)) ==
          "2026-03-29T01:00:00Z 2026-03-30T00:30:00Z");
    const auto repeated = team({ring({kA, kB}, {Turn::Unit::day, 1}, civil(10, 24, 1, 30), "Summer")});
    CHECK(span(on(repeated, "2026-10-24T12:00:00Z").seats.at(0)) ==
          "2026-10-24T00:30:00Z 2026-10-25T00:30:00Z");
    CHECK(span(on(repeated, "2026-10-25T12:00:00Z").seats.at(0)) ==
          "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z");
}

TEST_CASE("an hour that is skipped has no holder and the turns go on as before") {
    const auto t = team({ring({kA, kB, kC}, {Turn::Unit::hour, 1}, civil(3, 29, 0), "Summer")});
    CHECK(seats(t, "2026-03-29T00:30:00Z") == "ada");
    CHECK(seats(t, "2026-03-29T01:00:00Z") == "cy");  // bo's hour, 01:00 to 02:00, does not exist
    CHECK(seats(t, "2026-03-29T02:00:00Z") == "ada");
    CHECK(on(t, "2026-03-29T01:00:00Z").seats.at(0).turn == 2);
}

TEST_CASE("turns of months start on the day of the anchor") {
    const auto t = team({ring({kA, kB}, {Turn::Unit::month, 1}, civil(1, 28, 9))});
    CHECK(seats(t, "2026-02-28T08:59:59Z") == "ada");
    CHECK(seats(t, "2026-02-28T09:00:00Z") == "bo");
    CHECK(seats(t, "2026-03-28T09:00:00Z") == "ada");
    CHECK(span(on(t, "2036-02-28T09:00:00Z").seats.at(0)) == "2036-02-28T09:00:00Z 2036-03-28T09:00:00Z");
    CHECK(on(t, "2036-02-28T09:00:00Z").seats.at(0).turn == 121);
}

TEST_CASE("every turn is found for every length of turn") {
    for (const auto every : {Turn{Turn::Unit::hour, 1}, Turn{Turn::Unit::hour, 8}, Turn{Turn::Unit::day, 1},
                             Turn{Turn::Unit::week, 2}, Turn{Turn::Unit::month, 3}})
        for (const auto* zone : {"UTC", "Plus5", "Summer"}) {
            const auto r = ring({kA}, every, civil(1, 5, 9), zone);
            for (std::int64_t k = 0; k < 9000; k += 7) {
                const auto start = turn_start(r, k, kZones);
                if (turn_start(r, k + 1, kZones) == start) continue;
                REQUIRE(turn_at(r, start, kZones) == k);
                REQUIRE((k == 0 || turn_at(r, start + -1, kZones) < k));
            }
        }
}

TEST_CASE("a capacity of two takes two people of the order at a time") {
    auto two = ring({kA, kB, kC});
    two.capacity = 2;
    const auto t = team({two});
    CHECK(seats(t, "2026-01-05T09:00:00Z") == "ada bo");
    CHECK(seats(t, "2026-01-12T09:00:00Z") == "cy ada");
    CHECK(seats(t, "2026-01-19T09:00:00Z") == "bo cy");
}

TEST_CASE("the newest version in force decides and starts its own count") {
    const auto t = team({ring({kA, kB}), ring({kC, kD}, {Turn::Unit::day, 1}, civil(1, 14, 12))});
    CHECK(seats(t, "2026-01-14T11:59:59Z") == "bo");
    CHECK(seats(t, "2026-01-14T12:00:00Z") == "cy");
    CHECK(seats(t, "2026-01-15T12:00:00Z") == "dee");
    CHECK(on(t, "2026-01-14T12:00:00Z").seats.at(0).turn == 0);
    CHECK(span(on(t, "2026-01-13T00:00:00Z").seats.at(0)) == "2026-01-12T09:00:00Z 2026-01-14T12:00:00Z");
}

TEST_CASE("before the first version and from 2038 on there is no answer") {
    const auto t = team({ring({kA})});
    for (const auto* when : {"2026-01-05T08:59:59Z", "2038-01-01T00:00:00Z"}) {
        const auto result = duty(Rota(t, {}, kZones), at(when));
        REQUIRE(!result);
        CHECK(result.error().kind == ErrorKind::negative);
    }
    CHECK(duty(Rota(t, {}, kZones), at("2037-12-31T23:59:59Z")));
    const Team nobody;
    CHECK(duty(Rota(nobody, {}, kZones), at("2026-06-01T00:00:00Z")).error().message == "no rules in force");
}

TEST_CASE("a role without rules is a problem, not an error") {
    const auto result = on(team({ring({kA})}), "2026-02-01T00:00:00Z");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].seat.role == Role::technical);
    CHECK(result.problems[0].text == "no rules in force for technical");
}

TEST_CASE("a shifted ring never meets the other, an equal one always does") {
    auto shifted = team({ring({kA, kB, kC, kD})}, {ring({kB, kC, kD, kA})});
    CHECK(seats(shifted, "2026-01-05T09:00:00Z") == "ada bo");
    CHECK(seats(shifted, "2026-01-26T09:00:00Z") == "dee ada");
    const auto same = team({ring({kA, kB})}, {ring({kA, kB})});
    const auto result = on(same, "2026-01-05T09:00:00Z");
    CHECK(seats(same, "2026-01-05T09:00:00Z") == "ada -");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].kind == "conflict");
    CHECK(result.problems[0].text == "technical is vacant: ada has another seat at that time");
    CHECK(result.seats.at(1).turn_of == kA);
}

TEST_CASE("a conflict lasts as long as both turns do") {
    // Ada holds first-level on every second day; the week of technical is hers too.
    const auto t = team({ring({kA, kB}, {Turn::Unit::day, 1})}, {ring({kA, kC})});
    CHECK(seats(t, "2026-01-07T12:00:00Z") == "ada -");
    CHECK(span(on(t, "2026-01-07T12:00:00Z").seats.at(1)) == "2026-01-07T09:00:00Z 2026-01-08T09:00:00Z");
    CHECK(seats(t, "2026-01-08T12:00:00Z") == "bo ada");
    CHECK(span(on(t, "2026-01-08T12:00:00Z").seats.at(1)) == "2026-01-08T09:00:00Z 2026-01-09T09:00:00Z");
    // Cy's week is not touched by the days of the others.
    CHECK(span(on(t, "2026-01-14T12:00:00Z").seats.at(1)) == "2026-01-12T09:00:00Z 2026-01-19T09:00:00Z");
}

TEST_CASE("who left or is not active leaves the seat vacant") {
    auto t = team({ring({kA, kB})});
    t.rota.left[kA] = civil(1, 7, 0);
    CHECK(seats(t, "2026-01-06T23:59:59Z") == "ada");
    CHECK(seats(t, "2026-01-07T00:00:00Z") == "-");
    const auto result = on(t, "2026-01-08T00:00:00Z");
    CHECK(result.seats.at(0).reason == SeatReason::left);
    CHECK(span(result.seats.at(0)) == "2026-01-07T00:00:00Z 2026-01-12T09:00:00Z");
    CHECK(result.problems.at(0).text == "first-level is vacant: ada is not in the team any more");
    t.people[kB].active = false;
    CHECK(seats(t, "2026-01-12T09:00:00Z") == "-");
    CHECK(seats(team({ring({{"nobody"}})}), "2026-01-12T09:00:00Z") == "-");
}

TEST_CASE("with on_vacant next the first person who can steps in") {
    auto first = ring({kA, kB, kC, kD});
    first.on_vacant = OnVacant::next;
    auto t = team({first}, {ring({kB})});
    t.rota.left[kA] = civil(1, 1, 0);
    CHECK(seats(t, "2026-01-05T09:00:00Z") == "cy bo");  // bo has the other seat
    const auto seat = on(t, "2026-01-05T09:00:00Z").seats.at(0);
    CHECK(seat.reason == SeatReason::automatic);
    CHECK(seat.turn_of == kA);
    CHECK(on(t, "2026-01-05T09:00:00Z").problems.empty());
    t.people[kC].active = t.people[kD].active = false;
    CHECK(seats(t, "2026-01-05T09:00:00Z") == "- bo");
}

TEST_CASE("an order of one is always that person, an empty one is vacant") {
    CHECK(seats(team({ring({kA})}), "2027-06-05T09:00:00Z") == "ada");
    const auto result = on(team({ring({})}), "2027-06-05T09:00:00Z");
    CHECK(result.seats.at(0).reason == SeatReason::empty);
    CHECK(result.problems.at(0).text == "first-level is vacant: the order names nobody");
    auto two = ring({kA});
    two.capacity = 2;
    CHECK(seats(team({two}), "2027-06-05T09:00:00Z") == "ada -");
}

}  // namespace
}  // namespace dsupport
