#include "cli/call_form.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/fakes.hh"

using namespace dsupport;

TEST_CASE("a form survives in its draft") {
    CallForm form;
    form.caller = "Jo Client <jo@client.example>";
    form.urgency = "high";
    form.assign = "on-duty";
    form.at = test::at("2026-11-24T09:00:00Z");
    form.text = "Portal down\nError 500\n";
    CHECK(form.draft() ==
          "DS: caller Jo Client <jo@client.example>\nDS: urgency high\nDS: assign on-duty\n"
          "DS: at 2026-11-24T09:00:00Z\nPortal down\nError 500\n");
    const auto back = CallForm::read(form.draft());
    CHECK(back.draft() == form.draft());
    CHECK(back.nature.empty());
}

TEST_CASE("a draft of any text is a form without anything else") {
    const auto form = CallForm::read("Portal down\n\nError 500\n");
    CHECK(form.text == "Portal down\n\nError 500\n");
    CHECK(form.caller.empty());
    CHECK_FALSE(form.at);
    CHECK(CallForm::read("").empty());
}

TEST_CASE("a caller may be a number") {
    CHECK(read_caller("+44 20 7946 0999").value().phone == "+44 20 7946 0999");
    CHECK(read_caller("5551234").value().phone == "5551234");
    CHECK(read_caller("Jo <jo@client.example>").value().email == "jo@client.example");
    CHECK(read_caller("123@client.example").value().email == "123@client.example");
    CHECK(read_caller("Jo").value().name == "Jo");
    CHECK(read_caller("5551x").error().kind == ErrorKind::usage);
}
