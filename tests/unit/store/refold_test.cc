// What one event may change far from the ticket it names: after each arrival the tickets must be as if all
// had been folded anew.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::Home;
using test::Machine;
using test::ticket;

/// A home with a team, to which events of other machines come one by one.
struct Desk {
    Home home;
    EventId team;

    Desk() {
        home.call("a call");
        team = *home.store().team().id;
    }
    void take(const std::vector<Event>& events) {
        home.accept(events);
        CHECK(test::unwrap(home.store().maintain<bool>(
            home.clock, home.random, true, [](WriteSession& session) { return session.rebuild(); })));
    }
    bool shows(const TicketId& id) { return home.store().row(id, home.clock.now())->has_value(); }
    bool merged(const TicketId& id) { return home.load(id).summary.id != id; }
    Event grant(const Machine& machine, const std::string& person = "bo") {
        return home.grant(machine.rep(), {person}, Right::member);
    }
};

EventContent subject(const TicketId& on, const std::string& text) {
    return test::set(on, field::kSubject, text);
}

TEST_CASE("a grant that was waited for makes the later ones count") {
    // The second grant is written by a copy of the founder's roster and arrives before the first.
    Home founder;
    founder.call("a call");
    const auto team = *founder.store().team().id;
    Home copy;
    copy.accept(founder.log());
    Machine bo(11), cy(12);
    bo.join(team), cy.join(team);
    const auto first = founder.grant(bo.rep(), {"bo"}, Right::member);
    const auto second = founder.grant(cy.rep(), {"cy"}, Right::member);
    const auto take = [&](const Event& event) {
        copy.accept({event});
        CHECK(test::unwrap(copy.store().maintain<bool>(
            copy.clock, copy.random, true, [](WriteSession& session) { return session.rebuild(); })));
    };
    take(cy.write(subject(ticket("x"), "x")));
    take(second);
    CHECK_FALSE(copy.store().row(ticket("x"), copy.clock.now())->has_value());
    take(first);
    CHECK(copy.store().row(ticket("x"), copy.clock.now())->has_value());
}

TEST_CASE("an undo of a link counts only by all that its command did") {
    Desk desk;
    Machine ada(11), mo(12);
    ada.join(desk.team), mo.join(desk.team);
    const auto a = ticket("a"), b = ticket("b"), c = ticket("c");
    desk.take({desk.grant(ada)});
    desk.take({desk.grant(mo, "mo")});
    std::vector<Event> events = {ada.write(subject(a, "a")), ada.write(subject(b, "b")),
                                 ada.write(subject(c, "c"))};
    events.push_back(ada.write(test::set(c, field::kLevel, "technical")));
    events.push_back(ada.more(test::link(a, b, "merged")));
    events.push_back(mo.write(test::undo(events.back())));
    desk.take(events);
    CHECK(desk.merged(a));
    desk.take({mo.write(test::text("note", a, "hi"))});
    CHECK(desk.merged(a));
}

TEST_CASE("two tickets that a mail was put on become one") {
    Desk desk;
    Machine bo(11);
    bo.join(desk.team);
    desk.take({desk.grant(bo)});
    const auto mail = MailRef{mail_key("m@client"), {}};
    desk.take({bo.write(test::place(ticket("a"), mail))});
    CHECK_FALSE(desk.merged(ticket("a")));
    desk.take({bo.write(test::place(ticket("b"), mail))});
    CHECK(desk.merged(ticket("a")) != desk.merged(ticket("b")));
}

TEST_CASE("a gap that closes in the chain of a cut key lets what lies beyond it count") {
    Desk desk;
    Machine mo(11);
    mo.join(desk.team);
    const std::vector<Event> chain = {mo.write(subject(ticket("a"), "one")),
                                      mo.write(subject(ticket("b"), "two")),
                                      mo.write(subject(ticket("c"), "three"))};
    desk.take({desk.grant(mo), chain[0]});
    const auto cut = desk.home.in_session([&](WriteSession& session) {
        const auto& state = session.team_state();
        return test::unwrap(session.append({write_roster_event(*state.id, state.authority->roster(),
                                                               Cut{mo.rep(), {3, chain[2].id}, "left"})}));
    });
    desk.take({chain[2]});
    CHECK(desk.shows(ticket("c")));
    CHECK_FALSE(desk.shows(ticket("a")));
    desk.take({chain[1]});
    for (const auto* name : {"a", "b", "c"}) CHECK(desk.shows(ticket(name)));
}

TEST_CASE("a text that was missing is filled in when a colleague has it") {
    Desk desk;
    Machine bo(11);
    bo.join(desk.team);
    desk.take({desk.grant(bo)});
    const auto note = bo.write(test::text("note", ticket("a"), "hello"));
    auto without = note;
    without.content.body.reset();
    desk.take({without});
    desk.take({note});
    REQUIRE(desk.home.store().event(note.id)->has_value());
    CHECK((*desk.home.store().event(note.id))->content.body == "hello");
    CHECK(desk.home.accept({note}) == 0);
}

TEST_CASE("a branch that another was built upon is missed although its number is there") {
    Desk desk;
    Machine one(11), other(11);
    one.join(desk.team), other.join(desk.team);
    const auto root = one.write(test::text("note", ticket("a"), "1"));
    REQUIRE(other.write(test::text("note", ticket("a"), "1")).id == root.id);
    const auto left = one.write(test::text("note", ticket("a"), "left"));
    const auto right = other.write(test::text("note", ticket("a"), "right"));
    const auto on_right = other.write(test::text("note", ticket("a"), "on the right"));
    desk.take({desk.grant(one), root, left, on_right});
    CHECK((*desk.home.store().holes())[one.rep()] == std::vector<SeqRange>{{2, 2}});
    CHECK((*desk.home.store().heads())[one.rep()] == ChainHead{2, left.id, {}});
    desk.take({right});
    CHECK(desk.home.store().holes()->empty());
    CHECK((*desk.home.store().heads())[one.rep()] == ChainHead{3, on_right.id, {left.id}});
}

}  // namespace
}  // namespace dsupport
