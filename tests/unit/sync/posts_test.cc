#include "lib/sync/posts.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "lib/ticket/roster_authority.hh"
#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::Office;

/// The events in the n-th mail that was handed over, as `kind kind ...`, founding the team left out.
std::string kinds_in(const Office& office, std::size_t n) {
    std::string out;
    for (const auto& block : find_armour(office.handed.at(n).envelope.bytes)) {
        const auto bundle = decode_bundle(block);
        REQUIRE(bundle);
        CHECK(bundle->refused == 0);
        CHECK(bundle->header.text == text_hash(office.composed.at(n).text));
        for (const auto& event : bundle->events)
            if (event.kind() != "team.create" && event.kind() != "roster" && event.kind() != "team.doc")
                out += (out.empty() ? "" : " ") + event.kind();
    }
    return out;
}

EventContent assign_to(const TicketId& id, const std::string& person) {
    return test::set(id, "assignee", person);
}

TEST_CASE("a call goes out as its letter, with the founding of the team") {
    Office office;
    const auto ticket = office.log("Portal down");
    CHECK(office.send().sent == 1);
    REQUIRE(office.composed.size() == 1);
    const auto& mail = office.composed.front();
    CHECK(mail.to == std::vector<Mailbox>{{"", "support@example.org"}});
    CHECK(mail.cc.empty());
    CHECK(mail.from == Mailbox{"Ada", "ada@example.org"});
    CHECK(mail.reply_to == std::vector<Mailbox>{{"Mara", "mara@client.org"}, {"", "support@example.org"}});
    CHECK(mail.subject == "Portal down [" + ticket.code() + "]");
    CHECK(ticket_of_root(mail.message_id) == ticket);
    CHECK(mail.in_reply_to.empty());
    // A call is written by a person.
    CHECK_FALSE(mail.auto_submitted);
    CHECK(kinds_in(office, 0) == "open");
    CHECK(events_in(office.handed.front().envelope.bytes).size() == office.Home::log().size());
    CHECK(office.store().unposted()->empty());
}

TEST_CASE("an address nobody can answer to keeps no letter from the group") {
    Office office;
    office.log("Portal down", {"Mara\nEve", "not an address", ""});
    CHECK(office.send().sent == 1);
    CHECK(office.composed.front().reply_to == std::vector<Mailbox>{{"", "support@example.org"}});
}

TEST_CASE("a letter that cannot be written keeps no other from going") {
    Office office;
    office.log("unwritable");
    office.log("two");
    const auto report = office.send();
    CHECK(report.sent == 1);
    REQUIRE(report.failed.size() == 1);
    CHECK(report.failed.front().reason == "it cannot be written");
    CHECK(office.row(1).state == MailState::failed);
    CHECK_FALSE(office.row(1).bytes);
}

TEST_CASE("one notice tells all that happened to one ticket") {
    Office office;
    const auto a = office.log("Portal down"), b = office.log("Printer on fire");
    office.send();
    office.write(assign_to(a, "ada"));
    office.write(assign_to(b, "ada"));
    office.write(test::text("note", a, "Looked at it."));
    office.write(test::add_tag(b, "vip"));
    office.write(test::set_status(a, {StatusKind::closed, {}, {}, "fixed", {}}));
    CHECK(office.send().sent == 2);
    REQUIRE(office.composed.size() == 4);
    const auto& first = office.composed[2];
    CHECK(first.auto_submitted);
    CHECK(first.subject == "Re: Portal down [" + a.code() + "]");
    CHECK(first.in_reply_to == office.composed[0].message_id);
    CHECK(first.references == std::vector{office.composed[0].message_id});
    CHECK(ticket_of_own_id(first.message_id) == a);
    CHECK(first.text.find("took it") != std::string::npos);
    CHECK(first.text.find("Looked at it.") != std::string::npos);
    CHECK(first.text.find("closed it as fixed") != std::string::npos);
    CHECK(first.text.find("vip") == std::string::npos);
    CHECK(kinds_in(office, 2) == "set note set");
    CHECK(kinds_in(office, 3) == "set set");
    CHECK(office.composed[3].subject == "Re: Printer on fire [" + b.code() + "]");
}

TEST_CASE("what was told is told again when it is taken back, and nothing else is") {
    Office office;
    const auto a = office.log("Portal down");
    office.send();
    const auto take = office.write(assign_to(a, "ada"));
    CHECK(office.send().sent == 1);
    office.write(test::undo(take));
    CHECK(office.send().sent == 1);
    CHECK(office.composed.back().text.find("took back: took it") != std::string::npos);
    // Taken back before anybody heard of it: nothing to tell.
    const auto other = office.write(assign_to(a, "bo"));
    office.write(test::undo(other));
    CHECK(office.send().sent == 0);
    office.clock.advance(kHour);
    CHECK(office.send().sent == 1);
    CHECK(office.composed.back().subject.starts_with("[dsupport log]"));
    CHECK(kinds_in(office, 3) == "set undo");
}

TEST_CASE("what was taken back before anybody heard of it goes with the next call") {
    Office office;
    const auto a = office.log("Portal down"), b = office.log("Portal broken");
    office.send();
    office.composed.clear();
    office.handed.clear();
    office.write(test::undo(office.write(test::link(a, b, "merged"))));
    office.write(test::undo(office.write(assign_to(a, "ada"))));
    office.log("Printer on fire");
    CHECK(office.send().sent == 1);
    CHECK(kinds_in(office, 0) == "open link undo set undo");
    CHECK(office.store().unposted()->empty());
}

TEST_CASE("whose events count is told at once") {
    Office office;
    office.log("Portal down");
    office.send();
    const auto bo = test::key_of(9).id();
    const auto write = [&](const RosterAction& action) {
        const auto& team = office.store().team();
        office.write(write_roster_event(*team.id, team.authority->roster(), action));
    };
    write(Grant{bo, {"bo"}, Right::member});
    CHECK(office.send().sent == 1);
    write(Cut{bo, {}, "lost"});
    CHECK(office.send().sent == 1);
    CHECK(events_in(office.handed[1].envelope.bytes).size() == 1);
    // The team's paper is no news to anybody.
    write(RecoveryKey{bo});
    CHECK(office.send().sent == 0);
}

TEST_CASE("a call whose letter was dropped goes with the next mail") {
    Office office;
    office.log("Portal down");
    const auto call = office.Home::log().back();
    auto row = office.rows().front();
    row.state = MailState::dropped;
    office.put(row);
    office.write(test::undo(call));
    CHECK(office.send().sent == 0);
    office.log("Printer on fire");
    CHECK(office.send().sent == 1);
    CHECK(events_in(office.handed.front().envelope.bytes).size() == office.Home::log().size());
    CHECK(office.store().unposted()->empty());
}

TEST_CASE("what nobody waits for goes with the next call") {
    Office office;
    const auto a = office.log("Portal down");
    office.send();
    office.write(test::text("note", a, "Looked at it."));
    CHECK(office.send().sent == 0);
    office.log("Printer on fire");
    CHECK(office.send().sent == 1);
    CHECK(kinds_in(office, 1) == "open note");
    CHECK(office.composed.back().text.find("Looked at it.") == std::string::npos);
    CHECK(office.store().unposted()->empty());
}

TEST_CASE("what no mail has taken along for an hour goes into the log of the day") {
    Office office;
    office.clock.set("2026-11-24T22:30:00Z");
    const auto a = office.log("Portal down");
    office.send();
    const auto note = office.write(test::text("note", a, "Looked at it."));
    office.write(test::add_tag(a, "vip"));
    office.clock.advance(note.at.t + kHour - office.clock.now() - 1);
    CHECK(office.send().sent == 0);
    office.clock.advance(1);
    CHECK(office.send().sent == 1);
    const auto& mail = office.composed.back();
    CHECK(mail.subject == "[dsupport log] 2026-11-24");
    CHECK(mail.auto_submitted);
    CHECK(kinds_in(office, 1) == "note set");
    CHECK(office.rows().back().ticket.empty());
}

TEST_CASE("notices go to the log address where there is one, calls to the group") {
    Office office({{"support@example.org"}, "log@example.org", "", ""});
    const auto a = office.log("Portal down");
    office.write(assign_to(a, "ada"));
    CHECK(office.send().sent == 2);
    CHECK(office.handed[0].envelope.recipients == std::vector<std::string>{"support@example.org"});
    CHECK(office.handed[1].envelope.recipients == std::vector<std::string>{"log@example.org"});
    CHECK(office.composed[1].to == std::vector<Mailbox>{{"", "log@example.org"}});
}

TEST_CASE("a notice carries the call whose letter somebody dropped") {
    Office office;
    const auto a = office.log("Portal down");
    auto row = office.rows().front();
    row.state = MailState::dropped;
    office.put(row);
    office.write(assign_to(a, "ada"));
    CHECK(office.send().sent == 1);
    CHECK(kinds_in(office, 0) == "open set");
    office.write(assign_to(a, "bo"));
    CHECK(office.send().sent == 1);
    CHECK(kinds_in(office, 1) == "set");
}

TEST_CASE("a mail takes at most 200 events and 100 KiB, and the rest goes with the next") {
    Office office;
    const auto a = office.log("Portal down");
    office.send();
    std::vector<EventContent> many;
    for (int i = 0; i < 450; ++i) many.push_back(test::add_tag(a, "t" + std::to_string(i)));
    office.write(many);
    office.write(assign_to(a, "ada"));
    office.write(std::vector{test::text("note", a, std::string(60'000, 'x')),
                             test::text("note", a, std::string(60'000, 'y'))});
    office.clock.advance(2 * kHour);
    office.send();
    std::set<EventId> seen;
    for (const auto& one : office.handed) {
        const auto ids = events_in(one.envelope.bytes);
        CHECK(ids.size() <= kMaxBundleEvents);
        for (const auto& block : find_armour(one.envelope.bytes)) CHECK(block.size() <= kMaxBundleBytes);
        for (const auto& id : ids) CHECK(seen.insert(id).second);
    }
    CHECK(seen.size() == office.Home::log().size());
    CHECK(office.store().unposted()->empty());
}

TEST_CASE("without a group nothing is sent, and with one the waiting letters are") {
    Office office(Group{});
    office.log("Portal down");
    auto report = office.send();
    CHECK(report.sent == 0);
    REQUIRE(report.held.size() == 1);
    CHECK(report.held.front().reason == "no group address");
    office.in_session([&](WriteSession& session) {
        EventContent content;
        content.kind = "team.doc";
        content.own = Json::object({{"section", "group"}, {"p", Json::array()}});
        content.body = with_group("", {{"support@example.org"}, "", "", ""});
        return test::unwrap(session.append({content})).size();
    });
    report = office.send();
    CHECK(report.sent == 1);
    CHECK(report.held.empty());
}

}  // namespace
}  // namespace dsupport
