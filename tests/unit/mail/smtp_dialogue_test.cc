#include "lib/mail/smtp_dialogue.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dsupport;

namespace {

constexpr std::size_t kSize = 100;

/// Plays lines in: `>` a command, `<` a reply line, `=` that many bytes of the mail.
SmtpDialogue play(const std::vector<std::string>& script) {
    SmtpDialogue d(kSize);
    for (const auto& line : script) {
        const auto rest = line.substr(1) + "\r\n";
        if (line[0] == '>') d.command(rest);
        if (line[0] == '<') d.reply(rest);
        if (line[0] == '=') d.body(std::stoul(rest));
    }
    return d;
}

const std::vector<std::string> kTwo = {"ann@client.org", "group@example.org"};

std::vector<RecipientReply> judge(const std::vector<std::string>& script, SmtpEnd end = SmtpEnd::talked,
                                  const std::vector<std::string>& recipients = kTwo) {
    auto replies = play(script).outcome(recipients, end, "broken");
    REQUIRE(replies.size() == recipients.size());
    for (std::size_t i = 0; i < replies.size(); ++i) CHECK(replies[i].recipient == recipients[i]);
    return replies;
}

}  // namespace

TEST_CASE("an accepted mail is sent for both") {
    const auto r = judge({"<220-one", "<220 two", ">EHLO x", "<250-x", "<250 SIZE 100", ">MAIL FROM:<a@b>",
                          "<250 ok", ">RCPT TO:<1>", "<250 ok", ">RCPT TO:<2>", "<250 ok", ">DATA", "<354 go",
                          "=60", "=40", "<250 2.0.0 queued"});
    for (const auto& reply : r) {
        CHECK(reply.delivery == Delivery::sent);
        CHECK(reply.code == 250);
        CHECK(reply.text == "2.0.0 queued");
    }
}

TEST_CASE("each recipient keeps the server's own answer") {
    const auto r =
        judge({">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<550-5.1.1 no such", "<550 5.1.1 user",
               ">RCPT TO:<2>", "<250 ok", ">DATA", "<354 go", "=100", "<250 queued"});
    CHECK(r[0].delivery == Delivery::refused);
    CHECK(r[0].code == 550);
    CHECK(r[0].text == "5.1.1 no such user");
    CHECK(r[1].delivery == Delivery::sent);
}

TEST_CASE("a temporary refusal of one recipient does not touch the other") {
    const auto r = judge({">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<250 ok", ">RCPT TO:<2>",
                          "<451 4.3.0 later", ">DATA", "<354 go", "=100", "<554 5.7.1 policy"});
    CHECK(r[0].delivery == Delivery::refused);
    CHECK(r[0].code == 554);
    CHECK(r[1].delivery == Delivery::retry);
    CHECK(r[1].code == 451);
}

TEST_CASE("silence is unknown only once all bytes are out") {
    const std::vector<std::string> before = {">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<250 ok",
                                             ">RCPT TO:<2>",     "<250 ok", ">DATA",        "<354 go"};
    auto part = before, whole = before, late = before;
    part.emplace_back("=99");
    whole.emplace_back("=100");
    late.insert(late.end(), {"=100", ">QUIT", "<250 too late"});
    for (const auto& reply : judge(before)) CHECK(reply.delivery == Delivery::retry);
    for (const auto& reply : judge(part)) CHECK(reply.delivery == Delivery::retry);
    for (const auto& reply : judge(whole)) {
        CHECK(reply.delivery == Delivery::unknown);
        CHECK(reply.text == "broken");
    }
    for (const auto& reply : judge(late)) CHECK(reply.delivery == Delivery::unknown);
}

TEST_CASE("silence never changes what one recipient was told") {
    const auto r = judge({">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<550 no", ">RCPT TO:<2>", "<250 ok",
                          ">DATA", "<354 go", "=100"});
    CHECK(r[0].delivery == Delivery::refused);
    CHECK(r[1].delivery == Delivery::unknown);
}

TEST_CASE("half an answer is no answer") {
    const auto r = judge({">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<250 ok", ">RCPT TO:<2>", "<250 ok",
                          ">DATA", "<354 go", "=100", "<250-all is"});
    CHECK(r[0].delivery == Delivery::unknown);
}

TEST_CASE("an error before the mail counts for all, also when QUIT is answered after it") {
    for (const auto& reply : judge({">MAIL FROM:<a@b>", "<552 5.3.4 too big", ">QUIT", "<221 bye"})) {
        CHECK(reply.delivery == Delivery::refused);
        CHECK(reply.code == 552);
    }
    for (const auto& reply : judge({">EHLO x", "<250 x", ">AUTH PLAIN abcd", "<535 5.7.8 no"}))
        CHECK(reply.delivery == Delivery::stop);
}

TEST_CASE("what no answer explains is for a person when a person must act") {
    CHECK(judge({})[0].delivery == Delivery::retry);
    CHECK(judge({}, SmtpEnd::barred)[0].delivery == Delivery::stop);
    CHECK(judge({"<220 hi", ">EHLO x", "<250 x"}, SmtpEnd::barred)[1].delivery == Delivery::stop);
}

TEST_CASE("a connection is given up when nothing of the mail was taken") {
    CHECK(play({}).given_up());
    CHECK(play({">MAIL FROM:<a@b>"}).given_up());
    CHECK(play({">MAIL FROM:<a@b>", "<421 idle"}).given_up());
    CHECK_FALSE(play({">MAIL FROM:<a@b>", "<450 later"}).given_up());
    CHECK_FALSE(play({">MAIL FROM:<a@b>", "<250 ok", ">RCPT TO:<1>", "<421 bye"}).given_up());
}

TEST_CASE("it is known whether the server owes an answer") {
    CHECK(play({}).waiting());
    CHECK_FALSE(play({"<220 hi"}).waiting());
    CHECK(play({"<220 hi", ">MAIL FROM:<a@b>"}).waiting());
    CHECK(play({">MAIL FROM:<a@b>", "<250-ok"}).waiting());
    CHECK_FALSE(play({">MAIL FROM:<a@b>", "<550 no", ">QUIT"}).waiting());
    CHECK(play({">MAIL FROM:<a@b>", ">QUIT"}).waiting());
    CHECK(play({">DATA", "<354 go", "=100"}).waiting());
    CHECK_FALSE(play({">DATA", "<354 go", "=100", "<250 ok"}).waiting());
}

TEST_CASE("no credential comes back in a text") {
    auto d = play({">AUTH PLAIN AGFubgBzZWNyZXQ=", "<334 ",
                   ">c2Vjb25kLXN0ZXA=", "<501 bad: AUTH PLAIN AGFubgBzZWNyZXQ= c2Vjb25kLXN0ZXA= hunter22"});
    d.hide("hunter22");
    const auto r = d.outcome(kTwo, SmtpEnd::talked, "");
    CHECK(r[0].text == "bad: AUTH PLAIN *** *** ***");
    CHECK(r[0].delivery == Delivery::stop);
}

TEST_CASE("a text is one printable line of bounded length") {
    const auto r = judge({">MAIL FROM:<a@b>", "<550 \x1b[31mred\x07" + std::string(4000, 'x')});
    CHECK(r[0].text.size() < 510);
    CHECK(r[0].text.find('\x1b') == std::string::npos);
}
