#include "lib/mail/text_bounce.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

namespace {

// Written after the description of each form: the qmail-send bounce message format of qmail's author, the
// manuals and sources of Exim and sendmail for their wording, and what Notes and Exchange 5.5 are known to
// send.

const std::string kId = "ds1.0123456789ABCDEFGHJKMNPQRS.K7M2QX0123456789ABCDEFGHJK@example.org";
const std::string kHeader =
    "Received: from desk.example.org by mx.example\n"
    "From: Ada <ada@example.org>\n"
    "To: Jo <jo@client.example>\n"
    "Cc: support@example.org\n"
    "References: <root@client.example>\n"
    "Message-ID: <" +
    kId +
    ">\n"
    "Subject: Re: Portal down\n";

std::vector<Bounce> read(std::string_view text, std::string_view returned = {},
                         std::vector<std::string> failed = {}, std::string_view subject = "failure notice",
                         const std::vector<std::string>& answered = {}) {
    return read_text_bounce({subject, text, returned, std::move(failed), answered});
}

}  // namespace

TEST_CASE("a bounce of qmail names the mail, the address and the words of the other server") {
    const auto found = read(
        "Hi. This is the qmail-send program at mx.example.\n"
        "I wasn't able to deliver your message.\n\n"
        "<jo@client.example>:\n203.0.113.9 does not like recipient.\n"
        "Remote host said: 550 5.1.1 no such user\nGiving up on 203.0.113.9.\n\n"
        "--- Below this line is a copy of the message.\n\n" +
        kHeader + "\nTry it again.\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id == kId);
    CHECK(found[0].recipient == "jo@client.example");
    CHECK(found[0].text == "Remote host said: 550 5.1.1 no such user");
    CHECK(found[0].status == "5.1.1");
    CHECK(found[0].permanent);
}

TEST_CASE("what Exim says in a header field goes before what the text names") {
    const auto found = read(
        "A message that you sent to jo@client.example and bo@client.example could not be\n"
        "delivered to one of them.\n\n  bo@client.example\n    retry timeout exceeded\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n" +
            kHeader,
        {}, {" bo@client.example "});
    REQUIRE(found.size() == 1);
    CHECK(found[0].recipient == "bo@client.example");
    CHECK(found[0].text == "retry timeout exceeded");
}

TEST_CASE("a mail named by In-Reply-To alone has come back where a server's refusal is repeated") {
    const auto found = read(
        "Address not found\n\nYour message wasn't delivered to jo@client.example because the address "
        "couldn't be found.\n\nThe response from the remote server was:\n550 5.1.1 No such account.\n",
        {}, {}, "Delivery Status Notification (Failure)", {kId});
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id == kId);
    CHECK(found[0].recipient == "jo@client.example");
    CHECK(found[0].text == "550 5.1.1 No such account.");
    CHECK(found[0].permanent);
    CHECK(read("450 4.2.1 The mailbox is busy.", {}, {}, "Later", {kId}).empty());
}

TEST_CASE("a mail named by In-Reply-To alone has come back where a failed recipient is given") {
    const auto found = read("It failed.", {}, {"jo@client.example, bo@client.example"}, "", {"a@b", kId});
    REQUIRE(found.size() == 2);
    CHECK(found[0].message_id == kId);
    CHECK(found[1].recipient == "bo@client.example");
    CHECK(read("I am away until Monday; ask bo@client.example.", {}, {}, "Away", {kId}).empty());
}

TEST_CASE("a returned mail in a part of its own is read, and not what the text quotes") {
    const auto found = read(
        "Your message did not reach:\n\n      jo@client.example on 1/2/2026 4:05 PM\n"
        "            The recipient name is not recognized\n",
        kHeader + "\n> Message-ID: <other@x.example>\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id == kId);
    CHECK(found[0].recipient == "jo@client.example");
    CHECK(found[0].text == "The recipient name is not recognized");
}

TEST_CASE("where no line has a code, what stands with the last address says why") {
    CHECK(read("To: jo@client.example\nCc: support@example.org\nSubject: x\n\njo@client.example on 1/2/2026\n"
               "  Not recognized\n\n" +
               kHeader)
              .at(0)
              .text == "Not recognized");
    CHECK(read("not delivered to:\n\n  jo@client.example\n\nbecause:\n\n  User jo (jo@client.example) is not "
               "listed\n\n" +
               kHeader)
              .at(0)
              .text == "User jo (jo@client.example) is not listed");
}

TEST_CASE("the header may be quoted, folded and in any case") {
    const auto found =
        read("No such user: <jo@client.example>\n\n> FROM: ada@example.org\n> MESSAGE-ID:\n>  <" + kId +
             ">\n> SUBJECT: x\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id == kId);
    CHECK(found[0].recipient == "jo@client.example");
}

TEST_CASE("neither the sender nor who had a copy is taken for the one that failed") {
    const auto found =
        read("From ada@example.org, copy to support@example.org.\nUser unknown.\n\n" + kHeader);
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id == kId);
    CHECK(found[0].recipient.empty());
}

TEST_CASE("a warning that a mail is late is no failure") {
    for (const auto* text : {"Warning: could not send message for past 4 hours\n\n",
                             "No action is required on your part. Delivery attempts will continue.\n\n",
                             "Die Zustellung ist verzögert.\n\n"}) {
        CAPTURE(text);
        const auto found = read(text + kHeader);
        REQUIRE(found.size() == 1);
        CHECK_FALSE(found[0].permanent);
    }
    const auto found =
        read("jo@client.example\n\n" + kHeader, {}, {}, "Delivery Status Notification (Delay)");
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].permanent);
}

TEST_CASE("without the mail that came back nothing is said of one") {
    CHECK(read("").empty());
    CHECK(read("<jo@client.example>:\n550 no such user\n").empty());
    CHECK(read("The field Message-ID: of a mail must be there.\n").empty());
}

TEST_CASE("a network address is no status, and a hundred addresses are enough") {
    CHECK(read("<jo@client.example>:\n5.6.7.8 said no\n\n" + kHeader).at(0).status.empty());
    CHECK(read("<jo@client.example>: unknown (#5.1.1).\n\n" + kHeader).at(0).status == "5.1.1");
    std::string many;
    for (int i = 0; i < 500; ++i) many += "<a" + std::to_string(i) + "@b.example>:\n";
    CHECK(read(many + "\n" + kHeader).size() == 100);
}
