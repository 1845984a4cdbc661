#include "lib/mail/header_fields.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

TEST_CASE("a header is cut into fields and a folded value is one line") {
    // RFC 5322, 2.2.3: unfolding removes the line end and nothing else.
    const std::string mail = "Subject: This\r\n is a test\r\nTo:a@b.c\r\nX-Empty:\r\n\r\nbody: no field\r\n";
    const auto header = read_header(mail);
    REQUIRE(header.fields.size() == 3);
    CHECK(header.value("subject") == "This is a test");
    CHECK(read_header(std::string_view("Subject: a\0b\n\n", 14)).value("Subject") == "ab");
    CHECK(header.value("TO") == "a@b.c");
    CHECK(header.value("X-Empty").empty());
    CHECK(header.first("X-Empty") != nullptr);
    CHECK(header.first("body") == nullptr);
    CHECK(mail.substr(header.size) == "body: no field\r\n");
}

TEST_CASE("all instances of a field are kept in their order") {
    const auto header = read_header("A: 1\nB: 2\na: 3\n\n");
    CHECK(header.values("A") == std::vector<std::string>{"1", "3"});
    CHECK(header.value("A") == "1");
    CHECK(header.values("C").empty());
}

TEST_CASE("what is no field is passed over") {
    const auto header =
        read_header("From ann 10:00:00\nno colon\nwith space: x\n: nameless\nGood : yes\n\tfolded\n");
    REQUIRE(header.fields.size() == 1);
    CHECK(header.value("Good") == "yes\tfolded");
}

TEST_CASE("a line of white space does not end a header and lies within the value above") {
    // RFC 5322, 4.2: such a line is obsolete folding.
    const auto header = read_header("A: 1\n \n 2\nB: 3\n\nC: 4\n");
    CHECK(header.fields.size() == 2);
    CHECK(header.value("A") == "1  2");
}

TEST_CASE("a header may end with the bytes or be empty") {
    CHECK(read_header("").size == 0);
    CHECK(read_header("A: 1").value("A") == "1");
    CHECK(read_header("A: 1").size == 4);
    CHECK(read_header("\nA: 1\n").fields.empty());
    CHECK(read_header("\r\nA: 1\n").size == 2);
}

TEST_CASE("the size of a header is looked for no further than the limit") {
    CHECK(header_size("A: 1\n\nbody", 100) == 5);
    CHECK(header_size("A: 1\r\n\r\nbody", 6) == 6);
    CHECK_FALSE(header_size("A: 1\r\n\r\nbody", 5));
    CHECK_FALSE(header_size(std::string(1000, 'x'), 100));
    CHECK(header_size("A: 1", 100) == 4);
    CHECK(header_size("", 100) == 0);
}

TEST_CASE("of a plain header all fields can be left out but those about the content") {
    const auto left = [](const std::string& mail) { return with_content_fields(mail, read_header(mail)); };
    CHECK(left("Received: a\r\n\tb\r\nContent-Type: text/plain;\r\n charset=utf-8\r\nSubject: x\r\n"
               "content-id:<1@a>\r\n\r\nSubject: in the body\r\n") ==
          "Content-Type: text/plain;\r\n charset=utf-8\ncontent-id:<1@a>\n\nSubject: in the body\r\n");
    CHECK(left("Subject: x\n\nbody") == "\nbody");
}

TEST_CASE("a header in which not all lines are fields stays whole") {
    for (const std::string mail :
         {"From ann 10:00:00\nA: 1\n\nb", "A: 1\nno colon\nDate: 2\n\nb", "A : 1\n\nb", " A: 1\n\nb",
          "A: 1\nb c: 2\nX-B: 3\n\nb", ": 1\n\nb", "A: 1\nContent-Type: text/plain\n", "A: 1", ""}) {
        CAPTURE(mail);
        CHECK(with_content_fields(mail, read_header(mail)) == mail);
    }
}

TEST_CASE("a byte order mark in front of the first field is not part of its name") {
    const std::string mail =
        "\xEF\xBB\xBF"
        "From: a@b.c\nSubject: x\n\nb";
    const auto header = read_header(mail);
    CHECK(header.value("From") == "a@b.c");
    CHECK(with_content_fields(mail, header) == "\nb");
}

TEST_CASE("a text begins at its first line where the empty line above it is missing") {
    const auto text = [](const std::string& mail) { return mail.substr(read_header(mail).text); };
    CHECK(text("From: a\nDate: b\nThis is text.\nError: 500\n\nMore.\n") ==
          "This is text.\nError: 500\n\nMore.\n");
    CHECK(text("From: a\nbroken line\nDate: b\n\ntext") == "text");
    CHECK(text("From: a\n>From b\n\ntext") == "text");
    const std::string mail = "From: a\nContent-Type: text/html\n<p>one\n\n<p>two";
    CHECK(with_content_fields(mail, read_header(mail)) ==
          "From: a\nContent-Type: text/html\n\n<p>one\n\n<p>two");
}
