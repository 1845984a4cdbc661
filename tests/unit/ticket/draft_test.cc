#include "lib/ticket/draft.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::filled;
using test::Machine;
using test::ticket;

const TicketId kTicket = ticket("a");

/// A ticket with these mails, before ada.
class Desk {
  public:
    explicit Desk(std::vector<Mail> mails = {}) : mails_(std::move(mails)) {
        team_.add(ada, "ada");
        events_.push_back(ada.write(test::text("note", kTicket, "It rings.")));
        look();
    }
    Machine ada{1};

    Situation situation() const {
        return {state_, summary_, PersonId{"ada"}, false, test::kMorning + kDay, "K7M-2QX"};
    }
    void add(const std::vector<EventContent>& contents) {
        for (std::size_t i = 0; i < contents.size(); ++i)
            events_.push_back(i == 0 ? ada.write(contents[i]) : ada.more(contents[i]));
        look();
    }
    const State& state() const { return state_; }
    const TicketState& ticket() const { return state_.tickets.at(kTicket); }

  private:
    test::FakeTeam team_;
    std::vector<Event> events_;
    std::vector<Mail> mails_;
    State state_;
    Summary summary_;

    void look() {
        state_ = fold(events_, mails_, team_);
        summary_ = *summarize(state_, kTicket, Team{}, team_);
    }
};

TEST_CASE("what fits one header stays one event") {
    EventContent content = test::content("reply", kTicket);
    content.own.set("mid", "x@example.org");
    content.writes = {{"subject", std::string(500, 'x'), {}}, {"level", "technical", {}}};
    content.tags = {{"vip", true, {}}};
    content.covers = {{filled<MailKey>(1), {}}};
    content.placements = {{{filled<MailKey>(1), {}}, {}}};
    const auto events = fit_headers(content);
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == "reply");
    CHECK(events[0].own == content.own);
    CHECK(events[0].writes == content.writes);
    CHECK(events[0].tags == content.tags);
    CHECK(events[0].covers == content.covers);
    CHECK(events[0].placements == content.placements);
}

TEST_CASE("what does not fit one header follows in sets of the same op, and nothing is lost or doubled") {
    EventContent content = test::content("open", kTicket);
    content.own.set("mid", "x@example.org");
    content.own.set("requester", Requester{std::string(1500, 'r'), "", ""}.json());
    for (const auto field : kFields)
        content.writes.push_back({std::string(field), std::string(1200, 'w'), {}});
    for (int i = 0; i < 100; ++i)
        content.tags.push_back(
            {"tag-" + std::to_string(i), i % 2 == 0, {filled<EventId>(7), filled<EventId>(8)}});
    for (int i = 0; i < 100; ++i)
        content.covers.push_back({mail_key("c" + std::to_string(i)), body_hash(std::to_string(i))});
    for (int i = 0; i < 100; ++i)
        content.placements.push_back({{mail_key("p" + std::to_string(i)), {}}, {filled<EventId>(9)}});

    const auto events = fit_headers(content);
    CHECK(events.size() > 4);
    CHECK(events.front().kind == "open");
    CHECK(events.front().own == content.own);
    Machine ada(1);
    EventContent together;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& event = events[i];
        CAPTURE(i);
        CHECK(event.ticket == kTicket);
        if (i > 0) CHECK(event.kind == "set");
        if (i > 0) CHECK(event.own == Json::object());
        CHECK(longest_header(event) <= kMaxHeader);
        // Full: what began the next event did not fit this one.
        if (i + 1 < events.size()) CHECK(longest_header(event) > kMaxHeader / 2);
        ada.more(event);
        together.writes.insert(together.writes.end(), event.writes.begin(), event.writes.end());
        together.tags.insert(together.tags.end(), event.tags.begin(), event.tags.end());
        together.covers.insert(together.covers.end(), event.covers.begin(), event.covers.end());
        together.placements.insert(together.placements.end(), event.placements.begin(),
                                   event.placements.end());
    }
    CHECK(together.writes == content.writes);
    CHECK(together.tags == content.tags);
    CHECK(together.covers == content.covers);
    CHECK(together.placements == content.placements);
}

TEST_CASE("a write that no header holds is left alone for seal to refuse") {
    const auto events = fit_headers(test::set(kTicket, "subject", std::string(kMaxHeader, 'x')));
    REQUIRE_FALSE(events.empty());
    const EventPlace place{filled<EventId>(1), 1, {}, test::kMorning, {}};
    CHECK_FALSE(seal(events.back(), place, test::key_of(1)));
}

TEST_CASE(
    "a change with long writes, a long text and many mails can be sealed and is whole again in the fold") {
    std::vector<Mail> mails = {test::mail("a")};
    for (int i = 0; i < 80; ++i) mails.push_back(test::mail("m" + std::to_string(i), {"a"}));
    Desk desk(mails);
    const auto at = desk.situation();
    Draft draft(at, "note");
    draft.write(field::kSubject, std::string(1400, 's'));
    draft.write(field::kClient, std::string(1400, 'c'));
    draft.write(field::kNature, std::string(1400, 'n'));
    const std::string text(kPartBody + 5, 't');
    draft.comment(text);
    draft.cover();
    const auto change = std::move(draft).finish();
    CHECK(change.events.front().kind == "note");
    CHECK(change.events.front().part == Part{1, 2});
    CHECK(change.events.at(1).part == Part{2, 2});
    CHECK(change.covered == 81);
    desk.add(change.events);

    for (const auto field : {field::kSubject, field::kClient, field::kNature}) {
        CAPTURE(field);
        REQUIRE(desk.ticket().field(field).shown() != nullptr);
        CHECK(desk.ticket().field(field).shown()->value.string().size() == 1400);
    }
    CHECK(std::ranges::all_of(desk.ticket().mails, [](const MailOnTicket& on) { return on.covered; }));
    CHECK(desk.state().placements.size() == 81);
    CHECK(std::ranges::any_of(desk.ticket().messages, [&](const Message& m) { return m.text == text; }));
}

TEST_CASE("what the verbs write is all of this version") {
    NewCall call;
    call.message_id = "x@example.org";
    call.number = "+44 20 7946";
    call.line = "sales";
    call.at = test::kMorning;
    call.duration_s = 60;
    call.requester = {"Ada", "ada@client.org", ""};
    call.subject = "Portal down";
    call.text = "It rings.";
    call.nature = "technical";
    call.urgency = "high";
    call.client = "acme";
    call.assignee = PersonId{"ada"};
    Desk desk;
    std::vector<Change> changes = {log_call(call)};
    call.subject = std::string(2000, 's');
    call.client = std::string(2000, 'c');
    changes.push_back(log_call(call));
    CHECK(changes.back().events.size() == 2);
    CHECK(changes.back().events.front().body == call.text);
    changes.push_back(test::unwrap(escalate(desk.situation(), {}, "why")));
    changes.push_back(test::unwrap(wait(desk.situation(), "client", test::kMorning + 2 * kDay, "")));
    changes.push_back(test::unwrap(close(desk.situation(), "fixed", "Done.", {})));
    changes.push_back(test::unwrap(tag(desk.situation(), {"vip"}, {})));
    changes.push_back({{undo(filled<EventId>(1))}, {}, 0, {}, {}});
    for (const auto& change : changes)
        for (const auto& content : change.events) {
            CAPTURE(content.kind);
            CHECK_FALSE(desk.ada.write(content).newer);
        }
}

TEST_CASE("a tag that is typed twice is written once") {
    Desk desk;
    const auto change = tag(desk.situation(), {"vip", "late", "vip"}, {});
    REQUIRE(change);
    REQUIRE(change->events.size() == 1);
    CHECK(change->events.front().tags.size() == 2);
    desk.add(change->events);
    CHECK(desk.ticket().tags.size() == 2);
    const auto off = tag(desk.situation(), {}, {"vip", "vip"});
    REQUIRE(off);
    desk.add(off->events);
    CHECK(desk.ticket().tags.size() == 1);
}

TEST_CASE("a text that is no UTF-8 is cut somewhere and goes on") {
    const std::string text(kPartBody * 2, '\x80');
    std::string together;
    for (const auto& event : events_of(test::content("note", kTicket), text)) together += *event.body;
    CHECK(together == text);
}

}  // namespace
}  // namespace dsupport
