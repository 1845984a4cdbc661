#include "lib/store/tokens.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

std::string line(const std::string& text, const Phrases& phrases) {
    Database db(":memory:", Access::write, Durability::derived);
    return matching_line(Tokens(db), text, phrases);
}

TEST_CASE("words are cut at what is no letter or digit, without case and accents") {
    Database db(":memory:", Access::write, Durability::derived);
    const Tokens tokens(db);
    CHECK(tokens.of("L'app est CASS\u00c9E: RFC-5321\n") ==
          std::vector<std::string>{"l", "app", "est", "cassee", "rfc", "5321"});
    CHECK(tokens.of("").empty());
}

TEST_CASE("the first line with a phrase is the one that matches") {
    const std::string text = "The first line.\n  In memory\n>  changed memory.c twice \nmemory.c again\n";
    CHECK(line(text, {{"memory", "c"}}) == ">  changed memory.c twice");
    CHECK(line(text, {{"again"}, {"memory", "c"}}) == ">  changed memory.c twice");
    CHECK(line(text, {{"again"}, {"nowhere"}}) == "memory.c again");
    CHECK(line(text, {{"in"}, {"first"}}) == "The first line.");
    CHECK(line("so so so it ends", {{"so", "so", "it"}}) == "so so so it ends");
    CHECK(line("no line end: needle", {{"needle"}}) == "no line end: needle");
}

TEST_CASE("a word that is written otherwise is seen in its line") {
    const std::string text = "no\nCASS\u00c9E\nMemory\nvor 20 \u212aelvin\n\u0416\u0443\u043a\n";
    CHECK(line(text, {{"cassee"}}) == "CASS\u00c9E");
    CHECK(line(text, {{"memory"}}) == "Memory");
    CHECK(line(text, {{"kelvin"}}) == "vor 20 \u212aelvin");
    CHECK(line(text, {{"\u0436\u0443\u043a"}}) == "\u0416\u0443\u043a");
}

TEST_CASE("only the last word may be the beginning of a longer one") {
    const std::string text = "nothing\nfirstly seconds\nfirst second\nfirst seconds\n";
    CHECK(line(text, {{"first"}, {"thousand"}}) == "first second");
    CHECK(line(text, {{"first", "sec"}}) == "first second");
    CHECK(line(text, {{"sec", "x"}, {"fir"}}) == "firstly seconds");
}

TEST_CASE("where lines break the phrase, the first that says anything is shown") {
    CHECK(line("\n --\n Some words\nof it\n", {{"words", "of"}}) == "Some words");
    CHECK(line(" \n--\n", {{"words"}}).empty());
    CHECK(line("", {{"words"}}).empty());
    CHECK(line("Some words\n", {}) == "Some words");
    CHECK(line("Some words\n", {{}, {}}) == "Some words");
}

}  // namespace
}  // namespace dsupport
