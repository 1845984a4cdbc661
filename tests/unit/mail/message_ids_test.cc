#include "lib/mail/message_ids.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dsupport;

namespace {
using Ids = std::vector<std::string>;
}

TEST_CASE("ids are what stands in angle brackets") {
    // The first two values are from RFC 5322, A.2.
    CHECK(message_ids("<1234@local.machine.example>") == Ids{"1234@local.machine.example"});
    CHECK(message_ids("<1234@local.machine.example> <3456@example.net>") ==
          Ids{"1234@local.machine.example", "3456@example.net"});
    CHECK(message_ids("<a@b><c@d>,<e@f>") == Ids{"a@b", "c@d", "e@f"});
    CHECK(message_ids("<no-at-sign>") == Ids{"no-at-sign"});
    CHECK(message_ids("").empty());
    CHECK(message_ids("<>").empty());
}

TEST_CASE("white space inside an id goes and its case stays") {
    CHECK(message_ids("<a b\t@C.d>") == Ids{"ab@C.d"});
    CHECK(message_ids("<A@B> <a@b> <A@B>") == Ids{"A@B", "a@b", "A@B"});
}

TEST_CASE("an id of ours is the same in any case") {
    CHECK(message_ids("<DS1.0123456789abcdefghjkmnpqrw@Example.ORG>") ==
          Ids{"ds1.0123456789ABCDEFGHJKMNPQRW@example.org"});
}

TEST_CASE("comments and quoted words are no ids") {
    CHECK(message_ids("(see <x@y> (and <z@z>)) <a@b> \"<q@q>\" <c@d>") == Ids{"a@b", "c@d"});
    CHECK(message_ids("(\\) <x@y>) <a@b>") == Ids{"a@b"});
    CHECK(message_ids("Message of \"Tue, 24 Nov\" from ann@example.org <a@b>") == Ids{"a@b"});
}

TEST_CASE("what is not closed hides nothing behind it") {
    CHECK(message_ids("(not closed <a@b>") == Ids{"a@b"});
    CHECK(message_ids("\"not closed <a@b>") == Ids{"a@b"});
    CHECK(message_ids("<a@b> <c@d") == Ids{"a@b", "c@d"});
    CHECK(message_ids("<<a@b> <c@d") == Ids{"a@b", "c@d"});
}

TEST_CASE("without any bracket the words with an at sign are ids") {
    CHECK(message_ids("a@b c@d") == Ids{"a@b", "c@d"});
    CHECK(message_ids("a@b,c@d;\r\n e@f") == Ids{"a@b", "c@d", "e@f"});
    CHECK(message_ids("yours of Tuesday").empty());
    CHECK(message_ids("@x y@").empty());
    // Found by fuzzing: brackets that hold nothing became part of an id.
    CHECK(message_ids("<> a@b> <") == Ids{"a@b"});
}

TEST_CASE("no control character and no broken UTF-8 gets into an id") {
    CHECK(message_ids("<a\xFF@b>") == Ids{"a\xEF\xBF\xBD@b"});
    CHECK(message_ids("<a\x1B[2J@b>") == Ids{"a\xEF\xBF\xBD[2J@b"});
    // Found by fuzzing.
    CHECK(message_ids(std::string_view("<a@b\0>", 6)) == Ids{"a@b\xEF\xBF\xBD"});
}

TEST_CASE("of all instances the last place of an id counts") {
    const Ids values = {"<a@b> <c@d>", "<e@f> <a@b>"};
    CHECK(message_ids(values) == Ids{"c@d", "e@f", "a@b"});
}
