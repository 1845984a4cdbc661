#include "lib/store/summary_json.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

const Instant kNow = test::kMorning;

Summary full() {
    Summary t;
    t.id = test::ticket("a");
    t.subject = "Portal \"down\"\n\xF0\x9F\x94\xA5";
    t.stored = {StatusKind::on_hold, kNow + kHour, "the bank", {}, {}};
    t.attention = true;
    t.level = "technical";
    t.nature = "billing";
    t.urgency = "critical";
    t.channel = "phone";
    t.requester = {"Mara", "mara@client.org", "+44 20"};
    t.reply_to = "help@client.org";
    t.client = "acme";
    t.call = Call{"+44 20", "uk", kNow + -kHour, 240, test::key_of(1).id()};
    t.call_by = t.opened_by = {"ada"};
    t.assignee = {"bo"};
    t.tags = {"later", "vip"};
    t.promise_at = kNow + 2 * kHour;
    t.closed_at = kNow + 3 * kHour;
    t.last_client_at = kNow + -kMinute;
    t.last_staff_at = kNow + -kSecond;
    t.links = {{test::ticket("b"), "related"}, {test::ticket("c"), "merged"}};
    t.created_at = kNow + -kHour;
    t.updated_at = kNow;
    t.settled_at = kNow + -kMinute;
    t.message_count = 7;
    t.conflicts = {{"assignee", {"bo", {"bo"}, kNow}, {{"carol", {"ada"}, kNow + -kSecond}}}};
    t.voided = true;
    return t;
}

void check_same(const Summary& a, const Summary& b) {
    CHECK(a.id == b.id);
    CHECK(a.subject == b.subject);
    CHECK(a.stored == b.stored);
    CHECK(a.attention == b.attention);
    CHECK(a.level == b.level);
    CHECK(a.nature == b.nature);
    CHECK(a.urgency == b.urgency);
    CHECK(a.channel == b.channel);
    CHECK(a.requester == b.requester);
    CHECK(a.reply_to == b.reply_to);
    CHECK(a.client == b.client);
    REQUIRE(a.call.has_value() == b.call.has_value());
    if (a.call) {
        CHECK(a.call->number == b.call->number);
        CHECK(a.call->line == b.call->line);
        CHECK(a.call->at == b.call->at);
        CHECK(a.call->duration_s == b.call->duration_s);
        CHECK(a.call->by == b.call->by);
    }
    CHECK(a.call_by == b.call_by);
    CHECK(a.opened_by == b.opened_by);
    CHECK(a.assignee == b.assignee);
    CHECK(a.tags == b.tags);
    CHECK(a.promise_at == b.promise_at);
    CHECK(a.closed_at == b.closed_at);
    CHECK(a.last_client_at == b.last_client_at);
    CHECK(a.last_staff_at == b.last_staff_at);
    CHECK(a.created_at == b.created_at);
    CHECK(a.updated_at == b.updated_at);
    CHECK(a.settled_at == b.settled_at);
    CHECK(a.message_count == b.message_count);
    CHECK(a.voided == b.voided);
    REQUIRE(a.links.size() == b.links.size());
    for (std::size_t i = 0; i < a.links.size(); ++i) {
        CHECK(a.links[i].id == b.links[i].id);
        CHECK(a.links[i].rel == b.links[i].rel);
    }
    REQUIRE(a.conflicts.size() == b.conflicts.size());
    for (std::size_t i = 0; i < a.conflicts.size(); ++i) {
        CHECK(a.conflicts[i].field == b.conflicts[i].field);
        CHECK(a.conflicts[i].shown.value == b.conflicts[i].shown.value);
        CHECK(a.conflicts[i].shown.by == b.conflicts[i].shown.by);
        CHECK(a.conflicts[i].shown.at == b.conflicts[i].shown.at);
        REQUIRE(a.conflicts[i].others.size() == b.conflicts[i].others.size());
        for (std::size_t n = 0; n < a.conflicts[i].others.size(); ++n)
            CHECK(a.conflicts[i].others[n].value == b.conflicts[i].others[n].value);
    }
}

TEST_CASE("a summary comes back whole from its row") {
    for (const auto& summary : {full(), Summary{}}) {
        const auto read = read_summary(summary_text(summary));
        REQUIRE(read);
        check_same(*read, summary);
    }
}

TEST_CASE("each kind of status comes back") {
    for (const auto& status : {Status{}, Status::plain_open(), Status{StatusKind::pending, {}, {}, {}, {}},
                               Status{StatusKind::closed, {}, {}, "duplicate", test::ticket("b")}}) {
        auto summary = full();
        summary.stored = status;
        const auto read = read_summary(summary_text(summary));
        REQUIRE(read);
        CHECK(read->stored == status);
    }
}

TEST_CASE("what is no summary is an error and no guess") {
    for (const std::string text : {"", "{", "nothing"}) CHECK_FALSE(read_summary(text));
}

}  // namespace
}  // namespace dsupport
