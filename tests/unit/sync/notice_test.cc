#include "lib/sync/notice.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
using test::ticket;

const TicketId kTicket = ticket("a");
const Status kClosed{StatusKind::closed, {}, {}, "fixed", {}}, kPending{StatusKind::pending, {}, {}, {}, {}};

struct Desk {
    Machine ada{1};
    std::vector<Event> before;

    Event write(EventContent content) {
        before.push_back(ada.write(std::move(content)));
        return before.back();
    }
    bool news(const Event& event) const {
        return deserves_notice(event, [&](const EventId& id) -> std::optional<Event> {
            const auto it = std::ranges::find(before, id, &Event::id);
            return it == before.end() ? std::nullopt : std::optional(*it);
        });
    }
    bool news(EventContent content) { return news(write(std::move(content))); }
};

TEST_CASE("taking, assigning, moving between levels, closing and reopening are told at once") {
    // The list is that of the log's rules: take, assign, escalate, close, reopen.
    Desk desk;
    const auto closed = desk.write(test::set_status(kTicket, kClosed));
    CHECK(desk.news(closed));
    CHECK(desk.news(test::set_status(kTicket, Status::plain_open(), {closed.id})));
    CHECK(desk.news(test::set(kTicket, "assignee", "ada")));
    CHECK(desk.news(test::set(kTicket, "level", "technical")));
    CHECK(desk.news(test::set(kTicket, "level", "first-level")));
    auto both = test::set(kTicket, "urgency", "high");
    both.writes.push_back({"assignee", "bo", {}});
    CHECK(desk.news(both));
}

TEST_CASE("everything else rides along") {
    Desk desk;
    const auto pending = desk.write(test::set_status(kTicket, kPending));
    CHECK_FALSE(desk.news(pending));
    CHECK_FALSE(desk.news(test::set_status(kTicket, Status::plain_open())));
    CHECK_FALSE(desk.news(test::set_status(kTicket, Status::plain_open(), {pending.id})));
    CHECK_FALSE(desk.news(test::set_status(kTicket, Status::plain_open(), {test::filled<EventId>(9)})));
    CHECK_FALSE(desk.news(test::set_status(kTicket, {StatusKind::on_hold, {}, "bo", {}, {}})));
    CHECK_FALSE(desk.news(test::set(kTicket, "assignee", "")));
    CHECK_FALSE(desk.news(test::set(kTicket, "urgency", "critical")));
    CHECK_FALSE(desk.news(test::add_tag(kTicket, "vip")));
    CHECK_FALSE(desk.news(test::text("note", kTicket, "so")));
    CHECK_FALSE(desk.news(test::cover(kTicket, {{mail_key("x"), {}}})));
    CHECK_FALSE(desk.news(test::link(kTicket, ticket("b"), "merged")));
    CHECK_FALSE(desk.news(test::undo(pending)));
    CHECK_FALSE(desk.news(test::redact(pending)));
    // A call has a letter of its own, whomever it is given to.
    auto call = test::open_call("a@client", "rings");
    call.writes.push_back({"assignee", "bo", {}});
    CHECK_FALSE(desk.news(call));
    // A status that a later version writes is not ours to announce.
    CHECK_FALSE(desk.news(test::set(kTicket, "status", Json::object({{"s", "sleeping"}}))));
}

TEST_CASE("a subject has the code once, at its end, and an answer one Re") {
    CHECK(tagged_subject("Portal down", "K7M-2QX", false) == "Portal down [K7M-2QX]");
    CHECK(tagged_subject("Portal down", "K7M-2QX", true) == "Re: Portal down [K7M-2QX]");
    CHECK(tagged_subject("Re: ", "K7M-2QX", true) == "Re: [K7M-2QX]");
    CHECK(tagged_subject("RE: AW: Portal down [K7M-2QX]", "K7M-2QX", true) == "Re: Portal down [K7M-2QX]");
    CHECK(tagged_subject("Portal\r\nBcc: eve@evil.org", "K7M-2QX", true).find_first_of("\r\n") ==
          std::string::npos);
}

TEST_CASE("the text of a call can be read without any tool") {
    Desk desk;
    Team team;
    team.people[{"ada"}].name = "Ada Lovelace";
    team.clients["acme"] = {"Acme", {"client.org"}, {}};
    auto open = test::open_call("a@client", "error 500\nsince nine");
    open.own.set("call", Json::object({{"number", "+44 20"},
                                       {"line", "uk"},
                                       {"at", parse_rfc3339("2026-11-24T09:00:00Z")->ms},
                                       {"duration_s", 240}}));
    open.own.set("requester", Requester{"Mara", "mara@client.org", ""}.json());
    open.writes = {{"subject", "Portal down", {}}, {"urgency", "high", {}}, {"assignee", "bo", {}}};
    const auto event = desk.write(open);
    CHECK(call_text(event, "error 500\nsince nine", "K7M-2QX", team, {"ada"}) ==
          "Phone call, written up by Ada Lovelace.\n"
          "\n"
          "Caller:   Mara <mara@client.org>\n"
          "Number:   +44 20\n"
          "Client:   acme\n"
          "Line:     uk\n"
          "Time:     2026-11-24 09:00 UTC\n"
          "Duration: 4m\n"
          "Urgency:  high\n"
          "Given to: bo\n"
          "Ticket:   K7M-2QX\n"
          "Subject:  Portal down\n"
          "\n"
          "error 500\nsince nine\n");
}

TEST_CASE("what a caller is called cannot write lines of its own") {
    Desk desk;
    auto open = test::open_call("a@client", "");
    open.own.set("requester", Requester{"Mara\nTicket:   ZZZ-ZZZ\x1b[31m", "", ""}.json());
    const auto text = call_text(desk.write(open), "", "K7M-2QX", {}, {"ada"});
    CHECK(text.find("\nTicket:   ZZZ") == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("a notice says who did what, with the words, and how the ticket stands") {
    Desk desk;
    Team team;
    team.people[{"ada"}].name = "Ada";
    team.people[{"bo"}].name = "Bo";
    Machine ada(1);
    ada.at(*parse_rfc3339("2026-11-24T09:00:00Z"));
    auto take = test::set(kTicket, "assignee", "ada");
    auto close = test::set_status(kTicket, kClosed);
    close.body = "Freed the disk.\nAnd more.";
    auto quiet = test::add_tag(kTicket, "vip");
    auto up = test::set(kTicket, "level", "technical");
    up.writes.push_back({"assignee", "bo", {}});
    const std::vector<Event> events = {ada.write(take), ada.write(quiet),
                                       ada.write(test::text("note", kTicket, "Looked at it.")), ada.write(up),
                                       ada.write(close)};
    std::vector<NoticeLine> told;
    for (const auto& event : events) told.push_back({&event, NoticeLine::Turn::done, event.at.t});
    Summary summary;
    summary.stored = kClosed;
    CHECK(notice_text(told, summary, "K7M-2QX", team, {"ada"}, test::kMorning) ==
          "Ada: took it, 2026-11-24 09:00 UTC\n"
          "Ada: noted, 2026-11-24 09:00 UTC\n"
          "    Looked at it.\n"
          "Ada: gave it to Bo, escalated it to technical support, 2026-11-24 09:00 UTC\n"
          "Ada: closed it as fixed, 2026-11-24 09:00 UTC\n"
          "    Freed the disk.\n"
          "    And more.\n"
          "\n"
          "K7M-2QX is closed.\n");
    summary.stored = Status::plain_open();
    summary.level = "technical";
    summary.assignee = {"bo"};
    CHECK(notice_text({}, summary, "K7M-2QX", team, {"ada"}, test::kMorning) ==
          "\nK7M-2QX is open; the next step is owed by technical; held by Bo.\n");
    CHECK(notice_text({}, summary, "K7M-2QX", team, {"ada"}, test::kMorning, {"ada"}) ==
          "\nK7M-2QX is open; the next step is owed by technical; held by Bo.\n");
    summary.assignee = {};
    CHECK(notice_text({}, summary, "K7M-2QX", team, {"ada"}, test::kMorning, {"ada"}) ==
          "\nK7M-2QX is open; the next step is owed by technical, on duty: Ada.\n");
    told = {{&events[0], NoticeLine::Turn::taken_back, events[0].at.t + kMinute},
            {&events[4], NoticeLine::Turn::taken_back, events[4].at.t + kMinute},
            {&events[0], NoticeLine::Turn::done_again, events[0].at.t + kHour}};
    CHECK(notice_text(told, summary, "K7M-2QX", team, {"ada"}, test::kMorning)
              .starts_with("Ada: took back: took it, 2026-11-24 09:01 UTC\n"
                           "Ada: took back: closed it as fixed, 2026-11-24 09:01 UTC\n"
                           "Ada: did again: took it, 2026-11-24 10:00 UTC\n"));
}

TEST_CASE("an undo tells what it takes back only if the group has heard of that") {
    using Turn = NoticeLine::Turn;
    test::FakeTeam team;
    Machine ada(1);
    team.add(ada, "ada");
    const auto take = ada.write(test::set(kTicket, "assignee", "ada"));
    const auto back = ada.write(test::undo(take)), again = ada.write(test::undo(back));
    struct Row {
        std::string name;
        std::vector<Event> fresh, all;
        bool posted;  ///< whether what is not fresh was mailed
        std::vector<Turn> turns;
    };
    const std::vector<Row> rows = {
        {"done", {take}, {take}, false, {Turn::done}},
        {"done and taken back unheard", {take, back}, {take, back}, false, {}},
        {"heard, then taken back", {back}, {take, back}, true, {Turn::taken_back}},
        {"taken back unheard, then done again",
         {take, back, again},
         {take, back, again},
         false,
         {Turn::done}},
        {"heard twice, then done again", {again}, {take, back, again}, true, {Turn::done_again}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto told = lines_of(row.fresh, row.all, team, [&](const EventId& id) {
            return row.posted && std::ranges::find(row.fresh, id, &Event::id) == row.fresh.end();
        });
        std::vector<Turn> turns;
        for (const auto& line : told) {
            turns.push_back(line.turn);
            CHECK(line.event->id == take.id);
        }
        CHECK(turns == row.turns);
    }
}

}  // namespace
}  // namespace dsupport
