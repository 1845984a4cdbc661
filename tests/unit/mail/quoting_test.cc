#include "lib/mail/quoting.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

// Beside what the suite in tests/suites has in many languages: one case for each rule.

TEST_CASE("an answer above a quote is what was written") {
    const auto parts =
        split_quotes("Yes.\n\nOn Tue, 24 Nov 2026 at 09:00, Ann <ann@example.org> wrote:\n> Does it work?\n");
    CHECK(parts.written == "Yes.\n");
    CHECK(parts.quoted == "On Tue, 24 Nov 2026 at 09:00, Ann <ann@example.org> wrote:\n> Does it work?\n");
    CHECK(parts.signature.empty());
}

TEST_CASE("an answer right above the introduction is no part of it") {
    const auto parts = split_quotes(
        "It may be that.\nI will look.\nOp 16 aug. 2014 05:13 schreef \"Ann\" <ann@example.org> het\n"
        "volgende geschreven:\n\n> Why?\n");
    CHECK(parts.written == "It may be that.\nI will look.\n");
}

TEST_CASE("an answer below a quote is what was written") {
    const auto parts = split_quotes("On 2026-11-24 09:00, Ann wrote:\n> Does it work?\n\nYes.\n");
    CHECK(parts.written == "Yes.\n");
    CHECK(parts.quoted.find("> Does it work?") != std::string::npos);
}

TEST_CASE("quotes between answers stay between them") {
    const std::string text = "> one?\nyes\n\n> two?\nno\n";
    CHECK(split_quotes(text).written == text);
}

TEST_CASE("a signature is cut off with its line, above a quote too") {
    auto parts = split_quotes("Hello\n-- \nAnn\nExample Inc.\n");
    CHECK(parts.written == "Hello\n");
    CHECK(parts.signature == "-- \nAnn\nExample Inc.\n");
    parts = split_quotes("Hello\n\n--\nAnn\n\nOn 24 Nov 2026, Bo <bo@example.org> wrote:\n> a\n> b\n");
    CHECK(parts.written == "Hello\n");
    CHECK(parts.signature == "--\nAnn\n");
    CHECK(split_quotes("Hello\n\nSent from my iPhone\n").written == "Hello\n");
    std::string long_quote = "Hello\n-- \nAnn\n\nOn 24 Nov 2026, Bo <bo@example.org> wrote:\n";
    for (int i = 0; i < 50; ++i) long_quote += "> a\n";
    CHECK(split_quotes(long_quote).written == "Hello\n");
}

TEST_CASE("an earlier mail with its header is quoted whole") {
    const auto parts = split_quotes(
        "See below.\n\n-----Original Message-----\nFrom: Ann\nSent: Tuesday\nTo: Bo\nSubject: x\n\ntext\n");
    CHECK(parts.written == "See below.\n");
    CHECK(parts.quoted.find("text") != std::string::npos);
}

TEST_CASE("nothing is lost and something is always shown") {
    for (const std::string text : {"> only\n> quotes\n", "-- \nonly a signature\n",
                                   "On 1 May 2026, Ann wrote:\n", "\n\n", ">\n", "--\n"}) {
        CAPTURE(text);
        CHECK(split_quotes(text).written == text);
    }
    CHECK(split_quotes("").written.empty());
}
