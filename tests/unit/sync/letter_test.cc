#include "lib/sync/letter.hh"

#include <doctest/doctest.h>

#include <filesystem>

#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/ticket/bundle.hh"
#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::unwrap;

const Group kGroup{{"support@example.org"}, "", "", ""};

/// The build tree has the shape of the installed one.
std::string module_dir() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" / "dsupport";
}

std::string composed(const OutgoingMail& mail) {
    return unwrap(unwrap(load_composer(module_dir()))->compose(mail));
}
ReceivedMail parsed(const std::string& bytes) {
    return unwrap(unwrap(load_parser(module_dir()))->parse(bytes, {}));
}

/// The mail that began a ticket, and another one of the client.
Mail first_mail() {
    auto out = test::mail("a", {}, "mara@client.org");
    out.author_name = "Mara";
    out.subject = out.base_subject = "Portal down";
    return out;
}
Mail second_mail() {
    auto out = test::mail("b", {"a"}, "mara@client.org");
    out.author_name = "Mara";
    out.subject = "AW: Portal down [AAA-AAA]";
    out.base_subject = "Portal down";
    out.date = test::kMorning + kHour;
    return out;
}

class Desk {
  public:
    Desk() : home_("ada", kGroup) {
        home_.call("something else");  // founds the team
        home_.in_session([&](WriteSession& session) {
            session.take_in({}, {{first_mail(), Json::object(), "error 500", ""},
                                 {second_mail(), Json::object(), "Still so.", ""}});
            return true;
        });
        ticket_ = home_.load(test::ticket("a"));
    }
    const LoadedTicket& ticket() const { return ticket_; }
    Result<OutgoingMail> answer(const Letter& letter) const {
        return answer_mail(letter, ticket_, mail_to_answer(ticket_.state, ticket_.summary.id, Team{}), kGroup,
                           "ds1.N.T@example.org", test::kMorning + kDay);
    }

  private:
    test::Home home_;
    LoadedTicket ticket_;
};

Letter to_mara(const std::string& text, const std::string& quote = "") {
    Letter out;
    out.from = {"Ada Lovelace", "ada@example.org"};
    out.to = {{"Mara", "mara@client.org"}};
    out.text = text;
    out.quote = quote;
    return out;
}

TEST_CASE("an answer joins the thread of the client's last mail and comes back to the group") {
    const Desk desk;
    const auto mail = unwrap(desk.answer(to_mara("Try again.")));
    CHECK(mail.in_reply_to == "b@client");
    CHECK(mail.references == std::vector<std::string>{"a@client", "b@client"});
    CHECK(mail.subject == "Re: Portal down [" + desk.ticket().code + "]");
    CHECK(mail.to == std::vector<Mailbox>{{"Mara", "mara@client.org"}});
    CHECK(mail.cc == std::vector<Mailbox>{{"", "support@example.org"}});
    CHECK(mail.reply_to == std::vector<Mailbox>{{"", "support@example.org"}});
    CHECK_FALSE(mail.auto_submitted);
    const auto bytes = composed(mail);
    CHECK(bytes.find("Auto-Submitted") == std::string::npos);
    CHECK(find_armour(bytes).empty());
}

TEST_CASE("the quote has what the client newly wrote, marked line by line") {
    const auto quote = quote_of(second_mail(),
                                "Still so.\n\n> nested\nAnd now?\n\nOn Mon, 1 Jan 2024, Ada wrote:\n> Try "
                                "it.\n> Again.\n");
    // An hour after kMorning: date -u -d @1790003600
    CHECK(quote == "On 2026-09-21 at 15:13 UTC, Mara wrote:\n> Still so.\n>\n>> nested\n> And now?\n");
    CHECK(quote_of(second_mail(), "").empty());
}

TEST_CASE("the text that arrives is the text that the event names, whatever its characters") {
    const Desk desk;
    const std::vector<std::string> texts = {
        "Plain.",
        "Grüße, ça va? 日本語",
        "From here on.\n>From there.\n.\n..dots\n",
        "trailing blanks   \n\n\n\nand tabs\t\nend  ",
        std::string(3000, 'x') + " =3D =\n=20",
        "a\r\nb",
        "-- \nAda",
        "One.\n\n-- \nYou are what you eat.",
    };
    const auto quote = quote_of(second_mail(), "From me.\n\n-- not a signature\nÄrger");
    for (const auto& text : texts)
        for (const bool with_quote : {false, true})
            for (const bool with_file : {false, true}) {
                CAPTURE(text);
                auto letter = to_mara(text, with_quote ? quote : "");
                if (with_file)
                    letter.attachments = {{"a.txt", "text/plain", "one\ntwo\r\nthree"},
                                          {"b.bin", "application/octet-stream", std::string("\0\xFF\n", 3)}};
                const auto mail = unwrap(desk.answer(letter));
                const auto bytes = composed(mail);
                CHECK(parsed(bytes).mail.text == text_hash(mail.text));
                CHECK(parsed(bytes).mail.attachments == attachment_hashes(mail));
                if (with_file) continue;
                // What a mail group adds at the end of its copies.
                const auto by_list = bytes +
                                     "-- \r\nYou received this message because you are subscribed to "
                                     "the Google Groups \"Support\" group.\r\n";
                CHECK(parsed(by_list).mail.text == text_hash(mail.text));
            }
}

TEST_CASE("what the event names is found in the mail, too") {
    const Desk desk;
    auto letter = to_mara("Try again.");
    letter.attachments = {{"a.txt", "text/plain", "one"}};
    const auto mail = unwrap(desk.answer(letter));
    const auto came = parsed(composed(mail)).mail;
    CHECK(came.message_id == canonical_message_id(mail.message_id));
    CHECK(came.references == mail.references);
    CHECK(came.verdict == Verdict::human);
    // sha256sum of `one`
    CHECK(attachment_hashes(mail).front().hex() ==
          "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
}

TEST_CASE("every client has a copy of their own, and the group has the last") {
    const Desk desk;
    auto letter = to_mara("Try again.");
    letter.cc = {{"", "Mara@Client.org"}, {"Sam", "sam@other.org"}};
    const auto mail = unwrap(desk.answer(letter));
    CHECK(recipients_of(mail, kGroup) ==
          std::vector<std::string>{"mara@client.org", "sam@other.org", "support@example.org"});
    test::Machine ada(1);
    const auto event = ada.write(test::text("reply", test::ticket("a"), "Try again."));
    const auto rows = unwrap(letter_copies(event, mail, "bytes", kGroup));
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].recipient == "mara@client.org");
    CHECK(rows[1].recipient == "sam@other.org");
    CHECK(rows[2].recipient.empty());
    for (const auto& row : rows) {
        CHECK(row.event == event.id);
        CHECK(row.message_id == "ds1.N.T@example.org");
        CHECK(row.bytes == "bytes");
        CHECK(row.sender == "ada@example.org");
        CHECK(row.state == MailState::queued);
    }
    const auto large = letter_copies(event, mail, std::string(kMostLetterBytes + 1, 'x'), kGroup);
    REQUIRE_FALSE(large);
    CHECK(large.error().kind == ErrorKind::usage);
}

TEST_CASE("the team's events never go to a client") {
    const Desk desk;
    const auto events = "Look:\n" + armour("not even a bundle") + "\n";
    REQUIRE_FALSE(find_armour(events).empty());
    const auto in_text = desk.answer(to_mara(events));
    REQUIRE_FALSE(in_text);
    CHECK(in_text.error().kind == ErrorKind::usage);
    auto letter = to_mara("Look.");
    letter.attachments = {{"dsupport-events.txt", "text/plain", events}};
    CHECK_FALSE(desk.answer(letter));
}

TEST_CASE("a removed mail is neither quoted nor answered, nor one that asks for nothing") {
    State state;
    auto& ticket = state.tickets[test::ticket("a")];
    const auto add = [&](const Mail& mail) -> Message& {
        auto& message = ticket.messages.emplace_back();
        message.kind = MessageKind::mail;
        message.at = mail.date;
        message.mail = &mail;
        return message;
    };
    Team team;
    team.people[PersonId{"ada"}].email = "ada@example.org";
    const auto first = first_mail();
    auto second = second_mail(), away = second_mail(), colleague = second_mail();
    colleague.author = "ada@example.org";
    colleague.date = colleague.date + kMinute;
    away.verdict = Verdict::machine;
    away.date = away.date + kHour;
    add(first);
    auto& last = add(second);
    last.redacted_by = Redaction{};
    add(away);
    add(colleague);
    CHECK(mail_to_answer(state, test::ticket("a"), team) == &first);
    ticket.messages[1].redacted_by.reset();
    CHECK(mail_to_answer(state, test::ticket("a"), team) == &second);
    CHECK(mail_to_answer(state, test::ticket("b"), team) == nullptr);
}

TEST_CASE("whoever wrote the mail that is answered gets the answer, unless the requester did or no person") {
    Team team;
    team.group = kGroup;
    team.people[PersonId{"ada"}].email = "ada@example.org";
    Summary hugo;
    hugo.requester = {"Hugo", "hugo@client.org", ""};
    hugo.reply_to = "hugo@home.example";
    auto mail = test::mail("z", {"a"}, "zoe@client.org");
    mail.author_name = "Zoe";
    CHECK(other_writer(mail, hugo, team) == Mailbox{"Zoe", "zoe@client.org"});
    mail.reply_address = "support@example.org";
    CHECK(other_writer(mail, hugo, team) == Mailbox{"Zoe", "zoe@client.org"});
    mail.reply_address = "desk@client.org";
    CHECK(other_writer(mail, hugo, team) == Mailbox{"Zoe", "desk@client.org"});
    for (const auto verdict : {Verdict::generated, Verdict::machine, Verdict::bulk}) {
        auto program = mail;
        program.verdict = verdict;
        CHECK_FALSE(other_writer(program, hugo, team));
    }
    mail.reply_address = "Hugo@home.example";
    CHECK_FALSE(other_writer(mail, hugo, team));
    for (const auto* author : {"Hugo@client.org", "ada@example.org"}) {
        mail.author = author;
        mail.reply_address = "elsewhere@client.org";
        CHECK_FALSE(other_writer(mail, hugo, team));
    }
}

}  // namespace
}  // namespace dsupport
