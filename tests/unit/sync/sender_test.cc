#include "lib/sync/sender.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::Office;

/// A letter to a client, complete as its command leaves it.
OutboxRow client_letter(Office& office, const std::string& recipient = "mara@client.org") {
    OutboxRow row;
    row.ticket = test::ticket("a");
    row.recipient = recipient;
    row.subject = "Re: Portal down";
    row.message_id = "ds1.N.T@example.org";
    row.sender = "ada@example.org";
    row.bytes = "Subject: Re: Portal down\r\n\r\nTry again.\r\n";
    row.date = row.due = row.changed = office.clock.now();
    return row;
}

TEST_CASE("each answer puts the mail into its state") {
    struct Row {
        Delivery delivery;
        int code;
        std::string text;
        MailState state;
        std::int64_t least, most;  ///< until it is tried again, in milliseconds
        std::int64_t attempts;
        std::string stopped;  ///< empty: the run goes on
    };
    // The table of replies in the rules for mail; the bounds of the first retry are a minute, give or take a
    // fifth.
    const std::vector<Row> rows = {
        {Delivery::sent, 250, "ok", MailState::sent, 0, 0, 1, ""},
        {Delivery::retry, 451, "later", MailState::retry, 48'000, 72'000, 1, ""},
        {Delivery::retry, 0, "could not connect", MailState::retry, 48'000, 72'000, 1, ""},
        {Delivery::pause, 421, "4.7.0 slow down", MailState::retry, 30 * kMinute, kHour, 0,
         "the mail server asks us to wait"},
        {Delivery::pause, 550, "5.4.5 daily limit", MailState::retry, kDay, kDay, 0,
         "the mail server asks us to wait"},
        {Delivery::stop, 535, "5.7.8 bad password", MailState::retry, 0, 0, 0,
         "the mail server takes nothing from us"},
        {Delivery::refused, 550, "no such user", MailState::failed, 0, 0, 1, ""},
        {Delivery::unknown, 0, "no answer", MailState::unknown, 15 * kMinute, 15 * kMinute, 1, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        Office office;
        office.log("Portal down");
        const auto now = office.clock.now();
        office.answer_all(row.delivery, row.code, row.text);
        const auto report = office.send();
        const auto mail = office.row(1);
        CHECK(mail_state_name(mail.state) == mail_state_name(row.state));
        CHECK(mail.attempts == row.attempts);
        CHECK(mail.first_try.has_value() == (row.attempts > 0));
        CHECK(mail.due - now >= row.least);
        CHECK(mail.due - now <= row.most);
        const auto words = row.code > 0 ? std::to_string(row.code) + " " + row.text : row.text;
        CHECK(mail.reason == (row.state == MailState::sent ? "" : words));
        CHECK(report.sent == (row.state == MailState::sent ? 1 : 0));
        CHECK(report.retry.size() == (row.state == MailState::retry ? 1 : 0));
        CHECK(report.unknown.size() == (row.state == MailState::unknown ? 1 : 0));
        CHECK(report.failed.size() == (row.state == MailState::failed ? 1 : 0));
        CHECK((report.stopped ? report.stopped->message : "") == row.stopped);
        CHECK(office.handed.size() == 1);
    }
}

TEST_CASE("the wait grows as the table says, a fifth to either side") {
    test::FakeRandom random;
    const std::vector<std::int64_t> minutes = {1, 5, 15, 30, 60, 120, 120, 120};
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        CAPTURE(i);
        const auto whole = static_cast<double>(minutes[i] * kMinute);
        double least = 2, most = 0;
        for (int n = 0; n < 2000; ++n) {
            const auto part =
                static_cast<double>(retry_delay_ms(static_cast<std::int64_t>(i) + 1, random)) / whole;
            least = std::min(least, part);
            most = std::max(most, part);
        }
        CHECK(least >= 0.8);
        CHECK(least < 0.82);
        CHECK(most <= 1.2);
        CHECK(most > 1.18);
    }
}

TEST_CASE("a mail is tried by the table until five days are over, always with the same bytes") {
    Office office;
    office.log("Portal down");
    const auto start = office.clock.now();
    office.answer_all(Delivery::retry, 451, "later");
    SendReport report;
    for (int i = 0; i < 200; ++i) {
        report = office.send();
        const auto row = office.row(1);
        if (row.state != MailState::retry) break;
        CHECK(office.clock.now() - start < 5 * kDay);
        // Not a moment before it is due.
        office.clock.advance(row.due - office.clock.now() - 1);
        const auto handed = office.handed.size();
        office.send();
        CHECK(office.handed.size() == handed);
        office.clock.advance(1);
    }
    CHECK(office.row(1).state == MailState::failed);
    CHECK(report.failed.size() == 1);
    CHECK(office.clock.now() - start >= 5 * kDay);
    CHECK(office.clock.now() - start < 5 * kDay + 3 * kHour);
    constexpr std::array<std::int64_t, 6> kMinutes = {1, 5, 15, 30, 60, 120};
    std::vector<test::Handed> tries;
    std::ranges::copy_if(office.handed, std::back_inserter(tries), [&](const test::Handed& one) {
        return one.envelope.message_id == office.handed.front().envelope.message_id;
    });
    CHECK(tries.size() == static_cast<std::size_t>(office.row(1).attempts));
    for (std::size_t i = 1; i < tries.size(); ++i) {
        const auto wait = (tries[i].at - tries[i - 1].at) * 10;
        const auto wanted = kMinutes.at(std::min<std::size_t>(i - 1, 5)) * kMinute;
        CHECK(wait >= wanted * 8);
        CHECK(wait <= wanted * 12);
        CHECK(tries[i].envelope.bytes == tries[0].envelope.bytes);
    }
    // What it carried for the other machines finds another way: the founding of the team goes into the log.
    REQUIRE(office.composed.size() == 2);
    CHECK(office.composed.back().subject.starts_with("[dsupport log] "));
}

TEST_CASE("a wrong password stops the queue and costs no mail its attempts, however long it takes") {
    Office office;
    for (const auto* subject : {"one", "two", "three"}) office.log(subject);
    office.answer_all(Delivery::stop, 535, "bad password");
    for (int day = 0; day < 7; ++day) {
        const auto handed = office.handed.size();
        const auto report = office.send();
        REQUIRE(report.stopped);
        CHECK(report.stopped->kind == ErrorKind::refused);
        CHECK(report.stopped->cause == "bad password");
        CHECK(office.handed.size() == handed + 1);
        office.clock.advance(kDay);
    }
    // Days with a wrong password are none of the five days of a mail.
    office.answer_all(Delivery::retry, 451, "later");
    office.send();
    for (const auto& row : office.rows()) {
        CHECK(row.state == MailState::retry);
        CHECK(row.attempts == 1);
    }
    office.answer_all(Delivery::sent);
    office.clock.advance(2 * kMinute);
    CHECK(office.send().sent == 3);
}

TEST_CASE("a carrier that cannot be made stops the queue in the same way") {
    Office office;
    office.log("one");
    const auto make = office.setup().make_carrier;
    office.setup().make_carrier = []() -> Result<std::unique_ptr<Carrier>> {
        return fail(ErrorKind::config, "no password");
    };
    const auto report = office.send();
    REQUIRE(report.stopped);
    CHECK(report.stopped->kind == ErrorKind::config);
    CHECK(report.stopped->message == "no password");
    CHECK(office.row(1).state == MailState::retry);
    CHECK(office.row(1).attempts == 0);
    office.setup().make_carrier = make;
    CHECK(office.send().sent == 1);
}

TEST_CASE("a rate limit pauses the whole account and not the one mail") {
    Office office;
    office.log("one");
    office.log("two");
    office.answer_all(Delivery::pause, 450, "4.2.1 too fast");
    auto report = office.send();
    REQUIRE(report.stopped);
    CHECK(report.stopped->kind == ErrorKind::try_later);
    CHECK(office.handed.size() == 1);
    const auto until = office.row(1).due;
    office.answer_all(Delivery::sent);
    office.clock.advance(29 * kMinute);
    report = office.send();
    REQUIRE(report.stopped);
    CHECK(report.stopped->kind == ErrorKind::try_later);
    CHECK(office.handed.size() == 1);
    office.clock.advance(until - office.clock.now());
    report = office.send();
    CHECK_FALSE(report.stopped);
    CHECK(report.sent == 2);
}

TEST_CASE("a refused mail fails alone, with the server's words") {
    Office office;
    office.log("one");
    office.log("two");
    office.answer = [](const Envelope& e) {
        if (e.bytes.find("Subject:  one") != std::string::npos)
            return RecipientReply{e.recipients.front(), Delivery::refused, 552, "too big"};
        return RecipientReply{e.recipients.front(), Delivery::sent, 250, "ok"};
    };
    const auto report = office.send();
    CHECK(report.sent == 1);
    REQUIRE(report.failed.size() == 1);
    CHECK(report.failed.front().n == 1);
    CHECK(report.failed.front().reason == "552 too big");
    office.clock.advance(10 * kDay);
    office.answer_all(Delivery::sent);
    office.send();
    CHECK(office.row(1).state == MailState::failed);
}

TEST_CASE("a ticket whose letter did not arrive is in front until somebody has seen to the letter") {
    Office office;
    const auto a = office.log("Portal down"), b = office.log("Printer on fire");
    const auto in_front = [&](const TicketId& id) {
        return test::unwrap(office.store().row(id, office.clock.now()))->attention;
    };
    office.answer_all(Delivery::refused, 550, "no such user");
    office.send();
    CHECK(in_front(a));
    CHECK(in_front(b));
    for (const auto state : {MailState::queued, MailState::failed, MailState::dropped}) {
        auto row = office.rows().front();
        row.state = state;
        office.put(row);
        CHECK(in_front(a) == (state == MailState::failed));
        CHECK(test::unwrap(office.store().load(a)).summary.undelivered == in_front(a));
        CHECK(in_front(b));
    }
    // Nor does folding anew forget it, and what was merged brings it along.
    CHECK(office.in_session([](WriteSession& session) { return test::unwrap(session.rebuild()); }));
    CHECK_FALSE(in_front(a));
    CHECK(in_front(b));
    office.write(test::link(b, a, "merged"));
    CHECK(in_front(a));
}

TEST_CASE("a group that refuses a notice is not asked with the next one in the same run") {
    Office office;
    const auto a = office.log("one"), b = office.log("two");
    office.send();
    office.write(test::set(a, "assignee", "ada"));
    office.write(test::set(b, "assignee", "ada"));
    office.answer_all(Delivery::refused, 550, "not a member");
    const auto report = office.send();
    REQUIRE(report.stopped);
    CHECK(report.failed.size() == 1);
    CHECK(office.handed.size() == 3);
    CHECK(office.store().unposted()->size() == 2);
    office.answer_all(Delivery::sent);
    CHECK(office.send().sent == 2);
}

TEST_CASE("a mail to the group without an answer goes again after 15 minutes, the very same") {
    Office office;
    office.log("Portal down");
    office.answer_all(Delivery::unknown, 0, "no answer");
    office.send();
    for (int again = 1; again <= 3; ++again) {
        CAPTURE(again);
        office.clock.advance(15 * kMinute - 1);
        office.send();
        CHECK(office.handed.size() == static_cast<std::size_t>(again));
        office.clock.advance(1);
        if (again == 3) office.answer_all(Delivery::sent);
        office.send();
        REQUIRE(office.handed.size() == static_cast<std::size_t>(again) + 1);
        CHECK(office.handed.back().envelope.bytes == office.handed.front().envelope.bytes);
        CHECK(office.handed.back().envelope.message_id == office.handed.front().envelope.message_id);
        CHECK(office.handed.back().envelope.recipients == office.handed.front().envelope.recipients);
    }
    CHECK(office.row(1).state == MailState::sent);
    CHECK(office.composed.size() == 1);
}

TEST_CASE("a letter to a client without an answer never goes again by itself") {
    Office office;
    office.log("Portal down");
    office.send();
    const auto n = office.put(client_letter(office));
    office.answer_all(Delivery::unknown, 0, "no answer");
    auto report = office.send();
    REQUIRE(office.handed.size() == 2);
    CHECK(office.handed.back().envelope.recipients == std::vector<std::string>{"mara@client.org"});
    CHECK(report.unknown.size() == 1);
    for (int day = 0; day < 10; ++day) {
        office.clock.advance(kDay);
        report = office.send();
        CHECK(report.unknown.size() == 1);
    }
    CHECK(office.handed.size() == 2);
    // By hand it does, with the same bytes.
    auto row = office.row(n);
    row.state = MailState::queued;
    row.due = office.clock.now();
    office.put(row);
    office.answer_all(Delivery::sent);
    CHECK(office.send().sent == 1);
    CHECK(office.handed[2].envelope.bytes == office.handed[1].envelope.bytes);
}

TEST_CASE("a sender that died while it sent leaves a mail of unknown fate") {
    for (const bool to_client : {false, true})
        for (const bool repeatable : {false, true}) {
            CAPTURE(to_client);
            CAPTURE(repeatable);
            Office office;
            office.setup().repeatable = repeatable;
            office.log("Portal down");
            if (to_client) {
                office.send();
                office.put(client_letter(office));
            }
            const auto n = to_client ? 2 : 1;
            office.answer = [](const Envelope&) -> RecipientReply { throw std::runtime_error("killed"); };
            CHECK_THROWS(office.try_send());
            CHECK(office.row(n).state == MailState::sending);
            office.answer_all(Delivery::sent);
            const auto before = office.handed.size();
            office.send();
            // A folder takes the same file twice without harm, so there it is safe at once.
            CHECK(office.handed.size() == before + (repeatable ? 1 : 0));
            if (!repeatable) CHECK(office.row(n).state == MailState::unknown);
            office.clock.advance(15 * kMinute);
            office.send();
            const bool again = repeatable || !to_client;
            CHECK(office.handed.size() == before + (again ? 1 : 0));
            CHECK(office.row(n).state == (again ? MailState::sent : MailState::unknown));
        }
}

TEST_CASE("a result is stored before the next mail is composed") {
    Office office;
    office.log("one");
    office.log("two");
    office.answer = [&](const Envelope& e) -> RecipientReply {
        if (office.handed.size() == 2) throw std::runtime_error("killed");
        return {e.recipients.front(), Delivery::sent, 250, "ok"};
    };
    CHECK_THROWS(office.try_send());
    CHECK(office.row(1).state == MailState::sent);
    CHECK(office.row(2).state == MailState::sending);
    CHECK(office.row(2).bytes);
}

TEST_CASE("only one process sends from a home") {
    Office office;
    office.log("one");
    std::optional<Error> second;
    office.answer = [&](const Envelope& e) -> RecipientReply {
        auto other = test::unwrap(Store::open(office.paths(), Access::write, test::system_zones()));
        const auto sent = send_all(*other, office.paths(), office.clock, office.random, office.setup());
        if (!sent) second = sent.error();
        return {e.recipients.front(), Delivery::sent, 250, "ok"};
    };
    CHECK(office.send().sent == 1);
    REQUIRE(second);
    CHECK(second->kind == ErrorKind::try_later);
}

TEST_CASE("nothing is asked for when there is nothing to send") {
    Office office;
    office.setup().make_composer = []() -> Result<std::unique_ptr<Composer>> {
        return fail(ErrorKind::bug, "asked for a composer");
    };
    office.setup().make_carrier = []() -> Result<std::unique_ptr<Carrier>> {
        return fail(ErrorKind::bug, "asked for a carrier");
    };
    const auto report = office.send();
    CHECK(report.sent == 0);
    CHECK_FALSE(report.stopped);
}

TEST_CASE("the first mail of a run states the digest and the others do not") {
    Office office;
    office.log("one");
    office.log("two");
    office.send();
    REQUIRE(office.handed.size() == 2);
    const auto digest = [&](std::size_t n) {
        const auto blocks = find_armour(office.handed[n].envelope.bytes);
        REQUIRE(blocks.size() == 1);
        return decode_bundle(blocks.front())->header.digest;
    };
    CHECK(digest(0) == *office.store().state_digest());
    CHECK_FALSE(digest(1));
}

TEST_CASE("progress is told mail by mail") {
    Office office;
    office.log("one");
    office.log("two");
    std::vector<std::size_t> told;
    office.setup().progress = [&](std::size_t sent) { told.push_back(sent); };
    office.send();
    CHECK(told == std::vector<std::size_t>{1, 2});
}

}  // namespace
}  // namespace dsupport
