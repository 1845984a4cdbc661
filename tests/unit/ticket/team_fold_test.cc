#include "lib/ticket/team_fold.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;

struct Team : test::FakeTeam {
    Machine ada{1}, bo{2};
    Team() { add(ada, "ada").add(bo, "bo"); }
};

TEST_CASE("a section has the body that was written last, and the next write replaces it") {
    Team team;
    const auto one = team.ada.write(write_section({}, "people", "one"));
    auto sections = fold_team(std::vector{one}, team);
    const auto two = team.bo.write(write_section(sections, "people", "two"));
    sections = fold_team(std::vector{two, one, two}, team);
    CHECK(shown_sections(sections) == Sections{{"people", "two"}});
    CHECK(sections.at("people").heads().size() == 1);
    CHECK(write_section(sections, "people", "three").own["p"] == Json::array({two.id.hex()}));
    CHECK(write_section(sections, "rota", "four").own["p"] == Json::array());
}

TEST_CASE("a section whose body was dropped keeps its place between the others") {
    Team team;
    const auto one = team.ada.write(write_section({}, "people", "one"));
    auto two = team.bo.write(write_section(fold_team(std::vector{one}, team), "people", "two"));
    const auto three =
        team.ada.write(write_section(fold_team(std::vector{one, two}, team), "people", "three"));
    two.content.body.reset();
    auto sections = fold_team(std::vector{one, two, three}, team);
    CHECK(shown_sections(sections) == Sections{{"people", "three"}});
    CHECK(sections.at("people").heads().size() == 1);
    // Where it was the last word, the one before it is shown, and the next write is on top of both.
    sections = fold_team(std::vector{one, two}, team);
    CHECK(shown_sections(sections) == Sections{{"people", "one"}});
    CHECK(write_section(sections, "people", "four").own["p"] == Json::array({two.id.hex()}));
}

TEST_CASE("a section that is held or void is not shown and nobody writes on top of it") {
    Team team;
    const auto one = team.ada.write(write_section({}, "people", "one"));
    const auto two = team.bo.write(write_section(fold_team(std::vector{one}, team), "people", "two"));
    for (const auto standing : {Standing::held, Standing::voided}) {
        team.judge(two, standing);
        const auto sections = fold_team(std::vector{one, two}, team);
        CHECK(shown_sections(sections) == Sections{{"people", "one"}});
        CHECK(write_section(sections, "people", "three").own["p"] == Json::array({one.id.hex()}));
    }
}

}  // namespace
}  // namespace dsupport
