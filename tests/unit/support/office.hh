// A home with a group that sends: the mails are composed into plain text, and the test says what the other
// side answers to each.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/sync/addresses.hh"
#include "lib/sync/sender.hh"
#include "lib/ticket/bundle.hh"
#include "tests/unit/support/home.hh"

namespace dsupport::test {

/// What the other side was handed, when, and as which mail it was composed.
struct Handed {
    Envelope envelope;
    Instant at;
};

class Office : public Home {
  public:
    explicit Office(Group group = {{"support@example.org"}, "", "", ""}) : Home("ada", std::move(group)) {
        setup_.founder = founder;
        setup_.from = {"Ada", "ada@example.org"};
        setup_.own_address = "ada@example.org";
        setup_.make_composer = [this]() -> Result<std::unique_ptr<Composer>> {
            return std::make_unique<PlainComposer>(composed);
        };
        setup_.make_carrier = [this]() -> Result<std::unique_ptr<Carrier>> {
            return std::make_unique<TalkingCarrier>(*this);
        };
    }

    SenderSetup& setup() { return setup_; }
    /// The answer to each mail; by default all are taken.
    std::function<RecipientReply(const Envelope&)> answer = [](const Envelope& e) {
        return RecipientReply{e.recipients.front(), Delivery::sent, 250, "ok"};
    };
    void answer_all(Delivery delivery, int code = 0, const std::string& text = "") {
        answer = [=](const Envelope& e) {
            return RecipientReply{e.recipients.front(), delivery, code, text};
        };
    }

    std::deque<OutgoingMail> composed;
    std::vector<Handed> handed;

    Result<SendReport> try_send() {
        setup_.founder = founder;
        return send_all(store(), paths(), clock, random, setup_);
    }
    SendReport send() { return unwrap(try_send()); }

    /// A logged call with its letter.
    TicketId log(const std::string& subject,
                 const Requester& requester = {"Mara", "mara@client.org", "+44 20"}) {
        clock.advance(kSecond);
        return in_session([&](WriteSession& session) {
            NewCall call;
            call.message_id = session.fresh_message_id({}, "example.org");
            call.at = session.now();
            call.requester = requester;
            call.subject = subject;
            call.text = "error 500";
            const auto events = unwrap(session.append(log_call(call).events));
            session.outbox().add(call_letter(events.front(), call, session.team().group, session.now()));
            return events.front().ticket();
        });
    }
    std::vector<OutboxRow> rows() { return unwrap(store().outbox(true)); }
    OutboxRow row(std::int64_t n) { return *unwrap(store().mail(n)); }
    /// A row as a person or another command would leave it.
    std::int64_t put(OutboxRow row) {
        return in_session([&](WriteSession& session) {
            if (row.n == 0) return session.outbox().add(row);
            session.outbox().update(row);
            return row.n;
        });
    }

  private:
    class PlainComposer : public Composer {
      public:
        explicit PlainComposer(std::deque<OutgoingMail>& out) : out_(out) {}
        Result<std::string> compose(const OutgoingMail& mail) override {
            if (mail.subject.find("unwritable") != std::string::npos)
                return fail(ErrorKind::bad_data, "it cannot be written");
            out_.push_back(mail);
            auto bytes = "Message-ID: <" + mail.message_id + ">\r\n\r\n" + mail.text + "\r\n";
            for (const auto& attachment : mail.attachments) bytes += attachment.content;
            return bytes;
        }
        std::string wire_address(const std::string& address) const override { return address; }

      private:
        std::deque<OutgoingMail>& out_;
    };
    class TalkingCarrier : public Carrier {
      public:
        explicit TalkingCarrier(Office& office) : office_(office) {}
        std::vector<RecipientReply> send(const Envelope& envelope) override {
            office_.handed.push_back({envelope, office_.clock.now()});
            return {office_.answer(envelope)};
        }

      private:
        Office& office_;
    };

    SenderSetup setup_;
};

}  // namespace dsupport::test
