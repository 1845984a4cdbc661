#include "lib/rota/plan.hh"

#include <doctest/doctest.h>

#include "lib/rota/leave.hh"
#include "tests/unit/support/rota.hh"

namespace dsupport {
namespace {

using namespace test;

const Instant kNow = at("2026-01-06T12:00:00Z");

/// Ada and bo on duty, cy and dee next week; eve is in no ring.
Desk four() {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo cy dee", "Europe/London")},
              {ring("2026-01-05T09:00:00", kWeekly, "bo cy dee ada", "Europe/London")});
    desk.team.rota.tz = "Europe/London";
    desk.team.people[{"eve"}];
    return desk;
}

CoverWish wish(std::string who, std::string_view from = "2026-01-07T10:00:00Z",
               std::string_view to = "2026-01-07T12:00:00Z") {
    CoverWish out;
    out.from = at(from);
    out.to = at(to);
    out.who = {std::move(who)};
    return out;
}

/// What plan_cover says, `ok` when nothing is wrong.
std::string refusal(const Desk& desk, const CoverWish& wanted) {
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_cover(rota, wanted, kNow);
    return plan ? "ok" : plan.error().message;
}

TEST_CASE("a cover names who goes and keeps the clocks of its ring") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_cover(rota, wish("eve", "2026-07-07T10:00:00Z", "2026-07-07T12:00:00Z"), kNow);
    REQUIRE(plan);
    REQUIRE(plan->pieces.size() == 1);
    CHECK(plan->pieces[0].tz == "Europe/London");
    CHECK(plan->pieces[0].from.text() == "2026-07-07T11:00:00");
    CHECK(plan->pieces[0].out == rota.at(at("2026-07-07T10:00:00Z")).seats[0].person);
    CHECK(plan->beats.empty());
}

TEST_CASE("a cover within an hour that comes twice is written in UTC") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_cover(rota, wish("eve", "2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"), kNow);
    REQUIRE(plan);
    CHECK(plan->pieces[0].tz == "UTC");
    CHECK(plan->pieces[0].from.text() == "2026-10-25T01:15:00");
}

TEST_CASE("a cover is refused that changes nothing, is over, or leaves a gap") {
    const auto desk = four();
    CHECK(refusal(desk, wish("eve")) == "ok");
    CHECK(refusal(desk, wish("ada")).starts_with("that changes nothing: ada holds first-level"));
    CHECK(refusal(desk, wish("eve", "2026-01-05T10:00:00Z", "2026-01-06T12:00:00Z")).ends_with("is over"));
    CHECK(refusal(desk, wish("eve", "2026-01-07T10:00:00Z", "2038-01-02T00:00:00Z")) ==
          "no answer for times from 2038 on");
    CHECK(refusal(desk, wish("bo")) == "bo has another seat at 2026-01-07T10:00:00Z");
    CHECK(refusal(desk, wish("")).starts_with("that leaves a gap: first-level is vacant"));
    auto forced = wish("");
    forced.force = true;
    CHECK(refusal(desk, forced) == "ok");
    auto second = wish("eve");
    second.seat.number = 1;
    CHECK(refusal(desk, second).starts_with("no such seat: first-level seat 1"));
}

TEST_CASE("a conflict cannot be forced but filled in the same command") {
    const auto desk = four();
    auto both = wish("bo");
    both.force = true;
    CHECK(refusal(desk, both) == "bo has another seat at 2026-01-07T10:00:00Z");
    both.backfill = {"eve"};
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_cover(rota, both, kNow);
    REQUIRE(plan);
    REQUIRE(plan->pieces.size() == 2);
    CHECK(plan->pieces[1].seat.role == Role::technical);
    CHECK(plan->pieces[1].who == PersonId{"eve"});
    CHECK(plan->pieces[1].out == PersonId{"bo"});
}

TEST_CASE("what the writer believes to be so must be so") {
    const auto desk = four();
    auto stale = wish("eve");
    stale.out = PersonId{"cy"};
    CHECK(refusal(desk, stale) == "cy does not hold first-level at 2026-01-07T10:00:00Z: ada does");
    stale.out = PersonId{"ada"};
    CHECK(refusal(desk, stale) == "ok");
}

TEST_CASE("a start in the past is raised to the next second and said") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_cover(rota, wish("eve", "2026-01-06T09:00:00Z"), kNow + 1);
    REQUIRE(plan);
    CHECK(plan->pieces[0].from.text() == "2026-01-06T12:00:01");
    REQUIRE(plan->notices.size() == 1);
    CHECK(plan->notices[0].starts_with("it begins now"));
    const auto over = plan_cover(rota, wish("eve", "2026-01-06T09:00:00Z", "2026-01-06T12:00:01Z"), kNow + 1);
    REQUIRE(!over);
    CHECK(over.error().message == "from 2026-01-06T09:00:00Z until 2026-01-06T12:00:01Z is over");
}

TEST_CASE("a second cover of a time must replace the first or cover it") {
    auto desk = four();
    const auto there = desk.cover({first("2026-01-07T09:00:00", "2026-01-07T13:00:00", "eve")}).made.id;
    auto over = wish("cy");
    CHECK(refusal(desk, over).ends_with("already, by eve"));
    for (const bool replace : {true, false}) {
        over.replace = replace;
        over.out = replace ? std::nullopt : std::optional(PersonId{"eve"});
        const Rota rota(desk.team, desk.exceptions, system_zones());
        const auto plan = plan_cover(rota, over, kNow);
        REQUIRE(plan);
        CHECK(plan->beats == std::vector{there});
    }
}

TEST_CASE("somebody who is away, has not the role or left does not come without more") {
    auto desk = four();
    desk.away("eve", "2026-01-07", "2026-01-08");
    CHECK(refusal(desk, wish("eve")) == "eve is away at 2026-01-07T10:00:00Z");
    auto forced = wish("eve");
    forced.force = true;
    CHECK(refusal(desk, forced) == "ok");
    desk.team.people[{"eve"}].roles = {Role::technical};
    CHECK(refusal(desk, wish("eve")) == "eve has not the role first-level");
    desk.team.people[{"eve"}].active = false;
    CHECK(refusal(desk, forced) == "eve is not in the team then");
}

TEST_CASE("a vacant seat is not covered by somebody who has another one") {
    auto desk = four();
    desk.away("bo", "2026-01-06", "2026-01-09");
    auto wanted = wish("ada");
    wanted.seat.role = Role::technical;
    CHECK(refusal(desk, wanted) == "ada has another seat at 2026-01-07T10:00:00Z");
    wanted.force = true;
    CHECK(refusal(desk, wanted) == "ada has another seat at 2026-01-07T10:00:00Z");
    wanted.backfill = {"eve"};
    CHECK(refusal(desk, wanted) == "ok");
    wanted.who = {"eve"};
    wanted.backfill = {};
    CHECK(refusal(desk, wanted) == "ok");
    for (auto& rings : desk.team.rota.rings) rings[0].on_vacant = OnVacant::next;
    wanted.who = {"ada"};
    CHECK(refusal(desk, wanted) == "ada has another seat at 2026-01-07T10:00:00Z");
}

TEST_CASE("a swap is both shifts or none") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    // This week ada and bo; next week bo and cy.
    const auto exchange = plan_swap(rota, {{"ada"}, {}}, {{"bo"}, {}}, kNow, false);
    REQUIRE(exchange);
    CHECK(exchange->pieces.size() == 2);
    CHECK(exchange->pieces[0].who == PersonId{"bo"});
    CHECK(exchange->pieces[1].who == PersonId{"ada"});
    // Both begin now, which is said once.
    CHECK(exchange->notices.size() == 1);
    const auto later = plan_swap(rota, {{"ada"}, {}}, {{"bo"}, at("2026-01-13T00:00:00Z")}, kNow, false);
    REQUIRE(!later);  // bo would need both seats this week
    CHECK(later.error().message.starts_with("that swap does not fit: technical is vacant"));
    CHECK(plan_swap(rota, {{"ada"}, {}}, {{"ada"}, {}}, kNow, false).error().kind == ErrorKind::usage);
    CHECK(plan_swap(rota, {{"eve"}, {}}, {{"bo"}, {}}, kNow, false).error().message ==
          "eve has no shift within a year");
}

TEST_CASE("days away say what needs a cover, in one line for each stretch") {
    const Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")},
                    {ring("2026-01-05T09:00:00", kHourly, "cy dee")});
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto weekly = plan_away(
        rota, {{}, {"ada"}, civil("2026-01-07T00:00:00"), civil("2026-01-09T00:00:00"), true}, kNow);
    REQUIRE(weekly);
    CHECK(weekly->notices == std::vector<std::string>{"first-level from 2026-01-07T00:00:00Z until "
                                                      "2026-01-09T00:00:00Z needs a cover"});
    const auto hourly =
        plan_away(rota, {{}, {"cy"}, civil("2026-01-07T00:00:00"), civil("2026-01-08T00:00:00"), true}, kNow);
    REQUIRE(hourly);
    CHECK(hourly->notices.size() == 12);
}

TEST_CASE("days away that are known already are refused") {
    auto desk = four();
    desk.away("ada", "2026-01-07", "2026-01-09");
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto says = [&](std::string_view from, std::string_view to) {
        const auto plan = plan_away(rota, {{}, {"ada"}, civil(from), civil(to), true}, kNow);
        return plan ? "ok" : plan.error().message;
    };
    CHECK(says("2026-01-07", "2026-01-09") ==
          "that changes nothing: ada is away from 2026-01-07T00:00:00Z until 2026-01-09T00:00:00Z anyway");
    CHECK(says("2026-01-08", "2026-01-10") == "ok");
}

TEST_CASE("an edit of the rules tells of the gap that it leaves") {
    const auto whole = four();
    auto colliding = four();
    // From 19 January bo has first-level, and in the new version technical, too.
    const auto from = "2026-01-19T09:00:00";
    colliding.team.rota.rings[1].push_back(ring(from, kWeekly, "cy bo", "Europe/London"));
    const Desk none({});
    const Rota before(whole.team, {}, system_zones()), after(colliding.team, {}, system_zones()),
        nothing(none.team, {}, system_zones());
    const auto gap = [](const Rota& a, const Rota& b) {
        const auto found = gap_of_rules(a, b, kNow);
        return found ? rfc3339(found->from) : "none";
    };
    CHECK(gap(before, before) == "none");
    CHECK(gap(before, after) == "2026-01-19T09:00:00Z");
    CHECK(gap(after, after) == "none");
    CHECK(gap(nothing, after) == "2026-01-19T09:00:00Z");
    CHECK(gap(nothing, before) == "none");
    CHECK(gap(before, nothing) == "none");
}

TEST_CASE("what takes a gap's cover away is refused") {
    auto desk = four();
    desk.away("ada", "2026-01-07", "2026-01-08");
    const auto cover = desk.cover({first("2026-01-07T00:00:00", "2026-01-08T00:00:00", "eve")}).made.id;
    const Rota rota(desk.team, desk.exceptions, system_zones());
    CHECK(!check_cancel(rota, {cover}, kNow, false));
    CHECK(check_cancel(rota, {cover}, kNow, true));
    CHECK(check_cancel(rota, {desk.exceptions.aways[0].made.id}, kNow, false));
    CHECK(!check_cancel(rota, {cover}, at("2026-01-09T00:00:00Z"), true));
}

TEST_CASE("who leaves is followed in every ring and nobody else moves") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    const auto plan = plan_leave(rota, {"ada"}, at("2026-01-08T12:00:00Z"), {"eve"}, kNow);
    REQUIRE(plan);
    CHECK(plan->left.text() == "2026-01-08T12:00:00");
    REQUIRE(plan->cover.pieces.size() == 1);
    CHECK(plan->cover.pieces[0].to.text() == "2026-01-12T09:00:00");
    const auto& versions = plan->rings[0];
    REQUIRE(versions.size() == 2);
    CHECK(versions[1].from.text() == "2026-01-12T09:00:00");
    CHECK(versions[1].order == people("bo cy dee eve"));
    CHECK(plan->rings[1][1].order == people("cy dee eve bo"));
    auto team = desk.team;
    team.rota.rings = plan->rings;
    team.rota.left[{"ada"}] = plan->left;
    Exceptions after;
    after.covers.push_back({{}, plan->cover.pieces, {}, true});
    const Rota rota_after(team, after, system_zones());
    for (const auto& move : moves(rota, rota_after, at("2026-01-05T09:00:00Z"), at("2026-12-31T00:00:00Z"))) {
        CHECK(move.before == PersonId{"ada"});
        CHECK(move.after == PersonId{"eve"});
        CHECK(move.from >= at("2026-01-08T12:00:00Z"));
    }
    CHECK(violations(rota_after, kNow, at("2026-12-31T00:00:00Z")).empty());
}

TEST_CASE("nobody leaves into the past or in favour of somebody who cannot") {
    const auto desk = four();
    const Rota rota(desk.team, desk.exceptions, system_zones());
    CHECK(!plan_leave(rota, {"ada"}, at("2026-01-06T11:00:00Z"), {"eve"}, kNow));
    CHECK(!plan_leave(rota, {"ada"}, at("2026-01-08T12:00:00Z"), {"ada"}, kNow));
    CHECK(!plan_leave(rota, {"ada"}, at("2026-01-08T12:00:00Z"), {"bo"}, kNow));
}

TEST_CASE("no edit changes who was on duty, or is for the rest of a shift") {
    const auto old = ring("2026-01-05T09:00:00", kWeekly, "ada bo cy");
    const auto allowed = [&](std::vector<Ring> now) {
        Desk before({old}), after(std::move(now));
        const Rota a(before.team, {}, system_zones()), b(after.team, {}, system_zones());
        return check_history(a, b, at("2026-01-14T00:00:00Z")).has_value();
    };
    CHECK(allowed({old}));
    CHECK(!allowed({ring("2026-01-05T09:00:00", kWeekly, "bo ada cy")}));
    CHECK(!allowed({ring("2026-01-05T09:00:00", kWeekly, "ada cy bo")}));     // bo's shift runs
    CHECK(allowed({old, ring("2026-01-19T09:00:00", kWeekly, "dee eve")}));   // at the handoff
    CHECK(allowed({old, ring("2026-01-15T09:00:00", kWeekly, "dee eve")}));   // a version may end a shift
    CHECK(!allowed({old, ring("2026-01-13T09:00:00", kWeekly, "dee eve")}));  // but not in the past
    CHECK(!allowed({ring("2026-01-12T09:00:00", kWeekly, "bo cy ada")}));     // the first week is gone
    CHECK(allowed({ring("2026-01-05T09:00:00", kWeekly, "ada bo cy", "Etc/GMT")}));  // nobody moves
}

}  // namespace
}  // namespace dsupport
