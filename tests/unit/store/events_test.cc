#include "lib/store/events.hh"
#include "lib/store/related.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "lib/store/migrations.hh"
#include "lib/store/outbox.hh"
#include "tests/unit/support/temp_dir.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
using test::TempDir;
using test::ticket;

struct Log {
    TempDir directory;
    Database db{(directory / "log.db").string(), Access::write, Durability::derived};
    EventTable events{db};
    Machine ada{1}, bo{2};

    Log() {
        for (const auto sql : migrations()) db.run(std::string(sql));
    }
    std::vector<Event> all() {
        std::vector<Event> out;
        events.each([&](const Event& event) { out.push_back(event); });
        return out;
    }
    std::vector<EventId> unposted() {
        std::int64_t row = 0;
        std::vector<EventId> out;
        for (const auto& event : events.unposted(row)) out.push_back(event.id);
        return out;
    }
};

/// An event whose header is signed as it stands, however it is written.
Event signed_event(const std::string& header, std::optional<std::string> body) {
    return test::unwrap(read_event(header, test::key_of(1).sign(kEventNamespace, header), std::move(body)));
}

std::vector<TicketId> sorted(std::vector<TicketId> ids) {
    std::ranges::sort(ids);
    return ids;
}

TEST_CASE("the bytes of an event come out as they went in") {
    Log log;
    const auto rep = test::key_of(1).id().hex();
    const std::string zeros("two zero bytes \0\0 and \xF0\x9F\x98\x80", 26);
    // Members in another order, white space, and one of a later version: nothing is written anew.
    const auto header =
        R"({ "kind":"note", "tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R", "mood":[1,{"x":"y"}], "v":1, "team":")" +
        test::filled<EventId>(0xAA).hex() +
        R"(","prev":"","op":"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d","t":5,"seq":1,"rep":")" + rep + R"(","bh":")" +
        body_hash(zeros).hex() + "\"}";
    const auto odd = signed_event(header, zeros);
    const auto plain = log.ada.write(test::text("note", ticket("a"), ""));
    const auto bare = log.ada.write(test::set(ticket("a"), "urgency", "high"));
    for (const auto& event : {odd, plain, bare}) CHECK(log.events.insert(event, true));
    const auto all = log.all();
    REQUIRE(all.size() == 3);
    for (const auto& [in, out] :
         {std::pair(odd, all[0]), std::pair(plain, all[1]), std::pair(bare, all[2])}) {
        CHECK(out.id == in.id);
        CHECK(out.header == in.header);
        CHECK(out.signature == in.signature);
        CHECK(out.content.body == in.content.body);
        CHECK(log.events.find(in.id)->header == in.header);
    }
    CHECK(all[0].content.body == zeros);
    CHECK(all[1].content.body == "");
    CHECK_FALSE(all[2].content.body);
    CHECK_FALSE(log.events.find(test::filled<EventId>(7)));
}

TEST_CASE("an event is in the log once, and a second arrival changes nothing about it") {
    Log log;
    const auto event = log.ada.write(test::text("note", ticket("a"), "first"));
    CHECK(log.events.insert(event, false));
    CHECK_FALSE(log.events.insert(event, true));
    CHECK(log.all().size() == 1);
    CHECK(log.unposted() == std::vector{event.id});
    CHECK(log.events.tickets_of(event.id) == std::vector{ticket("a")});
}

TEST_CASE("own events wait to be posted until a mail has them, and again when that mail is given up") {
    Log log;
    const auto call = log.ada.write(test::open_call("a@client", "rings"));
    const auto first = log.ada.write(test::text("note", ticket("a"), "one"));
    const auto foreign = log.bo.write(test::text("note", ticket("a"), "two"));
    const auto second = log.ada.write(test::text("note", ticket("a"), "three"));
    for (const auto& event : {call, first, second}) log.events.insert(event, false);
    log.events.insert(foreign, true);
    // A call goes with its own letter, while there is one.
    CHECK(log.unposted() == std::vector{call.id, first.id, second.id});
    OutboxRow letter;
    letter.event = call.id;
    letter.n = Outbox(log.db).add(letter);
    CHECK(log.unposted() == std::vector{first.id, second.id});
    CHECK_FALSE(log.events.is_posted(first.id));
    log.events.mark_posted({first.id}, true);
    CHECK(log.events.is_posted(first.id));
    CHECK(log.unposted() == std::vector{second.id});
    log.events.mark_posted({first.id}, false);
    CHECK(log.unposted() == std::vector{first.id, second.id});
    letter.state = MailState::dropped;
    Outbox(log.db).update(letter);
    CHECK(log.unposted() == std::vector{call.id, first.id, second.id});
}

TEST_CASE("only what came after the given row is asked for again") {
    Log log;
    std::int64_t row = 0;
    const auto first = log.ada.write(test::text("note", ticket("a"), "one"));
    log.events.insert(first, false);
    CHECK(log.events.unposted(row).size() == 1);
    CHECK(log.events.unposted(row).empty());
    const auto second = log.ada.write(test::text("note", ticket("a"), "two"));
    log.events.insert(second, false);
    const auto later = log.events.unposted(row);
    REQUIRE(later.size() == 1);
    CHECK(later.front().id == second.id);
}

TEST_CASE("an event touches the tickets it speaks of") {
    Log log;
    const auto a = ticket("a"), b = ticket("b");
    const auto note = log.ada.write(test::text("note", a, "x"));
    const auto more = log.ada.more(test::text("note", b, "y"));
    const auto joined = log.ada.write(test::link(a, b, "merged"));
    const auto undone = log.ada.write(test::undo(more));
    const auto redone = log.ada.write(test::undo(undone));
    const auto hidden = log.ada.write(test::redact(note));
    for (const auto& event : {note, more, joined, undone, redone, hidden}) log.events.insert(event, true);
    const auto both = sorted({a, b});
    CHECK(log.events.tickets_of(note.id) == std::vector{a});
    CHECK(sorted(log.events.tickets_of(joined.id)) == both);
    // An undo speaks for the whole op, and an undo of that for the same.
    CHECK(sorted(log.events.tickets_of(undone.id)) == both);
    CHECK(sorted(log.events.tickets_of(redone.id)) == both);
    const auto of_hidden = log.events.tickets_of(hidden.id);
    CHECK(std::ranges::find(of_hidden, a) != of_hidden.end());
}

TEST_CASE("what an undo touches does not depend on the order of arrival") {
    Machine ada(1);
    const auto a = ticket("a"), b = ticket("b");
    std::vector<Event> events = {ada.write(test::text("note", a, "x"))};
    events.push_back(ada.more(test::text("note", b, "y")));
    events.push_back(ada.write(test::undo(events[1])));
    events.push_back(ada.write(test::undo(events[2])));
    std::vector<std::size_t> order = {0, 1, 2, 3};
    do {
        CAPTURE(order[0] * 1000 + order[1] * 100 + order[2] * 10 + order[3]);
        Log log;
        for (const auto i : order) log.events.insert(events[i], true);
        for (const auto& event : {events[2], events[3]})
            CHECK(sorted(log.events.tickets_of(event.id)) == sorted({a, b}));
    } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("linked tickets are loaded together, through any number of links") {
    Log log;
    const auto a = ticket("a"), b = ticket("b"), c = ticket("c"), d = ticket("d");
    const auto first = log.ada.write(test::text("note", a, "x"));
    const auto joined = log.ada.write(test::link(a, b, "merged"));
    const auto near = log.ada.write(test::link(c, b, "related"));
    const auto far = log.ada.write(test::text("note", d, "alone"));
    for (const auto& event : {first, joined, near, far}) log.events.insert(event, true);
    MailTable mails(log.db);
    const auto related = [&](const TicketId& id) {
        Relations relations(log.events, mails);
        relations.add(id);
        return std::move(relations).find();
    };
    CHECK(related(c).tickets == std::set{a, b, c});
    CHECK(related(d).tickets == std::set{d});
    CHECK(related(b).events.size() == 3);
}

TEST_CASE("heads end before the first hole and holes say what is missing") {
    Log log;
    std::vector<Event> chain;
    for (int i = 0; i < 8; ++i) chain.push_back(log.ada.write(test::text("note", ticket("a"), "x")));
    const auto rep = log.ada.rep();
    for (const auto i : {0U, 1U, 4U, 6U}) log.events.insert(chain[i], true);
    CHECK(log.events.chains().heads()[rep] == ChainHead{2, chain[1].id});
    CHECK(log.events.chains().holes()[rep] == std::vector<SeqRange>{{3, 4}, {6, 6}});
    CHECK(log.events.chain_end(rep)->seq == 7);
    for (const auto i : {2U, 3U}) log.events.insert(chain[i], true);
    CHECK(log.events.chains().heads()[rep] == ChainHead{5, chain[4].id});
    for (const auto i : {5U, 7U}) log.events.insert(chain[i], true);
    CHECK(log.events.chains().heads()[rep] == ChainHead{8, chain[7].id});
    CHECK(log.events.chains().holes().empty());
}

TEST_CASE("a chain whose first event is missing has no head") {
    Log log;
    const auto first = log.bo.write(test::text("note", ticket("a"), "x"));
    const auto second = log.bo.write(test::text("note", ticket("a"), "y"));
    log.events.insert(second, true);
    CHECK(log.events.chains().heads().empty());
    CHECK(log.events.chains().holes()[log.bo.rep()] == std::vector<SeqRange>{{1, 1}});
    log.events.insert(first, true);
    CHECK(log.events.chains().heads()[log.bo.rep()] == ChainHead{2, second.id});
}

TEST_CASE("the newest time that can be believed is found") {
    Log log;
    const auto early = log.ada.write(test::text("note", ticket("a"), "x"));
    const auto late = log.ada.at(test::kMorning + kDay).write(test::text("note", ticket("a"), "y"));
    for (const auto& event : {early, late}) log.events.insert(event, true);
    CHECK(log.events.newest_until(test::kMorning + kHour) == early.at.t);
    CHECK(log.events.newest_until(late.at.t) == late.at.t);
    CHECK(log.events.newest_until(test::kMorning + -kDay) == Instant{});
}

TEST_CASE("a long text is forgotten with all its parts, and nothing beside it") {
    Log log;
    auto head = test::text("note", ticket("a"), "one "), tail = test::text("note", ticket("a"), "two");
    head.part = Part{1, 2};
    tail.part = Part{2, 2};
    const auto first = log.ada.write(head), second = log.ada.more(tail);
    const auto other = log.ada.more(test::text("note", ticket("b"), "three"));
    const auto redaction = log.bo.write(test::redact(first));
    for (const auto& event : {first, other, redaction}) log.events.insert(event, true);
    REQUIRE(log.events.pending_redactions().size() == 1);
    log.events.drop_text(first.id);
    // A part may come after the rest was forgotten: the redaction still has something to do.
    log.events.insert(second, true);
    CHECK(log.events.pending_redactions().size() == 1);
    log.events.drop_text(first.id);
    CHECK_FALSE(log.events.find(first.id)->content.body);
    CHECK_FALSE(log.events.find(second.id)->content.body);
    CHECK(log.events.find(other.id)->content.body == "three");
    CHECK(log.events.find(second.id)->header == second.header);
}

}  // namespace
}  // namespace dsupport
