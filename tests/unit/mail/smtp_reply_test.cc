#include "lib/mail/smtp_reply.hh"

#include <doctest/doctest.h>

#include <string>

#include "lib/base/instant.hh"

using namespace dsupport;

namespace {

struct Row {
    SmtpStep step;
    int code;
    const char* text;
    Delivery expected;
};

}  // namespace

TEST_CASE("every answer of a server has its place in the outbox") {
    using S = SmtpStep;
    using D = Delivery;
    const Row rows[] = {
        {S::body, 250, "2.0.0 OK", D::sent},
        {S::body, 251, "forwarded", D::sent},
        {S::body, 354, "go on", D::unknown},
        {S::recipient, 250, "2.1.5 OK", D::retry},
        {S::data, 250, "OK", D::retry},
        // Temporary.
        {S::greeting, 421, "busy", D::retry},
        {S::sender, 421, "4.4.2 idle for too long", D::retry},
        {S::login, 454, "try later", D::retry},
        {S::tls, 454, "TLS not available", D::retry},
        {S::sender, 452, "4.3.1 no space", D::retry},
        {S::recipient, 450, "4.2.0 mailbox busy", D::retry},
        {S::recipient, 451, "4.7.1 Greylisted, come back in 5 minutes", D::retry},
        {S::body, 451, "4.3.0 busy", D::retry},
        {S::recipient, 450, "4.2.10 something else", D::retry},
        // The account rests.
        {S::recipient, 450, "4.2.1 user receives mail at a rate that is too high", D::pause},
        {S::greeting, 421, "4.7.0 try again later", D::pause},
        {S::body, 421, "4.7.28 unusual rate of mail", D::pause},
        {S::sender, 451, "Rate limit exceeded", D::pause},
        {S::body, 550, "5.4.5 daily sending quota exceeded", D::pause},
        {S::sender, 550, "5.4.5 daily limit", D::pause},
        // A person must act.
        {S::sender, 530, "5.7.0 authentication required", D::stop},
        {S::recipient, 530, "log in first", D::stop},
        {S::tls, 530, "5.7.0 start TLS first", D::stop},
        {S::login, 534, "5.7.9 use an application password", D::stop},
        {S::login, 535, "5.7.8 bad credentials", D::stop},
        {S::login, 538, "5.7.11 encryption needed", D::stop},
        {S::login, 432, "4.7.12 password transition needed", D::stop},
        {S::login, 504, "5.5.4 unknown mechanism", D::stop},
        {S::greeting, 554, "no service for you", D::stop},
        {S::hello, 550, "bad name", D::stop},
        {S::tls, 501, "syntax", D::stop},
        // For good.
        {S::recipient, 550, "5.1.1 no such user", D::refused},
        {S::recipient, 551, "moved", D::refused},
        {S::recipient, 553, "5.1.3 bad address", D::refused},
        {S::sender, 553, "5.1.8 not your address", D::refused},
        {S::sender, 552, "5.3.4 too big", D::refused},
        {S::body, 552, "5.3.4 too big", D::refused},
        {S::body, 554, "5.7.1 looks like spam", D::refused},
        {S::data, 554, "5.5.1 no valid recipients", D::refused},
        {S::recipient, 550, "5.4.50 not the daily limit", D::refused},
    };
    for (const auto& row : rows) {
        CAPTURE(row.code);
        CAPTURE(std::string(row.text));
        CHECK(classify_reply(row.step, row.code, row.text) == row.expected);
    }
}

TEST_CASE("a used up day rests longer than a rate limit") {
    CHECK(pause_ms(450) == kHour);
    CHECK(pause_ms(550) == kDay);
}
