#include <doctest/doctest.h>

#include <algorithm>

#include "lib/ticket/change.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::kMorning;
using test::Machine;
using test::mail;
using test::ticket;
using enum StatusKind;

const TicketId kTicket = ticket("a"), kOther = ticket("b");

struct Desk : test::FakeTeam {
    Machine ada{1}, bo{2}, lea{3};
    std::vector<Event> events;
    std::vector<Mail> mails;
    State state;
    Summary summary;

    Desk() { add(ada, "ada").add(bo, "bo").add(lea, "lea", true); }
    void write(Machine& by, EventContent content) { events.push_back(by.write(std::move(content))); }
    void apply(Machine& by, const Result<Change>& change) {
        REQUIRE(change);
        for (std::size_t i = 0; i < change->events.size(); ++i)
            events.push_back(i == 0 ? by.write(change->events[i]) : by.more(change->events[i]));
    }
    Situation look(bool lead = false) {
        state = fold(events, mails, *this);
        summary = *summarize(state, kTicket, Team{}, *this);
        return {state, summary, {"ada"}, lead, kMorning + kDay, "K7M-2QX"};
    }
};

/// Ada and Bo, who had not seen each other's, set these.
Desk disputed(const Status& ada, const Status& bo) {
    Desk desk;
    desk.write(desk.ada, test::set_status(kTicket, ada));
    desk.write(desk.bo, test::set_status(kTicket, bo));
    REQUIRE(desk.look().state.tickets.at(kTicket).field(field::kStatus).heads().size() == 2);
    return desk;
}

TEST_CASE("of two statuses at once the one that is shown is written again by who means it") {
    const Status waits{pending, {}, {}, {}, {}}, done{closed, {}, {}, "fixed", {}};
    const auto settles = [](Desk desk, auto verb, StatusKind wanted) {
        const auto change = verb(desk.look());
        REQUIRE(change);
        CHECK(change->already.empty());
        desk.apply(desk.ada, change);
        desk.look();
        CHECK(desk.state.tickets.at(kTicket).field(field::kStatus).heads().size() == 1);
        CHECK(desk.summary.stored.kind == wanted);
        CHECK(desk.summary.conflicts.empty());
    };
    const auto do_reopen = [](const Situation& at) { return reopen(at, ""); };
    const auto do_resume = [](const Situation& at) { return resume(at, ""); };
    const auto do_wait = [](const Situation& at) { return wait(at, "client", {}, ""); };
    settles(disputed(Status::plain_open(), done), do_reopen, open);
    settles(disputed(Status::plain_open(), done), do_resume, open);
    settles(disputed(Status::plain_open(), waits), do_resume, open);
    settles(disputed(waits, done), do_resume, open);
    settles(disputed(waits, done), do_wait, pending);
    settles(disputed(done, Status{closed, {}, {}, "wontfix", {}}), do_reopen, open);
    // Without a dispute they are what they were.
    Desk calm;
    calm.write(calm.ada, test::set_status(kTicket, Status::plain_open()));
    CHECK(reopen(calm.look(), "")->already == "already open");
    CHECK(resume(calm.look(), "")->already == "already open");
    calm.write(calm.ada,
               test::set_status(kTicket, waits, calm.state.tickets.at(kTicket).field(field::kStatus).tips()));
    CHECK(wait(calm.look(), "client", {}, "")->already == "already waiting for client");
}

TEST_CASE("a tag goes from every ticket of a merged one that has it") {
    Desk desk;
    desk.write(desk.ada, test::add_tag(kOther, "vip"));
    desk.write(desk.ada, test::add_tag(kTicket, "late"));
    desk.write(desk.bo, test::add_tag(kOther, "late"));
    desk.write(desk.bo, test::link(kOther, kTicket, "merged"));
    REQUIRE(desk.look().ticket.tags == std::vector<std::string>{"late", "vip"});
    const auto change = tag(desk.look(), {"new"}, {"vip", "late", "vip"});
    REQUIRE(change);
    REQUIRE(change->events.size() == 2);
    CHECK(change->events[0].ticket == kTicket);
    CHECK(change->events[1].ticket == kOther);
    CHECK(change->events[1].tags.size() == 2);
    desk.apply(desk.ada, change);
    CHECK(desk.look().ticket.tags == std::vector<std::string>{"new"});
    // Only the other one has it: that is a change, too.
    desk.write(desk.bo, test::add_tag(kOther, "vip"));
    Triage wanted;
    wanted.untags = {"vip"};
    desk.write(desk.bo, test::set_status(kTicket, Status::plain_open()));
    desk.apply(desk.ada, triage(desk.look(), wanted));
    CHECK(desk.look().ticket.tags == std::vector<std::string>{"new"});
}

TEST_CASE("only the mails that were there when the editor opened are covered") {
    Desk desk;
    desk.mails = {mail("a"), mail("b", {"a"})};
    desk.write(desk.ada, test::text("note", kTicket, "It rings."));
    desk.look();
    const auto seen = seen_mails(desk.state, desk.summary.id);
    CHECK(seen.size() == 2);
    auto variant = mail("b", {"a"});
    variant.text = text_hash("another text under the same id");
    desk.mails.push_back(variant);
    desk.mails.push_back(mail("c", {"a"}));

    auto at = desk.look();
    CHECK(ack(at)->covered == 4);
    at.seen = seen;
    const auto change = close(at, "fixed", "Restarted it.", {});
    REQUIRE(change);
    CHECK(change->covered == 2);
    desk.apply(desk.ada, change);
    CHECK(desk.look().shown() == open);
    for (const auto& on : desk.state.tickets.at(kTicket).mails)
        CHECK(on.covered == seen.contains(on.full_ref()));
    desk.look();
    CHECK_FALSE(ack(at)->already.empty());
}

TEST_CASE("a redaction of a mail names its ticket, and its variant where there are several") {
    Desk desk;
    desk.mails = {mail("a")};
    desk.write(desk.ada, test::set(kTicket, field::kLevel, "technical"));
    const auto single = redact(desk.look(true), 1);
    REQUIRE(single);
    CHECK(single->events.front().ticket == kTicket);
    CHECK(single->events.front().own["mail"] == Json(mail("a").key.hex()));

    auto variant = mail("a");
    variant.text = text_hash("another text under the same id");
    desk.mails.push_back(variant);
    desk.write(desk.ada, test::link(kTicket, kOther, "merged"));
    desk.write(desk.ada, test::set(kOther, field::kLevel, "technical"));
    desk.look(true);
    const auto all = messages_of(desk.state, kOther);
    REQUIRE(all.size() == 2);
    const auto* second = all[1]->mail;
    const auto change = redact(desk.look(true), 2);
    REQUIRE(change);
    CHECK(change->events.front().ticket == kTicket);
    CHECK(change->events.front().own["mail"] == Json(MailRef{second->key, second->canonical()}.text()));
    desk.apply(desk.lea, change);
    CHECK(redact(desk.look(true), 2)->already == "message 2 is already redacted");
    CHECK(redact(desk.look(true), 1)->already.empty());
}

}  // namespace
}  // namespace dsupport
