#include "lib/mail/safe_name.hh"

#include <doctest/doctest.h>

#include <string>

#include "lib/base/text.hh"

using namespace dsupport;

TEST_CASE("a name stays if a folder can have it") {
    CHECK(safe_name("report.pdf") == "report.pdf");
    CHECK(safe_name("Bericht für Ann (2).pdf") == "Bericht für Ann (2).pdf");
    CHECK(safe_name("日本.txt") == "日本.txt");
}

TEST_CASE("nothing of a path is left") {
    CHECK(safe_name("../../etc/passwd") == "passwd");
    CHECK(safe_name("/etc/passwd") == "passwd");
    CHECK(safe_name("C:\\temp\\x.exe") == "x.exe");
    CHECK(safe_name("a/b/") == "b");
    CHECK(safe_name("..") == "attachment");
    CHECK(safe_name("../..") == "attachment");
    CHECK(safe_name("/") == "attachment");
    CHECK(safe_name("") == "attachment");
}

TEST_CASE("no name is hidden, an option, or made of white space") {
    CHECK(safe_name(".bashrc") == "bashrc");
    CHECK(safe_name("-rf") == "rf");
    CHECK(safe_name(" . - x . ") == "x");
    CHECK(safe_name("   ") == "attachment");
}

TEST_CASE("nothing that moves a cursor or turns a line around is in a name") {
    CHECK(safe_name("a\x1B[2Jb\r\nc") == "a_[2Jb__c");
    CHECK(safe_name(std::string("a\0b", 3)) == "a_b");
    CHECK(safe_name("a\tb") == "a b");
    CHECK(safe_name("exe.\xE2\x80\xAE"
                    "fdp") == "exe._fdp");  // right-to-left override
    CHECK(safe_name("a\xFF.txt") == "a_.txt");
}

TEST_CASE("a long name is cut between characters and keeps its suffix") {
    const auto name = safe_name(std::string(1000, 'x') + ".pdf");
    CHECK(name.size() == 200);
    CHECK(name.ends_with("x.pdf"));
    std::string wide;
    for (int i = 0; i < 300; ++i) wide += "ü";
    CHECK(valid_utf8(safe_name(wide)));
    CHECK(safe_name(wide).size() == 200);
    CHECK(safe_name("x" + wide).size() == 199);
    CHECK(safe_name(std::string(300, 'a') + "." + std::string(300, 'b')).size() == 200);
}
