#include "lib/ticket/summary.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::kMorning;
using test::Machine;
using test::ticket;
using enum StatusKind;

const TicketId kTicket = ticket("a");
const Instant kNow = kMorning + kDay, kPast = kNow + -kHour, kFuture = kNow + kHour;

struct Desk : test::FakeTeam {
    Machine ada{1}, bo{2};
    std::vector<Event> events;
    std::vector<Mail> mails;
    Team team;
    State state;

    Desk() { add(ada, "ada").add(bo, "bo"); }
    Summary look(const TicketId& id = kTicket) {
        state = fold(events, mails, *this);
        const auto out = summarize(state, id, team, *this);
        REQUIRE(out);
        return *out;
    }
};

TEST_CASE("what is shown follows from what is stored, the mails and the time") {
    struct Row {
        Status stored;
        bool attention;
        StatusKind shown;
        std::string reopened_by, owed_by, waiting_on;
        std::optional<Instant> wake_at;
    };
    const Status fresh_one, open_one = Status::plain_open();
    const Status asleep{pending, kFuture, {}, {}, {}}, awake{pending, kPast, {}, {}, {}},
        due{pending, kNow, {}, {}, {}}, patient{pending, {}, {}, {}, {}},
        bank{on_hold, {}, "the bank", {}, {}}, bank_due{on_hold, kPast, "the bank", {}, {}},
        done{closed, {}, {}, "fixed", {}};
    // By the log's rules: only pending, on-hold and closed are reopened, by the client before the timer. What
    // is open is owed by its level (here technical), what is new by first-level, whatever its level.
    const std::vector<Row> rows = {
        {fresh_one, false, fresh, "", "first-level", "", {}},
        {fresh_one, true, fresh, "", "first-level", "", {}},
        {open_one, false, open, "", "technical", "", {}},
        {open_one, true, open, "", "technical", "", {}},
        {patient, false, pending, "", "client", "client", {}},
        {patient, true, open, "client", "technical", "client", {}},
        {asleep, false, pending, "", "client", "client", kFuture},
        {asleep, true, open, "client", "technical", "client", kFuture},
        {awake, false, open, "timer", "technical", "client", kPast},
        {awake, true, open, "client", "technical", "client", kPast},
        {due, false, open, "timer", "technical", "client", kNow},
        {bank, false, on_hold, "", "the bank", "the bank", {}},
        {bank, true, open, "client", "technical", "the bank", {}},
        {bank_due, false, open, "timer", "technical", "the bank", kPast},
        {done, false, closed, "", "", "", {}},
        {done, true, open, "client", "technical", "", {}},
    };
    for (const auto& row : rows) {
        Summary ticket;
        ticket.level = "technical";
        ticket.stored = row.stored;
        ticket.attention = row.attention;
        CAPTURE(row.stored.json().dump());
        CAPTURE(row.attention);
        const auto shown = shown_status(ticket, kNow);
        CHECK(shown == row.shown);
        CHECK(reopened_by(ticket, kNow) == row.reopened_by);
        CHECK(owed_by(ticket, shown) == row.owed_by);
        CHECK(waiting_on(ticket) == row.waiting_on);
        CHECK(wake_at(ticket) == row.wake_at);
    }
}

TEST_CASE("a debt is as old as the client's waiting mail, else as the last status or level") {
    Summary ticket;
    ticket.settled_at = kMorning;
    CHECK(debt_since(ticket) == kMorning);
    ticket.last_client_at = kPast;
    CHECK(debt_since(ticket) == kMorning);
    ticket.attention = true;
    CHECK(debt_since(ticket) == kPast);
}

TEST_CASE("a ticket that nobody has written to is new, normal and at the first level") {
    Desk desk;
    auto mail = test::mail("a");
    mail.author_name = "Mara";
    mail.author = "mara@client";
    mail.reply_address = "mara+1@client";
    mail.base_subject = "Portal down";
    desk.mails = {mail};
    desk.team.clients["acme"] = {"Acme", {"client"}, {}};
    const auto shown = desk.look();
    CHECK(shown.id == kTicket);
    CHECK(shown.stored == Status{});
    CHECK(shown.attention);
    CHECK(shown.level == "first-level");
    CHECK(shown.urgency == "normal");
    CHECK(shown.nature.empty());
    CHECK(shown.channel == "email");
    CHECK(shown.subject == "Portal down");
    CHECK(shown.requester == Requester{"Mara", "mara@client", ""});
    CHECK(shown.reply_to == "mara+1@client");
    CHECK(shown.client == "acme");
    CHECK(shown.assignee.empty());
    CHECK(shown.opened_by.empty());
    CHECK(shown.created_at == kMorning);
    CHECK(shown.updated_at == kMorning);
    CHECK(shown.last_client_at == kMorning);
    CHECK_FALSE(shown.last_staff_at);
    CHECK(shown.message_count == 1);
}

TEST_CASE("the group itself asks for nothing") {
    Desk desk;
    auto mail = test::mail("a");
    mail.author_name = "Support";
    mail.author = mail.reply_address = "Support@team.example";
    desk.mails = {mail};
    CHECK(desk.look().requester == Requester{"Support", "Support@team.example", ""});
    desk.team.group.addresses = {"help@team.example", "support@team.example"};
    CHECK(desk.look().requester == Requester{"Support", "", ""});
    CHECK(desk.look().reply_to.empty());
    desk.mails.front().reply_address = "mara@client";
    CHECK(desk.look().reply_to == "mara@client");
}

TEST_CASE("a logged call shows who rang and who wrote it up") {
    Desk desk;
    auto open_event = test::open_call("a@client", "error 500");
    open_event.own.set("call", Json::object({{"number", "+44 20"}, {"at", (kMorning + -kHour).ms}}));
    open_event.own.set("requester", Requester{"Mara", "", "+44 20"}.json());
    desk.events = {desk.bo.write(open_event)};
    const auto shown = desk.look();
    CHECK(shown.channel == "phone");
    CHECK(shown.opened_by == PersonId{"bo"});
    CHECK(shown.call_by == PersonId{"bo"});
    CHECK(shown.created_at == kMorning + -kHour);
    CHECK(shown.last_client_at == kMorning + -kHour);
    CHECK(shown.last_staff_at == desk.events.front().at.t);
    CHECK(shown.updated_at == desk.events.front().at.t);
    CHECK(shown.requester.phone == "+44 20");
    CHECK(shown.message_count == 1);
}

TEST_CASE("only what is stored as closed has a resolution and a time of closing") {
    Desk desk;
    desk.events = {desk.ada.write(test::set_status(kTicket, {closed, {}, {}, "fixed", {}}))};
    CHECK(desk.look().closed_at == desk.events.back().at.t);
    CHECK(desk.look().settled_at == desk.events.back().at.t);
    desk.events.push_back(
        desk.ada.write(test::set_status(kTicket, Status::plain_open(), {desk.events.back().id})));
    CHECK_FALSE(desk.look().closed_at);
    CHECK(desk.look().stored.resolution.empty());
}

TEST_CASE("a status or a level begins a new debt and nothing else does") {
    Desk desk;
    const auto write = [&](std::string_view name, Json value) {
        desk.events.push_back(desk.ada.write(test::set(kTicket, name, std::move(value))));
        return desk.events.back().at.t;
    };
    desk.events.push_back(desk.ada.write(test::open_call("a@client", "rings")));
    const auto created = desk.events.back().at.t;
    write(field::kSubject, "Portal down");
    CHECK(desk.look().settled_at == created);
    const auto level = write(field::kLevel, "technical");
    write(field::kUrgency, "high");
    CHECK(desk.look().settled_at == level);
    const auto status = write(field::kStatus, Status::plain_open().json());
    write(field::kAssignee, "bo");
    CHECK(desk.look().settled_at == status);
}

TEST_CASE("a conflict names the shown value and every other, with their authors and times") {
    Desk desk;
    desk.events = {
        desk.ada.at(kMorning).write(test::set(kTicket, field::kAssignee, "bo")),
        desk.bo.at(kMorning + kMinute).write(test::set(kTicket, field::kAssignee, "carol")),
        desk.ada.at(kMorning + kHour).write(test::set(kTicket, field::kUrgency, "high")),
        desk.bo.at(kMorning + kHour).write(test::set(kTicket, field::kUrgency, "high")),
    };
    const auto shown = desk.look();
    CHECK(shown.assignee == PersonId{"carol"});
    // Two who wrote the same do not disagree.
    REQUIRE(shown.conflicts.size() == 1);
    const auto& conflict = shown.conflicts.front();
    CHECK(conflict.field == "assignee");
    CHECK(conflict.shown.value == Json("carol"));
    CHECK(conflict.shown.by == PersonId{"bo"});
    CHECK(conflict.shown.at == kMorning + kMinute);
    REQUIRE(conflict.others.size() == 1);
    CHECK(conflict.others.front().value == Json("bo"));
    CHECK(conflict.others.front().by == PersonId{"ada"});
    CHECK(conflict.others.front().at == kMorning);
}

TEST_CASE("of two statuses at once the more open one is shown, whichever came later") {
    const Status statuses[] = {Status::plain_open(),
                               {on_hold, {}, "the bank", {}, {}},
                               {pending, {}, {}, {}, {}},
                               {closed, {}, {}, "fixed", {}}};
    // The array is in the order of the rule: open, on-hold, pending, closed.
    for (std::size_t first = 0; first < 4; ++first)
        for (std::size_t second = 0; second < 4; ++second) {
            CAPTURE(first);
            CAPTURE(second);
            Desk desk;
            desk.events = {desk.ada.write(test::set_status(kTicket, statuses[first])),
                           desk.bo.at(kMorning + kHour).write(test::set_status(kTicket, statuses[second]))};
            const auto shown = desk.look();
            CHECK(shown.stored == statuses[std::min(first, second)]);
            CHECK(shown.conflicts.size() == (first == second ? 0 : 1));
        }
}

TEST_CASE("two closes at once with other reasons show the later one as a conflict") {
    Desk desk;
    desk.events = {
        desk.ada.write(test::set_status(kTicket, {closed, {}, {}, "fixed", {}})),
        desk.bo.at(kMorning + kHour).write(test::set_status(kTicket, {closed, {}, {}, "wontfix", {}}))};
    const auto shown = desk.look();
    CHECK(shown.stored.resolution == "wontfix");
    CHECK(shown.conflicts.size() == 1);
}

TEST_CASE("merged tickets have one summary with the messages, tags and attention of all") {
    Desk desk;
    const auto other = ticket("b");
    desk.mails = {test::mail("b")};
    desk.events = {desk.ada.write(test::text("note", kTicket, "mine")),
                   desk.ada.write(test::add_tag(kTicket, "vip")),
                   desk.ada.write(test::add_tag(other, "later")),
                   desk.ada.write(test::add_tag(other, "vip")),
                   desk.ada.write(test::set(kTicket, field::kUrgency, "high")),
                   desk.ada.write(test::set(other, field::kUrgency, "low")),
                   desk.bo.at(kMorning + kHour).write(test::link(other, kTicket, "merged"))};
    for (const auto& id : {kTicket, other}) {
        const auto shown = desk.look(id);
        CHECK(shown.id == kTicket);
        CHECK(shown.urgency == "high");
        CHECK(shown.attention);
        CHECK(shown.message_count == 2);
        CHECK(shown.tags == std::vector<std::string>{"later", "vip"});
        REQUIRE(shown.links.size() == 1);
        CHECK(shown.links.front().id == other);
        CHECK(shown.links.front().rel == "merged");
    }
}

TEST_CASE("related tickets know each other and share nothing") {
    Desk desk;
    const auto other = ticket("b");
    desk.mails = {test::mail("b")};
    desk.events = {desk.ada.write(test::text("note", kTicket, "mine")),
                   desk.ada.write(test::link(kTicket, other, "related"))};
    const auto mine = desk.look(), theirs = desk.look(other);
    REQUIRE(mine.links.size() == 1);
    CHECK(mine.links.front().id == other);
    CHECK(mine.links.front().rel == "related");
    REQUIRE(theirs.links.size() == 1);
    CHECK(theirs.links.front().id == kTicket);
    CHECK_FALSE(mine.attention);
    CHECK(theirs.attention);
}

TEST_CASE("what is not known has no summary") {
    const Desk desk;
    CHECK_FALSE(summarize(State{}, kTicket, Team{}, desk));
}

}  // namespace
}  // namespace dsupport
