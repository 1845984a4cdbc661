#include "lib/rota/handover.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/rota.hh"

namespace dsupport {
namespace {

using namespace test;

RotaEvent record(std::uint8_t number, std::string_view start, std::string who,
                 std::vector<std::uint8_t> replaces = {}, std::string says = "") {
    Handover out;
    out.start = at(start);
    out.who = {std::move(who)};
    out.says = std::move(says);
    for (const auto id : replaces) out.replaces.push_back(filled<EventId>(id));
    return {{filled<EventId>(number), filled<ReplicaKey>(number), Instant{number * kSecond}, {"k"}},
            "handover",
            handover_members(out),
            "words",
            true,
            false};
}

Records records(const std::vector<RotaEvent>& events) {
    return Records(events);
}

const SeatId kFirst{Role::first_level, 0};

std::string missing(const Desk& desk, const Records& known, std::string_view now) {
    const Rota rota(desk.team, desk.exceptions, system_zones());
    std::string out;
    for (const auto& handover : missing_handovers(rota, known, at(now)))
        out += (out.empty() ? "" : "\n") + seat_name(handover.seat) + " " +
               (handover.who.empty() ? "-" : handover.who.value) + " " + rfc3339(handover.start);
    return out;
}

TEST_CASE("the first record says who is here and since when") {
    const Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    CHECK(missing(desk, {}, "2026-01-14T00:00:00Z") == "first-level bo 2026-01-12T09:00:00Z");
}

TEST_CASE("three handoffs that were missed are three records at their true instants") {
    const Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo cy")});
    const auto known = records({record(1, "2026-01-05T09:00:00Z", "ada")});
    CHECK(missing(desk, known, "2026-01-12T08:59:59Z").empty());
    CHECK(missing(desk, known, "2026-01-26T09:00:00Z") ==
          "first-level bo 2026-01-12T09:00:00Z\nfirst-level cy 2026-01-19T09:00:00Z\nfirst-level ada "
          "2026-01-26T09:00:00Z");
}

TEST_CASE("a turn that the same person begins anew is no handover and a gap is one") {
    const Desk alone({ring("2026-01-05T09:00:00", kWeekly, "ada")});
    const auto known = records({record(1, "2026-01-05T09:00:00Z", "ada")});
    CHECK(missing(alone, known, "2026-03-01T00:00:00Z").empty());
    Desk absent({ring("2026-01-05T09:00:00", kWeekly, "ada")});
    absent.away("ada", "2026-01-07", "2026-01-08");
    CHECK(missing(absent, known, "2026-01-09T00:00:00Z") ==
          "first-level - 2026-01-07T00:00:00Z\nfirst-level ada 2026-01-08T00:00:00Z");
}

TEST_CASE("what arrives late holds from the moment it is known") {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada")});
    desk.team.people[{"bo"}];
    const auto known = records({record(1, "2026-01-05T09:00:00Z", "ada")});
    desk.cover({first("2026-01-05T09:00:00", "2026-01-12T09:00:00", "bo")});
    CHECK(missing(desk, known, "2026-01-07T00:00:00Z") == "first-level bo 2026-01-07T00:00:00Z");
}

TEST_CASE("two records with one key are one, and the one that replaces the other is shown") {
    const auto same =
        records({record(2, "2026-01-05T09:00:00Z", "ada"), record(1, "2026-01-05T09:00:00Z", "ada")});
    CHECK(same.all().at(kFirst).size() == 1);
    CHECK(!same.latest(kFirst)->disputed);
    const auto differ =
        records({record(2, "2026-01-05T09:00:00Z", "bo"), record(1, "2026-01-05T09:00:00Z", "ada")});
    CHECK(differ.latest(kFirst)->shown.who == PersonId{"ada"});
    CHECK(differ.latest(kFirst)->disputed);
    const auto corrected = records(
        {record(1, "2026-01-05T09:00:00Z", "ada"), record(2, "2026-01-05T09:00:00Z", "bo", {1}, "correct")});
    CHECK(corrected.latest(kFirst)->shown.who == PersonId{"bo"});
    CHECK(!corrected.latest(kFirst)->disputed);
    const auto accepted = records({record(1, "2026-01-05T09:00:00Z", "ada"),
                                   record(2, "2026-01-05T09:00:00Z", "ada", {1}, "accept"),
                                   record(3, "2026-01-05T09:00:00Z", "ada", {1}, "note")});
    CHECK(accepted.latest(kFirst)->accepted);
    CHECK(accepted.latest(kFirst)->notes.size() == 1);
}

TEST_CASE("the past is what was recorded until the next handoff, and else what the rules say") {
    const Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo")});
    const Rota rota(desk.team, {}, system_zones());
    const auto known = records({record(1, "2026-01-05T09:00:00Z", "dee")});
    const auto ask = [&](std::string_view when) {
        const auto past = past_holder(rota, known, rota.at(at(when)).seats.at(0), at(when));
        return past.person.value + (past.recorded ? " recorded" : " computed");
    };
    CHECK(ask("2026-01-06T00:00:00Z") == "dee recorded");
    CHECK(ask("2026-01-13T00:00:00Z") == "bo computed");
}

TEST_CASE("a record that cannot be read, or is void, is passed over") {
    auto broken = record(1, "2026-01-05T09:00:00Z", "ada");
    broken.own.set("start", "soon");
    auto voided = record(2, "2026-01-05T09:00:00Z", "ada");
    voided.counts = false;
    CHECK(records({broken, voided}).all().empty());
    CHECK(!records({}).newest());
    CHECK(rfc3339(*records({record(1, "2026-01-05T09:00:00Z", "ada")}).newest()) == "2026-01-05T09:00:00Z");
}

}  // namespace
}  // namespace dsupport
