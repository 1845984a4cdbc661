#include "lib/mail/wire.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

TEST_CASE("only a bare address goes into an SMTP command") {
    for (const char* good : {"a@b", "ann.lee+x=y@client.example", "o'neil@x-y.org", "a_b@host_1.local"}) {
        CAPTURE(std::string(good));
        CHECK(sendable_address(good));
    }
    for (const char* bad : {"", "ann", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nDATA", "<a@b>", "a@b>", "a,b@c",
                            "a\"@b", "a@b;c", "caf\xc3\xa9@b", "a@b\x7f", "a\t@b"}) {
        CAPTURE(std::string(bad));
        CHECK_FALSE(sendable_address(bad));
    }
    CHECK_FALSE(sendable_address(std::string("a@b\0c", 5)));
    CHECK_FALSE(sendable_address(std::string(250, 'a') + "@b.org"));
}

TEST_CASE("every line end becomes CRLF once") {
    CHECK(crlf_lines("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd");
    CHECK(crlf_lines("\n\n") == "\r\n\r\n");
    CHECK(crlf_lines("a\r\n") == "a\r\n");
    CHECK(crlf_lines("").empty());
}

TEST_CASE("a leading dot takes two bytes on the wire") {
    CHECK(dot_stuffed_size("a.b\r\nc") == 6);
    CHECK(dot_stuffed_size(".a\r\n.b\r\n..\r\n") == 12 + 3);
    CHECK(dot_stuffed_size("\r\n.\r\n.\r\n") == 8 + 2);
    CHECK(dot_stuffed_size("") == 0);
}
