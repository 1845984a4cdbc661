#include "lib/ticket/liveness.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
const TicketId kTicket = test::ticket("a");

/// Ada has two machines, Bo one, Lea leads; Eve's key was never granted.
struct Team : test::FakeTeam {
    Machine ada{1}, adas_laptop{2}, bo{3}, lea{4}, eve{5};
    Team() { add(ada, "ada").add(adas_laptop, "ada").add(bo, "bo").add(lea, "lea", true); }
};

/// The Life of one event among all.
Life life_of(const Event& event, std::vector<Event> all, const Authority& team) {
    std::optional<Life> first;
    std::ranges::sort(all, {}, &Event::id);
    for (int turn = 0; turn < 2; ++turn, std::ranges::reverse(all)) {
        const EventSet set(all);
        const auto life = find_lives(set, team).at(*set.find(event.id));
        if (first) {
            CHECK(life.standing == first->standing);
            CHECK(life.undone_by == first->undone_by);
        }
        first = life;
    }
    return *first;
}

TEST_CASE("a set of events is in one order and without doubles") {
    Team team;
    const auto a = team.ada.write(test::text("note", kTicket, "a"));
    const auto b = team.bo.write(test::text("note", kTicket, "b"));
    const auto c = team.ada.write(test::text("note", kTicket, "c"));
    const std::vector<Event> all = {c, a, b, a, c};
    const EventSet set(all);
    REQUIRE(set.size() == 3);
    CHECK(set[2].id == c.id);
    CHECK((set[0].at.t == set[1].at.t && set[0].rep < set[1].rep));
    CHECK(set.find(b.id).has_value());
    CHECK_FALSE(set.find(EventId{}));
}

TEST_CASE("undo counts from the same person, from a lead and from nobody else") {
    struct Row {
        std::string who;
        Machine Team::*by;
        bool undone;
    };
    for (const auto& row :
         {Row{"the writer", &Team::ada, true}, Row{"another machine of hers", &Team::adas_laptop, true},
          Row{"a colleague", &Team::bo, false}, Row{"a lead", &Team::lea, true},
          Row{"a stranger", &Team::eve, false}}) {
        CAPTURE(row.who);
        Team team;
        const auto note = team.ada.write(test::text("note", kTicket, "x"));
        const auto undo = (team.*row.by).write(test::undo(note));
        const auto life = life_of(note, {note, undo}, team);
        CHECK(life.undone_by.has_value() == row.undone);
        CHECK(life.counts() != row.undone);
        if (row.undone) CHECK(life.undone_by == undo.id);
    }
}

TEST_CASE("anybody enrolled may take back an op that only links") {
    Team team;
    const auto merge = team.ada.write(test::link(kTicket, test::ticket("b"), "merged"));
    CHECK_FALSE(life_of(merge, {merge, team.bo.write(test::undo(merge))}, team).counts());
    CHECK(life_of(merge, {merge, team.eve.write(test::undo(merge))}, team).counts());

    const auto both = team.ada.write(test::link(kTicket, test::ticket("c"), "merged"));
    const auto set = team.ada.more(test::add_tag(kTicket, "vip"));
    const auto undo = team.bo.write(test::undo(set));
    CHECK(life_of(both, {both, set, undo}, team).counts());
}

TEST_CASE("an undo takes back the whole op up to the event it names") {
    Team team;
    const auto before = team.ada.write(test::text("note", kTicket, "another command"));
    const auto one = team.ada.write(test::add_tag(kTicket, "x"));
    const auto two = team.ada.more(test::add_tag(kTicket, "y"));
    const auto undo = team.ada.write(test::undo(two));
    const std::vector<Event> all = {before, one, two, undo};
    CHECK(life_of(before, all, team).counts());
    CHECK_FALSE(life_of(one, all, team).counts());
    CHECK_FALSE(life_of(two, all, team).counts());
    CHECK(life_of(undo, all, team).counts());
}

TEST_CASE("an event added to an op after its undo is not taken back") {
    Team team;
    const auto one = team.ada.write(test::add_tag(kTicket, "x"));
    const auto undo = team.adas_laptop.write(test::undo(one));
    const auto late = team.ada.more(test::add_tag(kTicket, "y"));
    CHECK_FALSE(life_of(one, {one, undo, late}, team).counts());
    CHECK(life_of(late, {one, undo, late}, team).counts());
}

TEST_CASE("the same op number on another machine is another op") {
    Team team;
    auto mine = team.ada.write(test::add_tag(kTicket, "x"));
    EventPlace place{mine.at.team, 1, {}, mine.at.t, mine.at.op};
    const auto theirs = test::unwrap(seal(test::add_tag(kTicket, "y"), place, team.bo.key()));
    const auto undo = team.lea.write(test::undo(mine));
    CHECK(life_of(theirs, {mine, theirs, undo}, team).counts());
}

TEST_CASE("redo is the undo of the undo, to any depth") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "x"));
    std::vector<Event> all = {note};
    for (int depth = 1; depth <= 6; ++depth) {
        all.push_back(team.ada.write(test::undo(all.back())));
        CAPTURE(depth);
        CHECK(life_of(note, all, team).counts() == (depth % 2 == 0));
    }
}

TEST_CASE("two undos at once stay one undo until both are taken back") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "x"));
    const auto mine = team.ada.write(test::undo(note));
    const auto leads = team.lea.write(test::undo(note));
    const auto redo = team.ada.write(test::undo(mine));
    const auto life = life_of(note, {note, mine, leads}, team);
    CHECK(life.undone_by == std::min(mine.id, leads.id));
    CHECK(life_of(note, {note, mine, leads, redo}, team).undone_by == leads.id);
    const auto second = team.lea.write(test::undo(leads));
    CHECK(life_of(note, {note, mine, leads, redo, second}, team).counts());
}

TEST_CASE("an undo that is held or void takes nothing back") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "x"));
    const auto undo = team.ada.write(test::undo(note));
    for (const auto standing : {Standing::held, Standing::voided}) {
        team.judge(undo, standing);
        CHECK(life_of(note, {note, undo}, team).counts());
        CHECK(life_of(undo, {note, undo}, team).standing == standing);
    }
}

TEST_CASE("an undo of something that is not here waits without harm") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "x"));
    const auto undo = team.ada.write(test::undo(note));
    CHECK(life_of(undo, {undo}, team).counts());
    auto nonsense = test::content("undo");
    nonsense.own.set("last", std::string("something"));
    const auto broken = team.ada.write(nonsense);
    CHECK_FALSE(undo_target(broken));
    CHECK(life_of(note, {note, broken}, team).counts());
}

TEST_CASE("some kinds cannot be taken back, not even by a lead") {
    for (const std::string kind : {"roster", "hello", "team.doc", "handover", "redact", "relay"}) {
        CAPTURE(kind);
        Team team;
        const auto event = team.ada.write(test::content(kind));
        const auto undo = team.lea.write(test::undo(event));
        CHECK(life_of(event, {event, undo}, team).counts());
        CHECK_FALSE(can_be_undone(kind));
    }
    for (const std::string kind :
         {"open", "set", "note", "reply", "link", "undo", "cover", "cancel", "away"}) {
        CAPTURE(kind);
        CHECK(can_be_undone(kind));
    }
}

TEST_CASE("a chain of ten thousand undos is followed without recursion") {
    Team team;
    std::vector<Event> all = {team.ada.write(test::text("note", kTicket, "x"))};
    // Only the shape matters here, so the ids are set by hand instead of signing each event.
    for (int i = 0; i < 10000; ++i) {
        Event undo = all.front();
        undo.content = test::undo(all.back());
        undo.at.t = all.back().at.t + 1;
        undo.at.seq = all.back().at.seq + 1;
        undo.at.op = test::filled<OpId>(0);
        for (std::size_t b = 0; b < 8; ++b)
            undo.id.bytes[b] = undo.at.op.bytes[b] =
                static_cast<std::uint8_t>(static_cast<std::uint64_t>(i) >> 8 * b);
        undo.id.bytes[31] = undo.at.op.bytes[15] = 1;
        all.push_back(std::move(undo));
    }
    const EventSet set(all);
    CHECK(find_lives(set, team).at(*set.find(all.front().id)).counts());
}

TEST_CASE("only the texts of people can be redacted") {
    for (const std::string kind : {"open", "set", "note", "reply", "relay"}) CHECK(can_be_redacted(kind));
    for (const std::string kind :
         {"team.doc", "team.create", "roster", "hello", "link", "undo", "redact", "survey"})
        CHECK_FALSE(can_be_redacted(kind));
}

}  // namespace
}  // namespace dsupport
