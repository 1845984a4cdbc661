#include "cli/mailbox.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

/// What is read, as `name|address`.
std::string read(std::string_view typed) {
    const auto mailbox = read_mailbox(typed);
    return mailbox ? mailbox->name + "|" + mailbox->address : "refused";
}

}  // namespace

// RFC 5322, 3.2.4 and 3.4: a display name is words or quoted strings, in which a backslash quotes.
TEST_CASE("a name stands bare or in quotes before its address") {
    CHECK(read("ada@client.org") == "|ada@client.org");
    CHECK(read(" <ada@client.org> ") == "|ada@client.org");
    CHECK(read("Ada Lovelace <ada@client.org>") == "Ada Lovelace|ada@client.org");
    CHECK(read("\"Doe, John\" <john@client.org>") == "Doe, John|john@client.org");
    CHECK(read("\"Doe, John \\\"JD\\\"\" <john@client.org>") == "Doe, John \"JD\"|john@client.org");
    CHECK(read("\"a <b> \\\\ c\" <x@y>") == "a <b> \\ c|x@y");
}

TEST_CASE("what is not one mailbox is refused") {
    for (const auto* typed : {"Ada", "a@b, c@d", "A <a@b>, C <c@d>", "A <a@b> x", "A <a b@c>", "A <a@b",
                              "A <>", "A <@b>", "A <a@>", "\"A <a@b>", "a@b <c@d>", "A\nB <a@b>", ""}) {
        CAPTURE(typed);
        CHECK(read(typed) == "refused");
    }
}

TEST_CASE("a mailbox in writing reads back as it was") {
    CHECK(mailbox_text("Ada Lovelace", "ada@client.org") == "Ada Lovelace <ada@client.org>");
    CHECK(mailbox_text("", "ada@client.org") == "ada@client.org");
    CHECK(mailbox_text("Ada", "") == "Ada");
    CHECK(mailbox_text("Doe, John \"JD\"", "j@c") == "\"Doe, John \\\"JD\\\"\" <j@c>");
    for (const auto* name : {"Doe, John \"JD\"", "back\\slash", "a <b>", "plain"}) {
        CAPTURE(name);
        CHECK(read(mailbox_text(name, "x@y")) == std::string(name) + "|x@y");
    }
}
