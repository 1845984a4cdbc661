#include "lib/store/store.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "lib/store/projection.hh"
#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::at;
using test::Home;

OutboxRow letter(const TicketId& ticket) {
    OutboxRow row;
    row.ticket = ticket;
    row.subject = "Portal down";
    row.message_id = "ds1.N@example.org";
    return row;
}

std::string kinds(const std::vector<Event>& events) {
    std::string out;
    for (const auto& event : events) out += event.kind() + " ";
    return out;
}

TEST_CASE("the first write founds a team of one, and reading never does") {
    Home home("ada", {{"support@example.org"}, "", "", ""});
    home.founder.person.name = "Ada Lovelace";
    CHECK(home.log().empty());
    CHECK_FALSE(home.store().me());
    home.call("Portal down");
    CHECK(kinds(home.log()) == "team.create roster team.doc team.doc open ");
    CHECK(home.store().team().team.person({"ada"})->name == "Ada Lovelace");
    CHECK(home.store().team().team.group.addresses == std::vector<std::string>{"support@example.org"});
    CHECK(home.store().team().authority->lead(*home.store().me()));
    home.write(test::add_tag(test::ticket("x"), "vip"));
    CHECK(home.log().size() == 6);
}

TEST_CASE("upkeep of an empty home founds nothing") {
    Home home;
    CHECK(home.accept({}) == 0);
    CHECK(home.log().empty());
}

TEST_CASE("one command is one op, one chain and never goes back in time") {
    Home home;
    home.call("Portal down");
    const auto pair = home.write(
        std::vector{test::text("note", test::ticket("a"), "x"), test::text("note", test::ticket("b"), "y")});
    home.clock.set("2020-01-01T00:00:00Z");  // a clock that jumps back
    home.write(test::text("note", test::ticket("a"), "z"));
    const auto all = home.log();
    CHECK(pair[0].at.op == pair[1].at.op);
    CHECK(all.back().at.op != pair[1].at.op);
    for (std::size_t i = 1; i < all.size(); ++i) {
        CHECK(all[i].at.seq == all[i - 1].at.seq + 1);
        CHECK(all[i].at.previous == all[i - 1].id);
        CHECK(all[i].at.t > all[i - 1].at.t);
    }
}

TEST_CASE("a clock that is far ahead elsewhere is not followed, one that is a little ahead is") {
    Home home, near("bo", {}, 2), far("carol", {}, 3);
    home.call("Portal down");
    near.join(home);
    far.join(home);
    near.clock.advance(5 * kMinute);
    far.clock.advance(365 * kDay);
    home.accept({near.write(test::text("note", test::ticket("a"), "x"))});
    const auto mine = home.write(test::text("note", test::ticket("a"), "y"));
    CHECK(mine.at.t > home.clock.now() + 4 * kMinute);
    home.accept({far.write(test::text("note", test::ticket("a"), "z"))});
    CHECK(home.write(test::text("note", test::ticket("a"), "y")).at.t < home.clock.now() + 10 * kMinute);
}

TEST_CASE("a command that fails leaves nothing behind, wherever it fails") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto events = home.log().size();
    const auto digest = *home.store().state_digest();
    const auto log = *home.store().log_digest();
    for (int steps = 0; steps <= 4; ++steps) {
        CAPTURE(steps);
        const auto done = home.try_write<bool>([&](WriteSession& session) -> Result<bool> {
            if (steps > 0) DS_CHECK(session.append({test::text("note", ticket, "needle")}));
            if (steps > 1) session.outbox().add(letter(ticket));
            if (steps > 2) session.set_meta("x", "y");
            if (steps > 3) session.mark_posted({home.log().back().id}, true);
            return fail(ErrorKind::negative, "no");
        });
        REQUIRE_FALSE(done);
        CHECK(done.error().message == "no");
        CHECK(home.log().size() == events);
        CHECK(home.store().outbox(true)->empty());
        CHECK(home.store().meta("x").empty());
        CHECK(*home.store().state_digest() == digest);
        CHECK(*home.store().log_digest() == log);
        CHECK(home.store().search("needle", 5)->empty());
        CHECK(home.load(ticket).summary.message_count == 1);
    }
    // And the chain goes on without a hole.
    home.write(test::text("note", ticket, "after"));
    CHECK(home.store().holes()->empty());
    CHECK(home.log().back().at.seq == static_cast<std::int64_t>(events) + 1);
}

TEST_CASE("an event that cannot be written takes the whole command back") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto events = home.log().size();
    const auto done = home.try_write<bool>([&](WriteSession& session) -> Result<bool> {
        session.outbox().add(letter(ticket));
        DS_CHECK(session.append({test::text("note", ticket, "fine"),
                                 test::text("note", ticket, std::string(kMaxBody + 1, 'x'))}));
        return true;
    });
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::bad_data);
    CHECK(home.log().size() == events);
    CHECK(home.store().outbox(true)->empty());
}

TEST_CASE("a command that is thrown out of leaves nothing behind either") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto events = home.log().size();
    CHECK_THROWS(home.try_write<bool>([&](WriteSession& session) -> Result<bool> {
        session.outbox().add(letter(ticket));
        DS_CHECK(session.append({test::text("note", ticket, "x")}));
        throw std::runtime_error("pulled the plug");
    }));
    CHECK(home.log().size() == events);
    CHECK(home.store().outbox(true)->empty());
    home.write(test::text("note", ticket, "y"));
    CHECK(home.log().size() == events + 1);
}

TEST_CASE("a dry run shows everything and writes nothing, not even a key") {
    Home home;
    const auto made = home.store().write<std::size_t>(
        home.founder, home.clock, home.random, true, [&](WriteSession& session) -> Result<std::size_t> {
            DS_CHECK(session.append({test::open_call("a@client", "rings")}));
            session.outbox().add(letter(test::ticket("a")));
            CHECK(session.load(test::ticket("a")));
            return session.written().size();
        });
    REQUIRE(made);
    CHECK(*made == 4);
    CHECK(home.log().empty());
    CHECK(home.list(home.query()).empty());
    CHECK(home.store().outbox(true)->empty());
    CHECK_FALSE(std::filesystem::exists(home.paths().key()));
}

TEST_CASE("a committed command is there for whoever opens the home next") {
    Home home;
    const auto ticket = home.in_session([&](WriteSession& session) {
        const auto event = test::unwrap(session.append({test::open_call("a@client", "rings")})).front();
        session.outbox().add(letter(event.ticket()));
        return event.ticket();
    });
    const auto log = *home.store().log_digest();
    const auto reader = test::unwrap(Store::open(home.paths(), Access::read, test::system_zones()));
    CHECK(reader->outbox(true)->size() == 1);
    CHECK(reader->load(ticket)->summary.id == ticket);
    CHECK(*reader->log_digest() == log);
    CHECK(reader->me() == home.store().me());
    CHECK(reader->check_integrity());
}

TEST_CASE("a reader keeps the state it began with") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto reader = test::unwrap(Store::open(home.paths(), Access::read, test::system_zones()));
    CHECK(reader->load(ticket)->summary.message_count == 1);
    home.write(test::text("note", ticket, "more"));
    CHECK(reader->load(ticket)->summary.message_count == 1);
}

TEST_CASE("a home whose key others can read is not written to") {
    Home home;
    home.call("Portal down");
    std::filesystem::permissions(home.paths().key(), std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const auto done = home.try_write<bool>([&](WriteSession&) -> Result<bool> { return true; });
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::not_allowed);
}

TEST_CASE("a ticket is shown as it was at any moment") {
    Home home;
    home.clock.set("2026-11-24T09:00:00Z");
    const auto ticket = home.call("Portal down");
    const auto change = [&](std::string_view time,
                            const std::function<Result<Change>(const Situation&)>& verb) {
        home.clock.set(time);
        REQUIRE(home.change(ticket, verb));
    };
    change("2026-11-24T10:00:00Z", [](auto& now) { return take(now, false); });
    change("2026-11-24T11:00:00Z", [](auto& now) { return close(now, "fixed", "Restarted it.", {}); });
    change("2026-11-24T12:00:00Z", [](auto& now) { return reopen(now, ""); });
    const auto then = [&](std::string_view time) { return home.store().load_as_of(ticket, at(time)); };
    const auto before = then("2026-11-24T08:59:00Z");
    REQUIRE_FALSE(before);
    CHECK(before.error().kind == ErrorKind::negative);
    CHECK(before.error().message.find("did not exist on 2026-11-24T08:59:00Z") != std::string::npos);
    CHECK(then("2026-11-24T09:30:00Z")->summary.stored.kind == StatusKind::fresh);
    CHECK(then("2026-11-24T09:30:00Z")->summary.assignee.empty());
    CHECK(then("2026-11-24T10:30:00Z")->summary.stored.kind == StatusKind::open);
    CHECK(then("2026-11-24T10:30:00Z")->summary.assignee == PersonId{"ada"});
    CHECK(then("2026-11-24T11:30:00Z")->summary.stored.resolution == "fixed");
    CHECK(then("2026-11-24T11:30:00Z")->summary.message_count == 2);
    CHECK(then("2026-11-24T12:30:00Z")->summary.stored.kind == StatusKind::open);
    CHECK(home.load(ticket).summary.stored.kind == StatusKind::open);
}

TEST_CASE("events of others are taken in once, in any order, and give the same state") {
    Home home;
    const auto ticket = home.call("Portal down");
    for (int i = 0; i < 10; ++i) home.write(test::add_tag(ticket, "t" + std::to_string(i)));
    home.write(test::undo(home.log().back()));
    auto events = home.log();
    Home copy("bo", {}, 2);
    CHECK(copy.accept(events) == events.size());
    CHECK(copy.accept(events) == 0);
    CHECK(*copy.store().state_digest() == *home.store().state_digest());
    test::FakeRandom dice(5);
    for (int round = 0; round < 5; ++round) {
        CAPTURE(round);
        for (std::size_t i = events.size(); i > 1; --i) std::swap(events[i - 1], events[dice.next() % i]);
        Home other("carol", {}, 3);
        for (const auto& event : events) other.accept({event});
        CHECK(*other.store().log_digest() == *home.store().log_digest());
        CHECK(*other.store().state_digest() == *home.store().state_digest());
    }
}

TEST_CASE("a text of this machine does not come back to it behind its redaction") {
    Home ada;
    const auto note = ada.write(test::text("note", ada.call("A call"), "The PIN is 1234."));
    ada.write(test::redact(note));
    auto rest = ada.log();
    std::erase_if(rest, [&](const Event& event) { return event.id == note.id; });
    REQUIRE(note.content.body);
    ada.close();
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(ada.paths().database() + end);
    ada.reopen();
    ada.accept(rest);
    ada.accept({note});
    CHECK(test::unwrap(ada.store().event(note.id)).value().id == note.id);
    CHECK_FALSE(test::unwrap(ada.store().event(note.id))->content.body);
}

TEST_CASE("what others wrote is never posted by us") {
    Home home, other("bo", {}, 2);
    const auto ticket = home.call("Portal down");
    other.join(home);
    other.write(test::text("note", ticket, "x"));
    CHECK(other.store().unposted()->size() == 1);
    std::vector<EventId> mine;
    for (const auto& event : home.log()) mine.push_back(event.id);
    home.in_session([&](WriteSession& session) {
        session.mark_posted(mine);
        return true;
    });
    home.accept(other.log());
    CHECK(home.store().unposted()->empty());
}

TEST_CASE("the events of a key count from its grant on, also those that came before it") {
    Home home, other("bo", {}, 2);
    const auto ticket = home.call("Portal down");
    other.accept(home.log());
    other.write(test::set(ticket, "urgency", "high"));
    home.accept(other.log());
    CHECK(home.load(ticket).summary.urgency == "normal");
    CHECK(home.store().size()->held == 1);
    home.grant(*other.store().me(), {"bo"}, Right::member);
    CHECK(home.load(ticket).summary.urgency == "high");
    CHECK(home.store().size()->held == 0);
}

TEST_CASE("own commands are listed newest first with what became of them") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto tagged = home.write(test::add_tag(ticket, "vip"));
    const auto taken_back = home.write(test::undo(tagged));
    const auto ops = *home.store().my_ops(10);
    REQUIRE(ops.size() == 3);
    CHECK(ops[0].is_undo);
    CHECK(ops[0].undo_of == tagged.id);
    CHECK(ops[0].last == taken_back.id);
    CHECK(ops[1].undone);
    CHECK(ops[1].tickets == std::vector{ticket});
    CHECK_FALSE(ops[2].undone);
    CHECK(home.store().my_ops(1)->size() == 1);
}

/// All that a list shows of every ticket, closed and merged ones too.
std::vector<std::string> rows_of(Home& home) {
    auto query = home.query();
    query.all = true;
    query.limit = 10'000;
    query.with_summary = true;
    std::vector<std::string> out;
    for (const auto& row : home.list(query)) out.push_back(row.code + " " + row.summary);
    return out;
}

TEST_CASE("a write that was replaced since is said to be superseded") {
    Home home;
    const auto ticket = home.call("Portal down");
    const auto first = home.write(test::set(ticket, "urgency", "high"));
    const auto ask = [&] {
        return home.in_session([&](WriteSession& session) { return session.superseded({first}); });
    };
    CHECK(ask().empty());
    const auto second = home.write(test::set(ticket, "urgency", "low", {first.id}));
    CHECK(ask() == "urgency");
    // Neither does it show again when what replaced it was replaced, too.
    home.write(test::set(ticket, "urgency", "critical", {second.id}));
    CHECK(ask() == "urgency");
}

TEST_CASE("after an upgrade the first write reads every event anew and folds it anew") {
    Home home;
    const auto a = home.call("Portal down"), b = home.call("Portal still down");
    home.write(test::link(a, b, "merged"));
    home.write(test::place(a, {mail_key("x@client"), {}}));
    const auto before = rows_of(home);
    home.close();
    {
        SQLite::Database raw(home.paths().database(), SQLite::OPEN_READWRITE);
        // As an older version may have left it.
        raw.exec(
            "DELETE FROM touch; DELETE FROM mention; DELETE FROM ticket;"
            "UPDATE meta SET value = '0' WHERE key = 'fold_version'");
    }
    home.reopen();
    CHECK(rows_of(home).empty());
    home.in_session([](WriteSession&) { return true; });
    CHECK(rows_of(home) == before);
    home.reopen();
    CHECK(home.change(b, [](const Situation& at) { return tag(at, {"vip"}, {}); }));
    CHECK(*home.store().resolve(a.value, home.clock.now()) ==
          *home.store().resolve(b.value, home.clock.now()));
}

std::string random_text(test::FakeRandom& dice) {
    static constexpr std::array<const char*, 4> kTexts = {"It rings.", "Restarted it.", "Again.",
                                                          "Caf\u00e9"};
    return kTexts.at(dice.next() % kTexts.size());
}

/// Any verb on any ticket by either machine; what is refused changes nothing.
void random_step(test::FakeRandom& dice, Home& home, std::vector<TicketId>& tickets) {
    const auto pick = [&] { return tickets[dice.next() % tickets.size()]; };
    const auto some = pick(), other = pick();
    const auto verb = dice.next() % 20;
    const auto n = dice.next();
    const PersonId person{n % 2 == 0 ? "ada" : "bo"};
    if (verb < 2 || tickets.size() < 4) {
        tickets.push_back(home.call("call" + std::to_string(n), random_text(dice)));
        return;
    }
    if (verb == 18) {
        const auto ops = *home.store().my_ops(20);
        if (!ops.empty()) home.write(test::undo(ops[n % ops.size()].events.back()));
        return;
    }
    if (verb == 19) {
        home.write(test::link(some, other, n % 2 == 0 ? "merged" : "related"));
        return;
    }
    const auto done = home.change(some, [&](const Situation& now) -> Result<Change> {
        switch (verb) {
            case 2:
            case 3: {
                Triage wanted;
                wanted.urgency = kUrgencies.at(n % 4);
                if (n % 3 == 0) wanted.nature = "question";
                wanted.tags = {"t" + std::to_string(n % 3)};
                return triage(now, wanted);
            }
            case 4:
                return escalate(now, n % 3 == 0 ? person : PersonId{}, n % 2 == 0 ? random_text(dice) : "");
            case 5:
                return deescalate(now, {}, "");
            case 6:
                return assign(now, person, IfHeld::replace);
            case 7:
                return take(now, n % 2 == 0);
            case 8:
                return release(now);
            case 9:
            case 10:
                return note(now, random_text(dice), n % 2 == 0);
            case 11:
            case 12:
                return wait(now, n % 2 == 0 ? "client" : "the bank",
                            n % 3 == 0 ? std::optional(now.now + kHour) : std::nullopt, "");
            case 13:
                return resume(now, "");
            case 14:
                return close(now, "fixed", random_text(dice), {});
            case 15:
                return reopen(now, "");
            case 16:
                return tag(now, {"t" + std::to_string(n % 3)}, {"t" + std::to_string(n / 3 % 3)});
            default:
                return redact(now, 1 + n % 3);
        }
    });
    if (!done) CHECK(done.error().kind != ErrorKind::bug);
}

TEST_CASE("folding what was touched gives what folding everything gives") {
    Home ada("ada", {}, 1), bo("bo", {}, 2);
    std::vector<TicketId> tickets = {ada.call("first")};
    bo.join(ada, Right::lead);
    test::FakeRandom dice(20261124);
    for (int step = 1; step <= 200; ++step) {
        CAPTURE(step);
        random_step(dice, dice.next() % 2 == 0 ? ada : bo, tickets);
        // One of them hears the other's news late and in one go.
        if (dice.next() % 3 == 0) ada.accept(bo.log());
        if (dice.next() % 7 == 0) bo.accept(ada.log());
        if (step % 20 != 0) continue;
        for (auto* home : {&ada, &bo}) {
            const auto before = rows_of(*home);
            const bool equal = test::unwrap(home->store().maintain<bool>(
                home->clock, home->random, false, [](WriteSession& session) { return session.rebuild(); }));
            CHECK(equal);
            CHECK(rows_of(*home) == before);
            CHECK(home->store().holes()->empty());
        }
    }
    test::exchange(ada, bo);
    CHECK(*ada.store().log_digest() == *bo.store().log_digest());
    CHECK(*ada.store().state_digest() == *bo.store().state_digest());
    CHECK(rows_of(ada) == rows_of(bo));
    CHECK(ada.store().size()->tickets ==
          static_cast<std::int64_t>(std::set(tickets.begin(), tickets.end()).size()));
}

TEST_CASE("a twin that was merged makes no code ambiguous") {
    Home home;
    const TicketId one{"K7M2QX" + std::string(20, '0')}, twin{"K7M2QX" + std::string(19, '0') + "4"};
    home.write(test::set(one, field::kSubject, "one"));
    home.write(test::set(twin, field::kSubject, "twin"));
    const auto several = home.store().resolve("K7M-2QX", home.clock.now());
    REQUIRE_FALSE(several);
    CHECK(several.error().kind == ErrorKind::usage);
    home.write(test::link(twin, one, "merged"));
    CHECK(*home.store().resolve("K7M-2QX", home.clock.now()) == one);
    CHECK_FALSE(home.store().resolve_member("K7M-2QX", home.clock.now()));
}

}  // namespace
}  // namespace dsupport
