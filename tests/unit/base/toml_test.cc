#include "lib/base/toml.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

Toml read(std::string_view text) {
    return Toml::parse(text, "test.toml").value();
}

TEST_CASE("a document is read into values that know their place") {
    const auto document = read(
        "top = [\"a\", 1]\n[people.ada]\nname = \"Ada\" # who\nactive = true\n"
        "since = 2026-01-05T09:00:00\n");
    const auto* ada = document.find("people")->find("ada");
    REQUIRE(ada);
    CHECK(*ada->find("name")->text() == "Ada");
    CHECK(*ada->find("active")->boolean());
    CHECK(ada->find("since")->civil()->text() == "2026-01-05T09:00:00");
    CHECK(document.find("top")->array()->size() == 2);
    CHECK(*document.find("top")->array()->back().integer() == 1);
    CHECK(ada->at == Toml::Position{2, 1});
    CHECK(ada->key_at == Toml::Position{2, 9});
    CHECK(ada->find("name")->key_at == Toml::Position{3, 1});
    CHECK(ada->find("name")->at == Toml::Position{3, 8});
    CHECK(ada->find("name")->end == Toml::Position{3, 13});
    CHECK(document.find("nobody") == nullptr);
    CHECK(ada->find("name")->find("x") == nullptr);
}

TEST_CASE("a text that is no TOML fails with file, line and column") {
    const auto bad = Toml::parse("[a]\nx = \n", "team.toml", ErrorKind::config);
    REQUIRE(!bad);
    CHECK(bad.error().kind == ErrorKind::config);
    CHECK(bad.error().message.starts_with("team.toml:2:5: "));
    CHECK(!Toml::parse("x = \"\xff\"\n", "f"));
    CHECK(!Toml::parse("x = 1\nx = 2\n", "f"));
}

TEST_CASE("text that is nested without measure is refused, not followed") {
    const auto nested = [](std::size_t levels) {
        std::string out = "[a";
        for (std::size_t i = 1; i < levels; ++i) out += ".a";
        return out + "]\n";
    };
    const auto refusal = [](const std::string& text) {
        const auto result = Toml::parse(text, "f");
        return result ? "accepted" : result.error().message;
    };
    CHECK(refusal(nested(60)) == "accepted");
    CHECK(refusal(nested(70)) == "f:1:1: nested too deeply");
    CHECK(refusal("\n" + nested(30000)) == "f:2:1: a line with too many dots");
    CHECK(refusal("a = " + std::string(30000, '[')).starts_with("f:1:"));
    CHECK(refusal("a = " + std::string(70, '[') + std::string(70, ']')).ends_with("nested too deeply"));
    CHECK(refusal("text = \"" + std::string(80, '.') + "\"") == "accepted");
}

TEST_CASE("every kind of value has a name for messages") {
    const auto document = read(
        "a = 1\nb = 1.5\nc = true\nd = \"x\"\ne = []\nf = 2026-01-05T09:00:00Z\n"
        "g = 2026-01-05\nh = 09:00:00\ni = 2026-01-05T09:00:00\nj = {}\n"
        "k = 2026-01-05T09:00:00.5\n");
    const auto name = [&](const char* key) { return document.find(key)->kind_name(); };
    CHECK(name("a") == "an integer");
    CHECK(name("b") == "a float");
    CHECK(name("c") == "a boolean");
    CHECK(name("d") == "a string");
    CHECK(name("e") == "an array");
    CHECK(name("f") == "an offset date-time");
    CHECK(name("g") == "a date");
    CHECK(name("h") == "a time");
    CHECK(name("i") == "a local date-time");
    CHECK(name("j") == "a table");
    CHECK(name("k") == "a date-time with fractions of a second");
}

TEST_CASE("equal values are written as equal text") {
    const auto a = read("[b]\ny = 0x10\nx = 'q'\n[a]\nz = {k = 1}\n");
    const auto b = read("a.z.k = 1\nb = { x = \"q\", y = 16 }\n");
    CHECK(a == b);
    CHECK(a.dump() == b.dump());
    CHECK(a.dump() == "[a.z]\nk = 1\n\n[b]\nx = \"q\"\ny = 16\n");
    CHECK_FALSE(a == read("a.z.k = 1\nb = { x = \"q\", y = 17 }\n"));
}

TEST_CASE("what is written reads back as the same values") {
    for (const auto* text :
         {"", "a = 1\n", "[a]\n", "[a.b]\n[a.b.c]\nx = 1\n", "x = [[1, 2], [], [\"a\"]]\n",
          "x = [{a = 1}, 2]\n", "[[a.b]]\nx = 1\n[[a.b]]\n[[a.b.c]]\ny = 2\n",
          "x = \"a\\\"b\\\\c\\td\\u0001\\r\"\n", "x = \"\"\"\none \"two\"\n\\\\three\n\"\"\"\n",
          "x = \"\\n\"\n", "\"a b\".\"\" = 1\n\"\\\"\" = 2\n", "f = [1.0, 1e30, -0.5, inf, nan]\n",
          "d = [2026-01-05, 09:00:00, 2026-01-05T09:00:00+01:00]\n",
          "[t]\ntext = \"\"\"\n\n  indented\nlast without end\"\"\"\n", "x = \"\xc3\xb6\"\n"}) {
        CAPTURE(text);
        const auto document = read(text);
        const auto again = Toml::parse(document.dump(), "again");
        REQUIRE_MESSAGE(again, document.dump());
        CHECK(*again == document);
        CHECK(again->dump() == document.dump());
    }
}

TEST_CASE("a text of several lines is written as several lines") {
    CHECK(read("[a]\nx = \"one\\ntwo\\n\"\n").dump() == "[a]\nx = \"\"\"\none\ntwo\n\"\"\"\n");
}

TEST_CASE("members are set, replaced and taken out") {
    Toml table;
    table.set("b", "2");
    table.set("a", std::int64_t{1});
    table.set("b", true);
    CHECK(table.dump() == "a = 1\nb = true\n");
    table.erase("a");
    table.erase("nothing");
    CHECK(table.dump() == "b = true\n");
    Toml other("text");
    other.set("a", Toml());
    CHECK(other.dump() == "[a]\n");
}

}  // namespace
}  // namespace dsupport
