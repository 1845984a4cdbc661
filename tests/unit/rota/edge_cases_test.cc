// The right answer in each edge case, one test a row of dsupport-rota(1)'s rules. Expected instants were
// worked out with another program's zones (Python's zoneinfo).
#include <doctest/doctest.h>

#include "lib/rota/check.hh"
#include "tests/unit/support/rota.hh"

namespace dsupport {
namespace {

using namespace test;

TEST_CASE("a handoff at 02:30 in the hour that spring skips happens at the jump") {
    Desk desk({ring("2020-03-06T02:30:00", kDaily, "ada bo", "America/Chicago")});
    CHECK(desk.span("2020-03-08T07:59:59Z") == "2020-03-07T08:30:00Z 2020-03-08T08:00:00Z");  // 23.5 h
    CHECK(desk.span("2020-03-08T08:00:00Z") == "2020-03-08T08:00:00Z 2020-03-09T07:30:00Z");  // 23.5 h
}

TEST_CASE("a handoff at 01:30 in the hour that autumn repeats happens at its first reading") {
    Desk desk({ring("2020-10-30T01:30:00", kDaily, "ada bo", "America/Chicago")});
    CHECK(desk.span("2020-11-01T06:29:59Z") == "2020-10-31T06:30:00Z 2020-11-01T06:30:00Z");
    CHECK(desk.span("2020-11-01T06:30:00Z") == "2020-11-01T06:30:00Z 2020-11-02T07:30:00Z");  // 25 h
}

TEST_CASE("weekly turns across daylight saving keep their wall time and leave no gap") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo", "Europe/London")});
    CHECK(desk.span("2026-03-25T00:00:00Z") == "2026-03-23T09:00:00Z 2026-03-30T08:00:00Z");  // 167 h
    CHECK(desk.span("2026-03-30T08:00:00Z") == "2026-03-30T08:00:00Z 2026-04-06T08:00:00Z");
    CHECK(desk.span("2026-10-20T00:00:00Z") == "2026-10-19T08:00:00Z 2026-10-26T09:00:00Z");  // 169 h
}

TEST_CASE("follow-the-sun blocks of 8 hours stay at 06, 14 and 22") {
    Desk desk({ring("2026-03-28T06:00:00", {Turn::Unit::hour, 8}, "ada bo cy", "Europe/London")});
    CHECK(desk.shifts_from("2026-03-28T23:00:00Z", "2026-03-29T13:30:00Z") ==
          "cy 2026-03-28T22:00:00Z\nada 2026-03-29T05:00:00Z\nbo 2026-03-29T13:00:00Z");  // the night has 7 h
    CHECK(desk.span("2026-10-25T02:00:00Z") == "2026-10-24T21:00:00Z 2026-10-25T06:00:00Z");  // and here 9 h
}

TEST_CASE("hourly turns over the gap skip a turn and do not shuffle the others") {
    Desk desk({ring("2026-03-29T00:00:00", kHourly, "ada bo cy", "Europe/London")});
    CHECK(desk.shifts_from("2026-03-29T00:00:00Z", "2026-03-29T02:30:00Z") ==
          "ada 2026-03-29T00:00:00Z\ncy 2026-03-29T01:00:00Z\nada 2026-03-29T02:00:00Z");
    Desk back({ring("2026-10-25T00:00:00", kHourly, "ada bo cy", "Europe/London")});
    CHECK(back.shifts_from("2026-10-24T23:00:00Z", "2026-10-25T02:30:00Z") ==
          "ada 2026-10-24T23:00:00Z\nbo 2026-10-25T00:00:00Z\ncy 2026-10-25T02:00:00Z");
}

TEST_CASE("half an hour, a midnight and a whole day can be missing") {
    Desk lord_howe({ring("2024-10-01T02:15:00", kDaily, "ada bo", "Australia/Lord_Howe")});
    CHECK(lord_howe.span("2024-10-05T15:30:00Z").starts_with("2024-10-05T15:30:00Z"));  // 02:30+11
    Desk santiago({ring("2024-09-01T00:00:00", kDaily, "ada bo", "America/Santiago")});
    CHECK(santiago.span("2024-09-08T12:00:00Z") == "2024-09-08T04:00:00Z 2024-09-09T03:00:00Z");  // 01:00-03
    Desk apia({ring("2011-12-27T12:00:00", kDaily, "ada bo cy", "Pacific/Apia")});
    CHECK(apia.shifts_from("2011-12-29T23:00:00Z", "2011-12-31T00:00:00Z") ==
          "cy 2011-12-29T22:00:00Z\nada 2011-12-30T10:00:00Z\nbo 2011-12-30T22:00:00Z");
}

TEST_CASE("offsets of quarters of an hour, Ramadan and 29 February are ordinary") {
    Desk kathmandu({ring("2026-01-01T09:00:00", kDaily, "ada bo", "Asia/Kathmandu")});
    CHECK(kathmandu.span("2026-03-29T06:15:00Z") == "2026-03-29T03:15:00Z 2026-03-30T03:15:00Z");
    Desk kolkata({ring("2026-01-01T09:00:00", kDaily, "ada bo", "Asia/Kolkata")});
    CHECK(kolkata.span("2026-03-29T06:15:00Z") == "2026-03-29T03:30:00Z 2026-03-30T03:30:00Z");
    // Morocco goes back an hour for Ramadan and forward again, at 03:00 and 02:00 of its clocks.
    Desk casablanca({ring("2025-02-20T02:30:00", kDaily, "ada bo", "Africa/Casablanca")});
    CHECK(casablanca.span("2025-02-23T12:00:00Z") == "2025-02-23T01:30:00Z 2025-02-24T02:30:00Z");
    CHECK(casablanca.span("2025-04-05T12:00:00Z") == "2025-04-05T02:30:00Z 2025-04-06T02:00:00Z");
    Desk leap({ring("2028-02-27T09:00:00", kDaily, "ada bo cy", "Europe/Madrid")});
    CHECK(leap.span("2028-02-29T12:00:00Z") == "2028-02-29T08:00:00Z 2028-03-01T08:00:00Z");
}

TEST_CASE("from 2038 on there is no answer and a span ends there") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    CHECK_THROWS_WITH(desk.on("2038-01-01T00:00:00Z"), "no answer for times from 2038 on");
    CHECK(desk.span("2037-12-31T23:59:59Z").ends_with(" 2038-01-01T00:00:00Z"));
}

TEST_CASE("exactly at a handoff the incoming person is on duty") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    CHECK(desk.seats("2026-01-12T08:59:59.999Z") == "ada");
    CHECK(desk.seats("2026-01-12T09:00:00Z") == "bo");
}

TEST_CASE("before the first version there are no rules in force") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    CHECK_THROWS_WITH(desk.on("2026-01-05T08:59:59Z"), "no rules in force");
}

TEST_CASE("one person is always on duty, nobody or only absent people never") {
    CHECK(Desk({ring("2026-01-05T09:00:00", kWeekly, "ada")}).seats("2031-05-05T09:00:00Z") == "ada");
    Desk nobody({ring("2026-01-05T09:00:00", kWeekly, "")});
    CHECK(nobody.seats("2026-05-05T09:00:00Z") == "-");
    CHECK(nobody.on("2026-05-05T09:00:00Z").problems.at(0).kind == "vacant");
    Desk absent({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    absent.team.rota.rings[0][0].on_vacant = OnVacant::next;
    absent.away("ada", "2026-05-01", "2026-06-01");
    absent.away("bo", "2026-05-01", "2026-06-01");
    CHECK(absent.seats("2026-05-05T09:00:00Z") == "-");
    CHECK(absent.on("2026-05-05T09:00:00Z").anybody_missing());
}

TEST_CASE("a person who is added joins at a boundary and nothing before it moves") {
    const auto old = ring("2026-01-05T09:00:00", kWeekly, "ada bo");
    Desk before({old});
    Desk after({old, ring("2026-03-02T09:00:00", kWeekly, "ada bo cy")});
    const Rota a(before.team, {}, system_zones()), b(after.team, {}, system_zones());
    const auto moved = moves(a, b, at("2026-01-05T09:00:00Z"), at("2026-04-06T09:00:00Z"));
    REQUIRE(!moved.empty());
    CHECK(rfc3339(moved.front().from) == "2026-03-16T09:00:00Z");
    CHECK(moved.front().before == PersonId{"ada"});
    CHECK(moved.front().after == PersonId{"cy"});
    CHECK(check_history(a, b, at("2026-02-25T00:00:00Z")));
}

TEST_CASE("a cover of a part of a shift is A, B, A and nothing else") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    desk.cover({first("2026-01-06T10:00:00", "2026-01-06T12:00:00", "cy"),
                first("2026-01-07T10:00:00", "2026-01-07T10:00:00", "dee")});
    desk.team.people[{"cy"}];
    CHECK(desk.shifts_from("2026-01-05T09:00:00Z", "2026-01-12T08:00:00Z") ==
          "ada 2026-01-05T09:00:00Z\ncy 2026-01-06T10:00:00Z\nada 2026-01-06T12:00:00Z");
    CHECK(desk.on("2026-01-06T11:00:00Z").seats.at(0).reason == SeatReason::cover);
    CHECK(desk.on("2026-01-06T11:00:00Z").seats.at(0).turn_of == PersonId{"ada"});
}

TEST_CASE("a cover over two shifts is cut by the handoff between them") {
    Desk desk({ring("2026-01-05T09:00:00", kDaily, "ada bo")});
    desk.team.people[{"cy"}];
    desk.cover({first("2026-01-06T00:00:00", "2026-01-07T00:00:00", "cy")});
    CHECK(desk.shifts_from("2026-01-06T00:00:00Z", "2026-01-07T00:00:01Z") ==
          "cy 2026-01-06T00:00:00Z\ncy 2026-01-06T09:00:00Z\nbo 2026-01-07T00:00:00Z");
}

TEST_CASE("a cover of a cover has the say inside and gives it back when it is cancelled") {
    Desk desk({ring("2026-01-05T00:00:00", kWeekly, "ada")});
    desk.team.people[{"bo"}], desk.team.people[{"cy"}];
    const auto outer = desk.cover({first("2026-01-06T09:00:00", "2026-01-06T13:00:00", "bo")}).made.id;
    desk.cover({first("2026-01-06T10:00:00", "2026-01-06T12:00:00", "cy")}, {outer});
    CHECK(desk.shifts_from("2026-01-06T09:00:00Z", "2026-01-06T14:00:00Z") ==
          "bo 2026-01-06T09:00:00Z\ncy 2026-01-06T10:00:00Z\nbo 2026-01-06T12:00:00Z\nada "
          "2026-01-06T13:00:00Z");
    CHECK(desk.on("2026-01-06T11:00:00Z").seats.at(0).rivals.empty());
    desk.exceptions.covers.at(1).live = false;
    CHECK(desk.seats("2026-01-06T11:00:00Z") == "bo");
    desk.exceptions.covers.at(0).live = false;
    CHECK(desk.seats("2026-01-06T11:00:00Z") == "ada");
}

TEST_CASE("a cover reaches what it replaced through one that was cancelled") {
    Desk desk({ring("2026-01-05T00:00:00", kWeekly, "ada")});
    for (const auto* name : {"bo", "cy", "dee"}) desk.team.people[{name}];
    const auto a = desk.cover({first("2026-01-06T09:00:00", "2026-01-06T13:00:00", "bo")}).made.id;
    const auto b = desk.cover({first("2026-01-06T09:00:00", "2026-01-06T13:00:00", "cy")}, {a}).made.id;
    desk.cover({first("2026-01-06T09:00:00", "2026-01-06T13:00:00", "dee")}, {b});
    desk.exceptions.covers.at(1).live = false;
    const auto seat = desk.on("2026-01-06T11:00:00Z").seats.at(0);
    CHECK(seat.person == PersonId{"dee"});
    CHECK(seat.rivals.empty());
}

TEST_CASE("of two covers without sight of each other the later one is used and both are named") {
    Desk desk({ring("2026-01-05T00:00:00", kWeekly, "ada")});
    desk.team.people[{"cy"}], desk.team.people[{"dee"}];
    desk.cover({first("2026-01-06T09:00:00", "2026-01-06T13:00:00", "cy")}, {}, "bo");
    desk.cover({first("2026-01-06T10:00:00", "2026-01-06T12:00:00", "dee")}, {}, "eve");
    CHECK(desk.seats("2026-01-06T09:30:00Z") == "cy");
    CHECK(desk.seats("2026-01-06T11:00:00Z") == "dee");
    const auto on = desk.on("2026-01-06T11:00:00Z");
    REQUIRE(on.problems.size() == 2);
    CHECK(on.problems.at(0).kind == "concurrent");
    CHECK(on.problems.at(0).text == "first-level: also decided by bo (cy)");
    CHECK(!on.problems.at(0).fails());
}

TEST_CASE("the two holders can be exchanged") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")},
              {ring("2026-01-05T09:00:00", kWeekly, "bo ada")});
    desk.cover({first("2026-01-05T09:00:00", "2026-01-12T09:00:00", "bo"),
                technical("2026-01-05T09:00:00", "2026-01-12T09:00:00", "ada")});
    CHECK(desk.seats("2026-01-06T00:00:00Z") == "bo ada");
    CHECK(desk.on("2026-01-06T00:00:00Z").problems.empty());
    CHECK(desk.seats("2026-01-12T09:00:00Z") == "bo ada");
}

TEST_CASE("when base rings collide the first seat keeps the person and the check finds the first instant") {
    // Lengths 5 and 4: A sits at 0 and 3, so they meet when k = 0 mod 5 and k = 3 mod 4: week 15.
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "a b c d e")},
              {ring("2026-01-05T09:00:00", kWeekly, "f g h a")});
    const Rota rota(desk.team, {}, system_zones());
    const auto span = proof_span(rota, at("2026-01-05T09:00:00Z"));
    CHECK(span.words == "20 weeks: one full cycle of both roles");
    const auto found = violations(rota, span.from, span.to);
    REQUIRE(!found.empty());
    CHECK(found.front().problem.kind == "conflict");
    CHECK(found.front().problem.seat.role == Role::technical);
    CHECK(rfc3339(found.front().from) == "2026-04-20T09:00:00Z");
    CHECK(rfc3339(found.front().to) == "2026-04-27T09:00:00Z");
    CHECK(desk.seats("2026-04-20T09:00:00Z") == "a -");
}

TEST_CASE("a capacity of two takes A B, C A, B C") {
    auto two = ring("2026-01-05T09:00:00", kWeekly, "a b c");
    two.capacity = 2;
    Desk desk({two});
    CHECK(desk.seats("2026-01-05T09:00:00Z") == "a b");
    CHECK(desk.seats("2026-01-12T09:00:00Z") == "c a");
    CHECK(desk.seats("2026-01-19T09:00:00Z") == "b c");
}

TEST_CASE("away during a turn leaves the seat vacant until it is covered and moves no turn") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    desk.team.people[{"ada"}].tz = "Africa/Nairobi";  // three hours ahead: the day begins at 21:00Z
    desk.away("ada", "2026-01-07", "2026-01-09");
    CHECK(desk.shifts_from("2026-01-05T09:00:00Z", "2026-01-19T09:00:00Z") ==
          "ada 2026-01-05T09:00:00Z\n- 2026-01-06T21:00:00Z\nada 2026-01-08T21:00:00Z\nbo "
          "2026-01-12T09:00:00Z");
    CHECK(desk.on("2026-01-07T12:00:00Z").problems.at(0).text == "first-level is vacant: ada is away");
    desk.team.people[{"cy"}];
    desk.cover({first("2026-01-06T21:00:00", "2026-01-08T21:00:00", "cy")});
    CHECK(desk.seats("2026-01-07T12:00:00Z") == "cy");
}

TEST_CASE("a cover by somebody who is away or has not the role counts and is pointed out") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")},
              {ring("2026-01-05T09:00:00", kWeekly, "dee")});
    desk.team.people[{"cy"}].roles = {Role::technical};
    desk.away("cy", "2026-01-06", "2026-01-08");
    desk.cover({first("2026-01-06T09:00:00", "2026-01-07T09:00:00", "cy")});
    const auto on = desk.on("2026-01-06T12:00:00Z");
    CHECK(on.holder(Role::first_level) == PersonId{"cy"});
    REQUIRE(on.problems.size() == 2);
    CHECK(on.problems.at(0).text == "first-level: cy is away");
    CHECK(on.problems.at(1).text == "first-level: cy has not this role");
    CHECK(!on.problems.at(0).fails());
    CHECK(!on.problems.at(1).fails());
}

TEST_CASE("a cover by somebody who left, or of a seat that is not there, fills nothing") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    desk.cover({first("2026-01-06T09:00:00", "2026-01-07T09:00:00", "stranger")});
    desk.cover({{{Role::first_level, 1},
                 civil("2026-01-08T09:00:00"),
                 civil("2026-01-09T09:00:00"),
                 "UTC",
                 {"bo"},
                 {}}});
    CHECK(desk.seats("2026-01-06T12:00:00Z") == "-");
    CHECK(desk.on("2026-01-06T12:00:00Z").seats.at(0).reason == SeatReason::left);
    CHECK(desk.seats("2026-01-08T12:00:00Z") == "ada");
}

TEST_CASE("a seat that was given up is vacant, or goes to the next who can") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo cy")},
              {ring("2026-01-05T09:00:00", kWeekly, "bo cy ada")});
    desk.cover({first("2026-01-06T09:00:00", "2026-01-07T09:00:00", "")});
    CHECK(desk.seats("2026-01-06T12:00:00Z") == "- bo");
    CHECK(desk.on("2026-01-06T12:00:00Z").seats.at(0).reason == SeatReason::vacated);
    desk.team.rota.rings[0][0].on_vacant = OnVacant::next;
    CHECK(desk.seats("2026-01-06T12:00:00Z") == "cy bo");
}

TEST_CASE("a new release of the zones moves a cover together with the handoffs") {
    // As if the zone of both had other rules: the same civil times by two clocks.
    for (const auto* tz : {"Europe/London", "Europe/Madrid"}) {
        Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo", tz)});
        desk.team.people[{"cy"}];
        desk.cover({piece(Role::first_level, "2026-01-12T09:00:00", "2026-01-19T09:00:00", "cy", tz)});
        const auto start = rfc3339(system_zones().earliest(civil("2026-01-12T09:00:00"), tz));
        CHECK(desk.seats(start) == "cy");
        CHECK(desk.span(start).starts_with(start));
    }
}

}  // namespace
}  // namespace dsupport
