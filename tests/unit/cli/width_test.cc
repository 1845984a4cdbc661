#include "cli/ui/width.hh"

#include <doctest/doctest.h>

using namespace dsupport;
using Lines = std::vector<std::string>;

TEST_CASE("wide characters take two columns and combining marks none") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("日本") == 4);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("😀!") == 3);
    CHECK(display_width("\xFF") == 1);
    CHECK(display_width("") == 0);
}

TEST_CASE("a cut text ends in an ellipsis and is never wider than asked") {
    CHECK(cut("Portal down", 11) == "Portal down");
    CHECK(cut("Portal down", 10) == "Portal do…");
    CHECK(cut("Portal down", 8) == "Portal…");  // no space before the ellipsis
    CHECK(cut("Portal down", 10, false) == "Portal...");
    CHECK(cut("日本語", 4) == "日…");  // half a character is none
    CHECK(cut("日本語", 5) == "日本…");
    CHECK(cut("abc", 1) == "…");
    CHECK(cut("abc", 2, false) == "..");
    CHECK(cut("abc", 0).empty());
}

TEST_CASE("a cut keeps a combining mark with its letter") {
    CHECK(cut("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
}

TEST_CASE("padding counts columns and not bytes") {
    CHECK(pad("é", 3) == "é  ");
    CHECK(pad("日", 3) == "日 ");
    CHECK(pad("long", 2) == "long");
}

TEST_CASE("text is wrapped at spaces and long words are broken") {
    CHECK(wrap("one two three", 7) == Lines{"one two", "three"});
    CHECK(wrap("one two three", 8) == Lines{"one two", "three"});
    CHECK(wrap("abcdefgh", 3) == Lines{"abc", "def", "gh"});
    CHECK(wrap("日本語", 4) == Lines{"日本", "語"});
    CHECK(wrap("日本", 1) == Lines{"日", "本"});
    CHECK(wrap("", 5) == Lines{""});
    CHECK(wrap("one two three", 0) == Lines{"one two three"});
    CHECK(wrap("abc   ", 3) == Lines{"abc"});
}

TEST_CASE("a text beside a label is wrapped below its own beginning") {
    CHECK(wrap_from(4, "one two three", 11) == "one two\n    three");
    CHECK(wrap_from(4, "one two three", 17) == "one two three");
    CHECK(wrap_from(4, "one two three", 0) == "one two three");
    CHECK(wrap_from(4, "", 11).empty());
    CHECK(wrap_from(8, "ab", 5) == "a\n        b");
}

TEST_CASE("wrapping keeps the indentation and never breaks inside it") {
    CHECK(wrap("  code here", 6) == Lines{"  code", "here"});
    CHECK(wrap("    abcdef", 6) == Lines{"    ab", "cdef"});
}
