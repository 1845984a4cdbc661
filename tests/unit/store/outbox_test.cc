#include "lib/store/outbox.hh"

#include <doctest/doctest.h>

#include "lib/store/migrations.hh"
#include "tests/unit/support/temp_dir.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using enum MailState;
constexpr Instant kNow = test::kMorning;
constexpr std::array kStates = {queued, held, sending, sent, retry, failed, unknown, dropped};

struct Box {
    test::TempDir directory;
    Database db{(directory / "outbox.db").string(), Access::write, Durability::derived};
    Outbox outbox{db};

    Box() {
        for (const auto sql : migrations()) db.run(std::string(sql));
    }
    std::int64_t add(MailState state, MailKind kind = MailKind::letter, Instant due = kNow,
                     const std::string& recipient = "") {
        OutboxRow row;
        row.kind = kind;
        row.state = state;
        row.subject = "Portal down";
        row.message_id = "ds1.N@example.org";
        row.recipient = recipient;
        row.date = row.due = row.changed = due;
        return outbox.add(row);
    }
};

TEST_CASE("the states have the names that people and scripts see") {
    std::string names;
    for (const auto state : kStates) names += std::string(mail_state_name(state)) + " ";
    CHECK(names == "queued held sending sent retry failed unknown dropped ");
}

TEST_CASE("a letter is undelivered when a copy failed, or may not have reached a client") {
    std::string out;
    for (const auto state : kStates)
        for (const auto* recipient : {"", "mara@client.org"}) {
            Box box;
            OutboxRow row;
            row.state = state;
            row.event = test::filled<EventId>(7);
            row.recipient = recipient;
            box.outbox.add(row);
            CHECK_FALSE(box.outbox.has_undelivered(test::filled<EventId>(8)));
            if (box.outbox.has_undelivered(*row.event))
                out += std::string(mail_state_name(state)) + (*recipient ? " client, " : " group, ");
        }
    CHECK(out == "failed group, failed client, unknown client, ");
}

TEST_CASE("a row comes back as it was added and as it was changed") {
    Box box;
    OutboxRow row;
    row.kind = MailKind::post;
    row.state = retry;
    row.reason = "451 later";
    row.ticket = test::ticket("a");
    row.event = test::filled<EventId>(7);
    row.recipient = "mara@client.org";
    row.subject = "Re: Portal down";
    row.message_id = "ds1.N.T@example.org";
    row.date = kNow;
    row.sender = "ada@example.org";
    row.bytes = std::string("From: ada\r\n\0x", 13);
    row.attempts = 3;
    row.due = kNow + kMinute;
    row.first_try = kNow + -kHour;
    row.changed = kNow + kSecond;
    row.n = box.outbox.add(row);
    const auto check = [&] {
        const auto found = box.outbox.find(row.n);
        REQUIRE(found);
        CHECK(found->kind == row.kind);
        CHECK(found->state == row.state);
        CHECK(found->reason == row.reason);
        CHECK(found->ticket == row.ticket);
        CHECK(found->event == row.event);
        CHECK(found->recipient == row.recipient);
        CHECK(found->subject == row.subject);
        CHECK(found->message_id == row.message_id);
        CHECK(found->date == row.date);
        CHECK(found->sender == row.sender);
        CHECK(found->bytes == row.bytes);
        CHECK(found->attempts == row.attempts);
        CHECK(found->due == row.due);
        CHECK(found->first_try == row.first_try);
        CHECK(found->changed == row.changed);
    };
    check();
    row.state = held;
    row.reason = "no group address";
    row.event.reset();
    row.bytes.reset();
    row.first_try.reset();
    row.attempts = 0;
    box.outbox.update(row);
    check();
    CHECK_FALSE(box.outbox.find(row.n + 1));
}

TEST_CASE("what is listed, due and found by state follows the state") {
    for (const auto state : kStates) {
        CAPTURE(mail_state_name(state));
        Box box;
        const auto n = box.add(state);
        // From the table of states: sent and dropped are over; queued, retry and unknown go out by
        // themselves.
        CHECK(box.outbox.list(true).size() == 1);
        CHECK(box.outbox.list(false).size() == (state == sent || state == dropped ? 0 : 1));
        const auto next = box.outbox.next_due(kNow);
        CHECK(next.has_value() == (state == queued || state == retry || state == unknown));
        if (next) CHECK(next->n == n);
        for (const auto asked : {queued, held, sending, retry, failed, unknown})
            CHECK(box.outbox.in_state(asked).size() == (asked == state ? 1 : 0));
    }
}

TEST_CASE("the one that is due first goes first, then the older one, and none before its time") {
    Box box;
    const auto late = box.add(retry, MailKind::letter, kNow + kMinute);
    const auto second = box.add(queued), third = box.add(unknown);
    const auto first = box.add(retry, MailKind::post, kNow + -kSecond);
    const auto take = [&](Instant now) -> std::int64_t {
        auto row = box.outbox.next_due(now);
        if (!row) return 0;
        row->state = sent;
        box.outbox.update(*row);
        return row->n;
    };
    CHECK(take(kNow) == first);
    CHECK(take(kNow) == second);
    CHECK(take(kNow) == third);
    CHECK(take(kNow) == 0);
    CHECK(take(kNow + (kMinute - 1)) == 0);
    CHECK(take(kNow + kMinute) == late);
}

TEST_CASE("what may have reached a client is never sent again by itself") {
    Box box;
    const auto n = box.add(unknown, MailKind::letter, kNow, "mara@client.org");
    CHECK_FALSE(box.outbox.next_due(kNow + 1000 * kDay));
    auto row = box.outbox.find(n);
    row->state = queued;  // by hand
    box.outbox.update(*row);
    CHECK(box.outbox.next_due(kNow)->n == n);
}

TEST_CASE("the letters of an event are found by it") {
    Box box;
    const auto event = test::filled<EventId>(7);
    for (const auto* recipient : {"", "mara@client.org"}) {
        auto row = *box.outbox.find(box.add(queued, MailKind::letter, kNow, recipient));
        row.event = event;
        box.outbox.update(row);
    }
    box.add(queued);
    const auto found = box.outbox.of_event(event);
    REQUIRE(found.size() == 2);
    CHECK(found[0].recipient.empty());
    CHECK(found[1].recipient == "mara@client.org");
    CHECK(box.outbox.of_event(test::filled<EventId>(8)).empty());
}

TEST_CASE("the posts of a day are those that were sent on it and those that still will be") {
    Box box;
    for (const auto state : kStates) box.add(state, MailKind::post);
    for (const auto state : kStates) box.add(state, MailKind::letter);
    // Of the posts: queued, held, sending, retry and unknown are on their way, sent counts by its time.
    CHECK(box.outbox.posts_since(kNow) == 6);
    CHECK(box.outbox.posts_since(kNow + 1) == 5);
    CHECK(box.outbox.sent_since(kNow) == 2);
    CHECK(box.outbox.sent_since(kNow + 1) == 0);
}

}  // namespace
}  // namespace dsupport
