#include "lib/base/text.hh"

#include <doctest/doctest.h>

#include <array>

namespace dsupport {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST_CASE("bytes that are no UTF-8 are replaced one by one, and the rest stays") {
    CHECK(as_utf8("a\xff"
                  "b") ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(as_utf8("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(as_utf8("\xE2\x82\xAC \xC3\xA9") == "\xE2\x82\xAC \xC3\xA9");
    CHECK(as_utf8("").empty());
}

TEST_CASE("only the shortest form of a real code point is UTF-8") {
    for (const auto text :
         {""sv, "plain"sv, "\0"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xef\xbf\xbf"sv,
          "\xed\x9f\xbf"sv, "\xee\x80\x80"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv}) {
        CAPTURE(text.size());
        CHECK(valid_utf8(text));
    }
    for (const auto text :
         {"\x80"sv, "\xbf"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x80\x80"sv, "\xe0\x9f\xbf"sv,
          "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv, "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv,
          "\xf5\x80\x80\x80"sv, "\xfe"sv, "\xff"sv, "\xc3"sv, "\xe2\x82"sv, "\xf0\x9f\x98"sv, "a\xc3(b"sv}) {
        CAPTURE(static_cast<int>(static_cast<unsigned char>(text.front())));
        CHECK_FALSE(valid_utf8(text));
    }
}

TEST_CASE("trim takes white space at both ends and nothing inside") {
    CHECK(trim(" \t\r\n a b \n") == "a b");
    CHECK(trim("a") == "a");
    CHECK(trim(" \n ").empty());
    CHECK(trim("").empty());
}

TEST_CASE("lines end with LF or CRLF, the last one also with nothing") {
    using Lines = std::vector<std::string_view>;
    CHECK(lines("") == Lines{});
    CHECK(lines("a") == Lines{"a"});
    CHECK(lines("a\n") == Lines{"a"});
    CHECK(lines("a\r\nb\n\nc") == Lines{"a", "b", "", "c"});
    CHECK(lines("\n") == Lines{""});
    CHECK(lines("a\rb\n") == Lines{"a\rb"});
}

TEST_CASE("split keeps empty parts") {
    using Parts = std::vector<std::string_view>;
    CHECK(split("a,b", ',') == Parts{"a", "b"});
    CHECK(split(",a,,", ',') == Parts{"", "a", "", ""});
    CHECK(split("", ',') == Parts{""});
}

TEST_CASE("join is the reverse of split, with empty parts too") {
    const std::vector<std::string> parts = {"", "a", "", "b", ""};
    CHECK(join(parts, ",") == ",a,,b,");
    CHECK(join(std::vector<std::string>{}, ", ").empty());
    CHECK(join(std::vector<std::string>{"x"}, ", ") == "x");
    CHECK(join(std::vector<std::string>{"x", "y"}, ", ") == "x, y");
}

TEST_CASE("letter case matters for ASCII letters only") {
    CHECK(lower("AbZ@[`{\xc3\x84") == "abz@[`{\xc3\x84");
    CHECK(equal_no_case("RE: x", "re: X"));
    CHECK_FALSE(equal_no_case("a", "ab"));
    CHECK_FALSE(equal_no_case("@", "`"));
    CHECK(starts_with_no_case("Subject: x", "SUBJECT:"));
    CHECK_FALSE(starts_with_no_case("Sub", "subject"));
    CHECK(starts_with_no_case("x", ""));
}

constexpr auto kBad = "\xEF\xBF\xBD";

TEST_CASE("printable lets ordinary text of any script through") {
    for (const auto* text :
         {"plain", "a\tb", "Ångström", "日本語", "\xF0\x9F\x98\x80", "עברית", "a\xC2\xA0z"}) {
        CAPTURE(text);
        CHECK(printable(text) == text);
        CHECK(printable(text, true) == text);
    }
}

TEST_CASE("printable disarms what could drive a terminal or turn text around") {
    for (const auto control :
         {"\0"sv,           "\x01"sv,         "\x07"sv,         "\x08"sv,         "\x1b"sv,
          "\x7f"sv,         "\xc2\x80"sv,     "\xc2\x9b"sv,     "\xc2\x9f"sv,     "\xd8\x9c"sv,
          "\xe2\x80\x8e"sv, "\xe2\x80\x8f"sv, "\xe2\x80\xaa"sv, "\xe2\x80\xae"sv, "\xe2\x81\xa6"sv,
          "\xe2\x81\xa9"sv, "\xe2\x80\xa8"sv, "\xef\xbb\xbf"sv, "\xff"sv,         "\xc3"sv}) {
        CAPTURE(control.size());
        const auto text = "a" + std::string(control) + "b";
        CHECK(printable(text) == "a"s + kBad + "b");
        CHECK(printable(text, true) == "a"s + kBad + "b");
    }
    CHECK(printable("\x1b[31mred\x1b[0m") == kBad + "[31mred"s + kBad + "[0m");
}

TEST_CASE("printable keeps line ends only where several lines are asked for") {
    CHECK(printable("a\nb") == "a"s + kBad + "b");
    CHECK(printable("a\nb", true) == "a\nb");
    CHECK(printable("a\r\nb", true) == "a\nb");
    CHECK(printable("a\rb", true) == "a"s + kBad + "b");
    CHECK(printable("a\r", true) == "a"s + kBad);
}

TEST_CASE("edit distance counts insertions, deletions, changes and swaps") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("flaw", "lawn") == 2);
    CHECK(edit_distance("same", "same") == 0);
    CHECK(edit_distance("fxied", "fixed") == 1);
    CHECK(edit_distance("ca", "abc") == 3);
}

TEST_CASE("nearest finds what was probably meant and else nothing") {
    constexpr std::array<std::string_view, 5> kWords = {"escalate", "list", "log", "close", "assign"};
    CHECK(nearest("esclate", kWords) == "escalate");
    CHECK(nearest("LIST", kWords) == "list");
    CHECK(nearest("lits", kWords) == "list");
    CHECK(nearest("clos", kWords) == "close");
    CHECK(nearest("lgo", kWords) == "log");
    CHECK(nearest("frobnicate", kWords).empty());
    CHECK(nearest("x", std::span<const std::string_view>{}).empty());
}

TEST_CASE("the base subject is what all mails of a thread share") {
    CHECK(base_subject("Portal down") == "Portal down");
    CHECK(base_subject("  Re: portal down ") == "portal down");
    CHECK(base_subject("RE:Fwd: AW: WG:SV: Antw: Fw: x") == "x");
    CHECK(base_subject("VS: TR : Re\u00a0: RV: Odp: YNT: Re[2]: RE(12) : x") == "x");
    CHECK(base_subject("\u56de\u590d\uff1a Re\uff1a x") == "x");
    CHECK(base_subject("Re[x]: y") == "Re[x]: y");
    CHECK(base_subject("Re[2: y") == "Re[2: y");
    CHECK(base_subject("Re[2") == "Re[2");
    CHECK(base_subject("Red: y") == "Red: y");
    CHECK(base_subject("R: the lift is stuck") == "R: the lift is stuck");
    CHECK(base_subject("Re: Portal down [K7M-2QX]") == "Portal down");
    CHECK(base_subject("Portal down [k7m-2qx]") == "Portal down");
    CHECK(base_subject("[Support] Re: [Support] Portal down", "[Support] ") == "Portal down");
    CHECK(base_subject("Re: [support] x [K7M-2QX] [K7M-2QX]", "[Support]") == "x");
    CHECK(base_subject("Re:").empty());
    CHECK(base_subject("").empty());
}

TEST_CASE("the base subject keeps what only looks like a prefix or a tag") {
    CHECK(base_subject("Report: x") == "Report: x");
    CHECK(base_subject("[K7M-2QX] at the front") == "[K7M-2QX] at the front");
    CHECK(base_subject("new build [bug-fixes]") == "new build [bug-fixes]");
    CHECK(base_subject("meet [2026-11-24]") == "meet [2026-11-24]");
    CHECK(base_subject("x [K7M-2Q]") == "x [K7M-2Q]");
    CHECK(base_subject("x [K7M-2Q-X]") == "x [K7M-2Q-X]");
    CHECK(base_subject("x", " ") == "x");
}

}  // namespace
}  // namespace dsupport
