#include "lib/sync/barrier.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "lib/sync/letter.hh"
#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::unwrap;

/// An office with a ticket that a client's mail began, and a colleague's machine.
class Desk {
  public:
    Desk() : bo("bo", {}, 2) {
        // The clock of the clients: their mails are older than what is written here.
        office.clock.advance(test::kMorning - office.clock.now());
        office.call("something else");
        bo.join(office);
        arrive(client_mail("a", {}));
        take_in(bo, client_mail("a", {}));
        bo.clock.advance(office.clock.now() - bo.clock.now());
    }

    test::Office office;
    test::Home bo;
    const TicketId id = test::ticket("a");

    static Mail client_mail(const std::string& name, std::vector<std::string> references) {
        auto out = test::mail(name, std::move(references), "mara@client.org");
        out.author_name = "Mara";
        out.base_subject = "Portal down";
        return out;
    }
    void arrive(const Mail& mail) { take_in(office, mail); }
    static void take_in(test::Home& home, const Mail& mail) {
        home.in_session([&](WriteSession& session) {
            session.take_in({}, {{mail, Json::object(), "error 500", ""}});
            return true;
        });
    }
    /// As the command does it: the event and its two copies in one transaction.
    void answer(const std::string& text = "Try again.") {
        office.clock.advance(kSecond);
        office.in_session([&](WriteSession& session) {
            const auto loaded = unwrap(session.load(id));
            Letter letter;
            letter.from = {"Ada", "ada@example.org"};
            letter.to = {{"Mara", "mara@client.org"}};
            letter.text = text;
            const auto& group = session.team().group;
            const auto mail =
                unwrap(answer_mail(letter, loaded, mail_to_answer(loaded.state, id, session.team()), group,
                                   session.fresh_message_id(id, "example.org"), session.now()));
            NewReply reply;
            reply.message_id = mail.message_id;
            reply.letter_text = text_hash(mail.text);
            reply.to = recipients_of(mail, group);
            reply.text = text;
            const auto events =
                unwrap(session.append(unwrap(dsupport::reply(session.situation(loaded), reply)).events));
            for (const auto& row : unwrap(letter_copies(events.front(), mail, "bytes", group)))
                session.outbox().add(row);
            return true;
        });
    }
    /// A colleague answers on their machine; it is known here once it was fetched.
    void answer_of_bo() {
        bo.clock.advance(office.clock.now() - bo.clock.now());
        unwrap(bo.change(id, [](const Situation& at) {
            NewReply reply;
            reply.message_id = "ds1.B.T@example.org";
            reply.to = {"mara@client.org", "support@example.org"};
            reply.text = "Done.";
            return dsupport::reply(at, reply);
        }));
    }
    void fetch() { office.accept(bo.log()); }

    bool reached_client() const {
        return std::ranges::any_of(office.handed, [](const test::Handed& one) {
            return one.envelope.recipients.front() == "mara@client.org";
        });
    }
    std::vector<std::string> states() {
        std::vector<std::string> out;
        for (const auto& row : office.rows())
            if (row.kind == MailKind::letter)
                out.push_back(std::string(mail_state_name(row.state)) +
                              (row.reason.empty() ? "" : ": " + row.reason));
        return out;
    }
};
using States = std::vector<std::string>;

TEST_CASE("an answer goes out in two copies, behind the notice that tells the colleagues") {
    Desk desk;
    desk.answer();
    const auto report = desk.office.send();
    CHECK(report.held.empty());
    CHECK(desk.states() == States{"sent", "sent"});
    REQUIRE(desk.office.handed.size() == 3);
    CHECK(desk.office.handed[0].envelope.recipients == std::vector<std::string>{"support@example.org"});
    CHECK(desk.office.handed[1].envelope.recipients == std::vector<std::string>{"mara@client.org"});
    CHECK(desk.office.handed[2].envelope.recipients == std::vector<std::string>{"support@example.org"});
    CHECK(desk.office.handed[1].envelope.bytes == desk.office.handed[2].envelope.bytes);
    const auto& notice = desk.office.composed.front();
    CHECK(notice.auto_submitted);
    CHECK(notice.text.find("wrote an answer to mara@client.org") != std::string::npos);
    // The letter itself brings the text.
    CHECK(notice.text.find("Try again.") == std::string::npos);
    const auto carried = events_in(desk.office.handed[0].envelope.bytes);
    const auto event = desk.office.rows().front().event;
    CHECK(std::ranges::find(carried, *event) != carried.end());
}

TEST_CASE("a client who wrote since holds both copies, until a person has dealt with it") {
    Desk desk;
    desk.answer();
    auto late = Desk::client_mail("b", {"a"});
    late.date = desk.office.clock.now();
    desk.arrive(late);
    const auto report = desk.office.send();
    CHECK(report.held.size() == 2);
    const auto reason = "held: the client wrote " + rfc3339(late.date).substr(11, 5) + " UTC";
    CHECK(desk.states() == States{reason, reason});
    CHECK_FALSE(desk.reached_client());
    unwrap(desk.office.change(desk.id, [](const Situation& at) { return ack(at); }));
    for (auto row : desk.office.rows()) {
        row = desk.office.row(row.n);
        row.state = MailState::queued;
        desk.office.put(row);
    }
    desk.office.send();
    CHECK(desk.states().front().starts_with("sent"));
}

TEST_CASE("a colleague's answer that came in after ours was written holds it") {
    Desk desk;
    desk.bo.accept(desk.office.Home::log());
    desk.answer();
    desk.answer_of_bo();
    desk.fetch();
    desk.office.send();
    REQUIRE(desk.states().size() == 2);
    CHECK(desk.states()[0].starts_with("held: bo answered "));
    CHECK(desk.states()[1].starts_with("held: bo answered "));
    CHECK_FALSE(desk.reached_client());
}

TEST_CASE("a colleague's answer that was known when ours was written holds nothing") {
    Desk desk;
    desk.bo.accept(desk.office.Home::log());
    desk.answer_of_bo();
    desk.fetch();
    desk.answer();
    desk.office.send();
    CHECK(desk.states() == States{"sent", "sent"});
}

TEST_CASE("a colleague's answer that was taken back holds nothing") {
    Desk desk;
    desk.bo.accept(desk.office.Home::log());
    desk.answer();
    desk.answer_of_bo();
    desk.bo.write(undo(desk.bo.log().back().id));
    desk.fetch();
    desk.office.send();
    CHECK(desk.states() == States{"sent", "sent"});
}

TEST_CASE("what a person sends anyway is not held again, also when the first attempt fails") {
    Desk desk;
    desk.answer();
    auto late = Desk::client_mail("b", {"a"});
    late.date = desk.office.clock.now();
    desk.arrive(late);
    desk.office.send();
    desk.office.in_session([&](WriteSession& session) {
        for (auto& row : decided_together(session, *session.outbox().find(1))) {
            row.state = MailState::queued;
            session.outbox().update(row);
        }
        send_anyway(session, *session.outbox().find(1));
        return true;
    });
    desk.office.answer_all(Delivery::retry, 451, "later");
    desk.office.send();
    CHECK(desk.states() == States{"retry: 451 later", "retry: 451 later"});
    desk.office.answer_all(Delivery::sent);
    desk.office.clock.advance(2 * kMinute);
    desk.office.send();
    CHECK(desk.states().front().starts_with("sent"));
}

TEST_CASE("a person decides about all copies of an answer until one of them is out") {
    Desk desk;
    desk.answer();
    desk.office.in_session([](WriteSession& session) {
        auto another = *session.outbox().find(1);
        another.recipient = "jo@client.org";
        return session.outbox().add(another) == 3;
    });
    const auto decided = [&](MailState first, MailState last) {
        return desk.office.in_session([&](WriteSession& session) {
            auto one = *session.outbox().find(1), three = *session.outbox().find(3);
            one.state = first, three.state = last;
            session.outbox().update(one), session.outbox().update(three);
            std::vector<std::int64_t> out;
            for (const auto& row : decided_together(session, one)) out.push_back(row.n);
            return out;
        });
    };
    const std::vector<std::int64_t> all{1, 2, 3}, alone{1};
    for (const auto waiting : {MailState::queued, MailState::retry, MailState::held}) {
        CHECK(decided(MailState::held, waiting) == all);
        CHECK(decided(waiting, MailState::queued) == all);
        for (const auto out : {MailState::sending, MailState::sent, MailState::unknown})
            CHECK(decided(waiting, out) == alone);
        CHECK(decided(waiting, MailState::failed) == std::vector<std::int64_t>{1, 2});
    }
    CHECK(decided(MailState::failed, MailState::queued) == alone);
}

TEST_CASE("each copy fails alone, and a copy that is out is no reason to hold the other") {
    Desk desk;
    desk.answer();
    desk.office.answer = [](const Envelope& e) {
        const bool client = e.recipients.front() == "mara@client.org";
        return RecipientReply{e.recipients.front(), client ? Delivery::refused : Delivery::sent,
                              client ? 550 : 250, "no such user"};
    };
    const auto report = desk.office.send();
    CHECK(report.failed.size() == 1);
    CHECK(desk.states() == States{"failed: 550 no such user", "sent"});

    Desk other;
    other.answer();
    other.office.answer = [](const Envelope& e) {
        const bool client = e.recipients.front() == "mara@client.org";
        return RecipientReply{e.recipients.front(), client ? Delivery::unknown : Delivery::retry, 0, "?"};
    };
    other.office.send();
    auto late = Desk::client_mail("b", {"a"});
    late.date = other.office.clock.now();
    other.arrive(late);
    other.office.answer_all(Delivery::sent);
    other.office.clock.advance(kDay);
    other.office.send();
    // To a client never twice by itself.
    CHECK(other.states().front().starts_with("unknown"));
    CHECK(other.states().back() == "sent");
}

TEST_CASE("without a letter to a client there is no barrier") {
    test::Office office;
    office.log("Portal down");
    office.in_session([&](WriteSession& session) {
        const auto row = *session.outbox().find(1);
        CHECK_FALSE(is_reply(session, row));
        auto bare = row;
        bare.event.reset();
        CHECK_FALSE(is_reply(session, bare));
        return true;
    });
}

}  // namespace
}  // namespace dsupport
