#include "lib/mail/part_bytes.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dsupport;

TEST_CASE("the line end in front of a boundary is no content, one byte or two") {
    // RFC 2046, 5.1.1: the CRLF preceding the boundary delimiter line belongs to the boundary.
    const std::string lf = "x\n--b", crlf = "x\r\n--b";
    CHECK(part_content(lf, 0, 1) == "x");
    CHECK(part_content(crlf, 0, 2) == "x");
    CHECK(part_content("x\r", 0, 2) == "x\r");
}

TEST_CASE("what stands below a header ends at the first boundary around it") {
    const std::string mail = "A: 1\n\n--o\nB: 2\n\nbody\n--i\nmore\n--o--\nend";
    const std::vector<std::string> both = {"o", "i"}, outer = {"o"};
    const auto part = mail.find("B:");
    CHECK(below_header(mail, part, both) == "body");
    CHECK(below_header(mail, part, outer) == "body\n--i\nmore");
    CHECK(below_header(mail, part, {}) == "body\n--i\nmore\n--o--\nend");
    CHECK(below_header("B: 2\r\n\r\nbody\r\n--o", 0, outer) == "body");
    CHECK(below_header("B: 2\n\n--o", 0, outer).empty());
    CHECK(below_header(mail, mail.size() + 5, both).empty());
}

TEST_CASE("uuencoded lines are below the one that begins them") {
    CHECK(uuencoded_lines("text\nbegin 644 a b\n#0V%T\nend\n") == "#0V%T\nend\n");
    CHECK(uuencoded_lines("begin 644 a\r\n#0V%T") == "#0V%T");
    CHECK(uuencoded_lines("begin 644 a") == "");
    CHECK_FALSE(uuencoded_lines("we begin 644 a\n"));
}

TEST_CASE("CRLF becomes LF and a lone CR stays") {
    CHECK(lf_lines("a\r\nb\r\r\nc\rd\r") == "a\nb\nc\nd\n");
    CHECK(lf_lines("a\r\rb\n\r\nc") == "a\n\nb\n\nc");
    CHECK(lf_lines("a\nb") == "a\nb");
}
