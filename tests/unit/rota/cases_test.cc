// Cases of other tools, from the folder that DSUPPORT_SUITES names (tests/suites/README.md of the project
// says where it comes from). Where a case's answer is not ours, `recommended_model_agrees` is false there and
// ours stands here.
#include <doctest/doctest.h>

#include <cstdlib>

#include "lib/base/json.hh"
#include "lib/rota/check.hh"
#include "lib/team/document.hh"
#include "tests/unit/support/rota.hh"
#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

using namespace test;

struct Case {
    Json json;
    const std::string& operator[](std::string_view key) const { return json[key].string(); }
};

std::vector<Case> cases(std::string_view group) {
    const auto* folder = std::getenv("DSUPPORT_SUITES");
    if (folder == nullptr) throw std::runtime_error("DSUPPORT_SUITES is not set");
    const auto all = unwrap(Json::parse(read_file(std::filesystem::path(folder) / "rota/cases.json")));
    std::vector<Case> out;
    for (const auto& one : all["cases"].items())
        if (one["group"].string() == group) out.push_back({one});
    if (out.empty()) throw std::runtime_error("no cases of this group");
    return out;
}

CivilTime local(const std::string& text) {
    return civil(text.size() == 16 ? text + ":00" : text);
}

Turn turn(const Json& rotation) {
    const auto unit = rotation["unit"].string();
    const auto count = rotation["every"].integer();
    if (unit == "hours") return {Turn::Unit::hour, count};
    if (unit == "days") return {Turn::Unit::day, count};
    if (unit == "weeks") return {Turn::Unit::week, count};
    return {Turn::Unit::month, count};
}

/// Whether the data of this system are those of the case, where it depends on them.
bool has_data(const Json& json) {
    const auto& wanted = json["tzdata"].string();
    if (wanted.empty() || wanted == system_zones().version()) return true;
    MESSAGE("not asked: it is for zone data " << wanted);
    return false;
}

TEST_SUITE("cases") {
    TEST_CASE("each handoff and each length of a shift is that of the case") {
        for (const auto& one : cases("next_handoff")) {
            CAPTURE(one["id"]);
            if (!has_data(one.json)) continue;
            Ring ring;
            ring.from = local(one.json["rotation"]["start_local"].string());
            ring.tz = one["tz"];
            ring.every = turn(one.json["rotation"]);
            ring.order = people("a b");
            for (const auto& query : one.json["queries"].items()) {
                const auto k = turn_at(ring, at(query["at"].string()), system_zones());
                const auto start = turn_start(ring, k, system_zones()),
                           next = turn_start(ring, k + 1, system_zones());
                CHECK(start == at(query["shift_start"].string()));
                if (query.has("next_handoff")) CHECK(next == at(query["next_handoff"].string()));
                if (query.has("length_minutes"))
                    CHECK((next - start) / kMinute == query["length_minutes"].integer());
            }
        }
    }

    TEST_CASE("covers of parts of shifts give the segments of the case, or ours") {
        for (const auto& one : cases("override")) {
            CAPTURE(one["id"]);
            const auto utc = [](const Json& text) { return system_zones().local(at(text.string()), "UTC"); };
            Desk desk({ring("2025-12-01T00:00:00", kWeekly, "")});
            std::vector<EventId> seen;
            for (const auto& shift : one.json["base"].items()) {
                desk.team.people[{shift["person"].string()}];
                seen.push_back(desk.cover({{{},
                                            utc(shift["from_"]),
                                            utc(shift["to"]),
                                            "UTC",
                                            {shift["person"].string()},
                                            {}}},
                                          seen)
                                   .made.id);
            }
            for (const auto& cover : one.json["overrides"].items()) {
                // As the writer makes it: a piece wherever the one who goes holds the seat.
                const PersonId out{cover["out"].string()}, in{cover["in_"].string()};
                desk.team.people[in];
                const auto from = at(cover["from_"].string()), to = at(cover["to"].string());
                std::vector<Piece> pieces;
                const Rota rota(desk.team, desk.exceptions, system_zones());
                for (const auto& seat : shifts(rota, from, to))
                    if (seat.person == out && std::max(seat.since, from) < std::min(seat.until, to))
                        pieces.push_back({{},
                                          system_zones().local(std::max(seat.since, from), "UTC"),
                                          system_zones().local(std::min(seat.until, to), "UTC"),
                                          "UTC",
                                          in,
                                          out});
                seen.push_back(desk.cover(pieces, seen).made.id);
            }
            std::string got, wanted;
            const Rota rota(desk.team, desk.exceptions, system_zones());
            for (const auto& seat : shifts(rota, at(one.json["window"].items()[0].string()),
                                           at(one.json["window"].items()[1].string())))
                if (!seat.vacant())
                    got += seat.person.value + " " + rfc3339(seat.since) + " " + rfc3339(seat.until) + "\n";
            const auto& ours = one.json.has("recommended_segments") ? one.json["recommended_segments"]
                                                                    : one.json["segments"];
            for (const auto& segment : ours.items())
                wanted += segment.items()[0].string() + " " + rfc3339(at(segment.items()[1].string())) + " " +
                          rfc3339(at(segment.items()[2].string())) + "\n";
            CHECK(got == wanted);
        }
    }

    TEST_CASE("windows of a day and of a week open and close by the clocks of their zone") {
        static const std::vector<std::string> kDays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
        const auto check = [](const Case& one, Ring opens, Ring closes) {
            opens.tz = closes.tz = one["tz"];
            for (const auto& query : one.json["queries"].items()) {
                const auto t = at(query["at"].string());
                const auto last = [&](const Ring& r) {
                    return turn_start(r, turn_at(r, t, system_zones()), system_zones());
                };
                CHECK((last(opens) > last(closes)) == query["active"].boolean());
            }
        };
        for (const auto& one : cases("weekly_window")) {
            CAPTURE(one["id"]);
            const auto& window = one.json["window"];
            CHECK(window["days"].items().size() == kDays.size());
            check(one, ring("2026-01-05T" + window["start"].string() + ":00", kDaily, "a"),
                  ring("2026-01-05T" + window["end"].string() + ":00", kDaily, "a"));
        }
        for (const auto& one : cases("week_span")) {
            CAPTURE(one["id"]);
            const auto anchor = [&](const char* end) {
                const auto& when = one.json["span"][end].items();
                const auto day =
                    std::ranges::find(kDays, when[0].string()) - kDays.begin();  // 5 January 2026 is a Monday
                return ring("2026-01-0" + std::to_string(5 + day % 5) + "T" + when[1].string() + ":00",
                            kWeekly, "a");
            };
            check(one, anchor("start"), anchor("end"));
        }
    }

    TEST_CASE("the first collision of two rings is in the period of the case") {
        for (const auto& one : cases("disjointness")) {
            CAPTURE(one["id"]);
            auto rings = std::array{ring("2026-01-05T09:00:00", kWeekly, ""),
                                    ring("2026-01-05T09:00:00", kWeekly, "")};
            for (const auto& person : one.json["first"].items()) rings[0].order.push_back({person.string()});
            for (const auto& person : one.json["technical"].items())
                rings[1].order.push_back({person.string()});
            const Desk desk({rings[0]}, {rings[1]});
            const Rota rota(desk.team, {}, system_zones());
            const auto from = at("2026-01-05T09:00:00Z");
            const auto found = violations(rota, from, proof_span(rota, from).to);
            const auto& wanted = one.json["queries"].items()[0]["first_collision_period"];
            CHECK(found.empty() == wanted.is_null());
            if (!found.empty()) CHECK((found.front().from - from) / (7 * kDay) == wanted.integer());
        }
    }

    TEST_CASE("a civil time means the instant of the case by the zone data of this system") {
        std::size_t asked = 0;
        for (const auto& one : cases("zone_rule_change"))
            for (const auto& query : one.json["queries"].items()) {
                CAPTURE(one["id"]);
                if (query["tzdata"].string() != system_zones().version()) continue;
                ++asked;
                CHECK(system_zones().earliest(local(query["local"].string()), one["tz"]) ==
                      at(query["expected"].string()));
            }
        if (asked == 0) MESSAGE("not asked: no case is for zone data " << system_zones().version());
    }

    TEST_CASE("a handoff in a gap is the jump, not the time before it as calendars have it") {
        for (const auto& one : cases("civil_to_instant")) {
            CHECK(!one.json["recommended_model_agrees"].boolean());
            const auto& queries = one.json["queries"].items();
            CHECK(rfc3339(system_zones().earliest(local(queries[0]["local"].string()), one["tz"])) ==
                  "2007-03-11T07:00:00Z");
            CHECK(system_zones().earliest(local(queries[1]["local"].string()), one["tz"]) ==
                  at(queries[1]["expected"].string()));
        }
    }

    TEST_CASE("turns of months from the 31st are refused") {
        for (const auto& one : cases("holder")) {
            CHECK(!one.json["recommended_model_agrees"].boolean());
            const auto text = "[people.a]\n[rota]\n[[rota.first-level]]\nfrom = " +
                              one.json["rotation"]["start_local"].string() +
                              ":00\nevery = \"1 month\"\norder = [\"a\"]\n";
            const auto read = split_sections(text, "team.toml", {});
            REQUIRE(!read);
            CHECK(read.error().message == "team.toml:5:9: turns of months must start on day 1 to 28");
        }
    }

    TEST_CASE("of every unit, length, number of people and zone the turns follow each other without a gap") {
        for (const auto& one : cases("property")) CHECK(one["id"] == "oneuptime-matrix");
        const std::vector<Turn> units = {kHourly, kDaily, kWeekly, kMonthly, {Turn::Unit::month, 12}};
        for (const auto& unit : units)
            for (std::int64_t every = 1; every <= 3; ++every)
                for (const auto* order : {"A", "A B", "A B C", "A B C D E"})
                    for (const auto* tz : {"Europe/London", "America/New_York", "Asia/Kolkata"}) {
                        const Desk desk(
                            {ring("2025-01-06T00:00:00", {unit.unit, unit.count * every}, order, tz)});
                        const Rota rota(desk.team, {}, system_zones());
                        const auto begin = system_zones().earliest(civil("2025-01-06T00:00:00"), tz);
                        const auto list = shifts(rota, begin, begin + 420 * kDay);
                        for (std::size_t i = 1; i < list.size(); ++i) {
                            REQUIRE(list[i].since == list[i - 1].until);
                            REQUIRE(list[i].until > list[i].since);
                            // A turn that a gap swallows is passed over, no other.
                            const auto step = list[i].turn - list[i - 1].turn;
                            REQUIRE((step == 1 || (step == 2 && unit == kHourly)));
                        }
                    }
    }
}

}  // namespace
}  // namespace dsupport
