#include "lib/mail/verdict.hh"

#include <doctest/doctest.h>

using namespace dsupport;

// The table "Who wrote it" of the design, row by row; where two rows fit, the upper one counts.

namespace {

Verdict verdict(const VerdictSigns& signs) {
    const auto judgement = judge(signs);
    CHECK(judgement.sign.empty() == (judgement.verdict == Verdict::human));
    return judgement.verdict;
}

VerdictSigns submitted(const char* value) {
    VerdictSigns signs;
    signs.auto_submitted = {value};
    return signs;
}

VerdictSigns subject(const char* text, bool answers = true) {
    VerdictSigns signs;
    signs.subject = text;
    signs.answers = answers;
    return signs;
}

VerdictSigns report(const char* type) {
    VerdictSigns signs;
    signs.content_type = "multipart/report";
    signs.report_type = type;
    return signs;
}

}  // namespace

TEST_CASE("a mail without a sign is a person's") {
    CHECK(verdict({}) == Verdict::human);
    CHECK(verdict(submitted("no")) == Verdict::human);
    CHECK(verdict(submitted("No (really)")) == Verdict::human);
    CHECK(verdict(submitted("")) == Verdict::human);
}

TEST_CASE("a list's own precedence is no sign, nor is one for bulk") {
    VerdictSigns signs;
    for (const auto* value : {"list", "bulk", "junk", "first-class"}) {
        signs.precedence = {value};
        CHECK(verdict(signs) == Verdict::human);
    }
}

TEST_CASE("a report of delivery is a bounce and a mail system writes bounces") {
    CHECK(verdict(report("delivery-status")) == Verdict::bounce);
    CHECK(verdict(report("Delivery-Status")) == Verdict::bounce);
    VerdictSigns signs;
    signs.author = "MAILER-DAEMON@mx.example.org";
    CHECK(judge(signs).sign == "From: mailer-daemon@mx.example.org");
    CHECK(verdict(signs) == Verdict::bounce);
    signs.author = "mailer-daemons-club@example.org";
    CHECK(verdict(signs) == Verdict::human);
    auto failed = submitted("auto-replied");
    failed.failed_recipients = true;
    CHECK(verdict(failed) == Verdict::bounce);
}

TEST_CASE("an empty Return-Path is a bounce and a missing one says nothing") {
    VerdictSigns signs;
    signs.return_path = true;
    CHECK(verdict(signs) == Verdict::bounce);
    signs.return_address = "ann@example.org";
    CHECK(verdict(signs) == Verdict::human);
}

TEST_CASE("a report of a program is no bounce for its empty Return-Path") {
    // RFC 3834, 5: auto-generated; 4: what must not be answered has no return address. RFC 5436, 2.7.1 makes
    // it `auto-notified`.
    for (const auto* word : {"auto-generated", "auto-notified; owner-email=\"ann@example.org\""}) {
        auto signs = submitted(word);
        signs.return_path = true;
        CHECK(verdict(signs) == Verdict::generated);
    }
    auto signs = submitted("no");
    signs.return_path = true;
    CHECK(verdict(signs) == Verdict::bounce);
}

TEST_CASE("receipts and complaints are machines") {
    CHECK(verdict(report("disposition-notification")) == Verdict::machine);
    CHECK(verdict(report("feedback-report")) == Verdict::machine);
    CHECK(verdict(report("something-else")) == Verdict::human);
    auto not_a_report = report("delivery-status");
    not_a_report.content_type = "multipart/mixed";
    CHECK(verdict(not_a_report) == Verdict::human);
}

TEST_CASE("what answers by itself is a machine, with an empty Return-Path too") {
    // RFC 3834, 5: parameters and comments may follow the keyword; 3.1: the reply has an empty Return-Path.
    auto signs = submitted("Auto-Replied; owner-email=\"ann@example.org\"");
    CHECK(verdict(signs) == Verdict::machine);
    signs.return_path = true;
    CHECK(verdict(signs) == Verdict::machine);
    VerdictSigns old;
    old.precedence = {"list", "auto_reply"};
    CHECK(verdict(old) == Verdict::machine);
    old = {};
    old.auto_reply = {"", "yes"};
    CHECK(verdict(old) == Verdict::machine);
    old.auto_reply = {"no", ""};
    CHECK(verdict(old) == Verdict::human);
}

TEST_CASE("what a program wrote on its own account is generated") {
    CHECK(verdict(submitted("auto-generated")) == Verdict::generated);
    CHECK(verdict(submitted("auto-notified; owner-email=x")) == Verdict::generated);  // RFC 5436
    CHECK(verdict(submitted("x-new-keyword")) == Verdict::generated);
    VerdictSigns both;
    both.auto_submitted = {"no", "auto-generated"};
    CHECK(verdict(both) == Verdict::generated);
}

TEST_CASE("the subject of somebody who is away counts in an answer only") {
    for (const auto* text : {"Out of Office: trip", "Automatic reply: Portal down",
                             "Re: [team] AUTOMATIC REPLY: x", "Abwesenheitsnotiz", "Réponse automatique : x",
                             "Автоответ: x", "不在通知: x", "Ausente do escritório: x", "Frånvaro: x"}) {
        CHECK(verdict(subject(text)) == Verdict::machine);
        CHECK(verdict(subject(text, false)) == Verdict::human);
    }
    CHECK(verdict(subject("We are out of office chairs")) == Verdict::human);
    CHECK(verdict(subject("Ann Client is out of the office (returning 30.11.2026)")) == Verdict::machine);
    CHECK(judge(subject("Out of office\x1B[2J")).sign == "Subject: Out of office\xEF\xBF\xBD[2J");
}
