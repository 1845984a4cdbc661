// How much goes out in how much time: lib/sync/sender.hh.
#include <doctest/doctest.h>

#include <map>

#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::Office;

/// So many tickets with a notice each.
void make_news(Office& office, int count) {
    std::vector<EventContent> contents;
    for (int i = 0; i < count; ++i) {
        const auto id =
            test::ticket("news" + std::to_string(i) + "." + std::to_string(office.clock.now().ms));
        contents.push_back(test::set(id, "assignee", "bo"));
    }
    office.write(contents);
}

TEST_CASE("at 60 posts a day there is a warning, and the 91st waits for the next day") {
    Office office;
    office.clock.set("2026-11-24T10:00:00Z");
    office.log("Portal down");
    make_news(office, 59);
    auto report = office.send();
    CHECK(report.sent == 60);
    CHECK_FALSE(report.near_limit);
    make_news(office, 2);
    report = office.send();
    CHECK(report.sent == 2);
    CHECK(report.near_limit);
    make_news(office, 100);
    report = office.send();
    CHECK(report.sent == 29);
    CHECK(report.near_limit);
    CHECK(office.store().unposted()->size() == 71);
    office.clock.set("2026-11-24T23:59:00Z");
    CHECK(office.send().sent == 0);
    // A call is no post: it goes out whatever the hour, and takes along what it can.
    office.log("Urgent");
    CHECK(office.send().sent == 1);
    office.clock.set("2026-11-25T00:00:00Z");
    CHECK(office.send().sent == 71);
}

TEST_CASE("mails that wait for another try count among the posts of the day") {
    Office office;
    office.clock.set("2026-11-24T10:00:00Z");
    office.log("Portal down");
    office.send();
    make_news(office, 150);
    office.answer_all(Delivery::retry, 451, "later");
    office.send();
    CHECK(office.handed.size() == 91);
    office.answer_all(Delivery::sent);
    for (int i = 0; i < 5; ++i) {
        office.clock.advance(kHour);
        office.send();
    }
    CHECK(office.rows().size() == 91);
}

TEST_CASE("whatever the other side answers, no day has more than 90 posts") {
    Office office;
    office.clock.set("2026-11-24T10:30:00Z");
    office.log("Portal down");
    office.send();
    test::FakeRandom dice(3);
    std::map<std::string, int> by_day;
    office.answer = [&](const Envelope& e) -> RecipientReply {
        if (dice.next() % 3 == 0) return {e.recipients.front(), Delivery::retry, 451, "later"};
        ++by_day[rfc3339(office.clock.now()).substr(0, 10)];
        return {e.recipients.front(), Delivery::sent, 250, "ok"};
    };
    for (int run = 0; run < 24; ++run) {
        make_news(office, 17);
        office.send();
        office.clock.advance(2 * kHour);
    }
    REQUIRE(by_day.size() == 3);
    for (const auto& [day, posts] : by_day) {
        CAPTURE(day);
        CHECK(posts <= kPostsLimit);
    }
    CHECK(by_day["2026-11-25"] == kPostsLimit);
}

TEST_CASE("what the other side takes in five minutes and in a day is not gone beyond") {
    Office office;
    office.clock.set("2026-11-24T10:00:00Z");
    office.setup().per_5_minutes = 3;
    office.setup().per_day = 5;
    for (int i = 0; i < 7; ++i) office.log("call " + std::to_string(i));
    auto report = office.send();
    CHECK(report.sent == 3);
    REQUIRE(report.stopped);
    CHECK(report.stopped->kind == ErrorKind::try_later);
    office.clock.advance(5 * kMinute + 1);
    CHECK(office.send().sent == 2);
    office.clock.advance(kHour);
    CHECK(office.send().sent == 0);
    office.clock.advance(kDay);
    CHECK(office.send().sent == 2);
}

}  // namespace
}  // namespace dsupport
