#include "lib/sync/addresses.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

TEST_CASE("the domain of our ids is the writer's, else the group's, else one that nobody has") {
    struct Row {
        std::string own, group, domain;
    };
    const std::vector<Row> rows = {
        {"ada@example.org", "support@team.org", "example.org"},
        {"ada@b@Mail-1.example.org", "support@team.org", "Mail-1.example.org"},
        {"", "support@team.org", "team.org"},
        {"ada", "support@team.org", "team.org"},
        {"ada@", "support@team.org", "team.org"},
        // Only letters, digits, dots and hyphens may stand in an id.
        {"ada@exam ple.org", "support@team.org", "team.org"},
        {"ada@example.org>", "support@team.org", "team.org"},
        {"ada@b\u00fccher.org", "support@team.org", "team.org"},
        {"ada@[127.0.0.1]", "support@team.org", "team.org"},
        {"", "", "dsupport.invalid"},
        {"", "support", "dsupport.invalid"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.own);
        CAPTURE(row.group);
        Group group;
        if (!row.group.empty()) group.addresses = {row.group};
        CHECK(message_id_domain(row.own, group) == row.domain);
    }
}

TEST_CASE("the letter of a call goes to the group, or waits for one") {
    test::Machine ada(1);
    NewCall call;
    call.message_id = "ds1.N@example.org";
    call.subject = "Portal down";
    const auto open = ada.write(test::open_call(call.message_id, "rings"));
    const auto now = test::kMorning;
    const auto ready = call_letter(open, call, {{"support@example.org"}, "", "", ""}, now);
    CHECK(ready.state == MailState::queued);
    CHECK(ready.reason.empty());
    CHECK(ready.kind == MailKind::letter);
    CHECK(ready.recipient.empty());
    CHECK(ready.ticket == open.ticket());
    CHECK(ready.event == open.id);
    CHECK(ready.message_id == call.message_id);
    CHECK(ready.subject == "Portal down");
    CHECK(ready.date == now);
    CHECK(ready.due == now);
    const auto waits = call_letter(open, call, {}, now);
    CHECK(waits.state == MailState::held);
    CHECK(waits.reason == "no group address");
}

}  // namespace
}  // namespace dsupport
