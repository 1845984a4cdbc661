#include "lib/base/json.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

using namespace std::string_literals;

TEST_CASE("values come back as they were written") {
    const auto json = Json::object({{"b", 1},
                                    {"a", Json::array({nullptr, true, false, -7, "x"})},
                                    {"o", Json::object({{"z", INT64_MAX}, {"y", INT64_MIN}})}});
    const auto text =
        R"({"b":1,"a":[null,true,false,-7,"x"],"o":{"z":9223372036854775807,"y":-9223372036854775808}})";
    CHECK(json.dump() == text);
    const auto back = Json::parse(text);
    REQUIRE(back);
    CHECK(*back == json);
}

TEST_CASE("the sorted form orders the members of every object by key") {
    const auto json = Json::parse(R"({"b":{"d":1,"c":2},"a":[{"z":1,"y":2}],"B":0})");
    REQUIRE(json);
    CHECK(json->dump_sorted() == R"({"B":0,"a":[{"y":2,"z":1}],"b":{"c":2,"d":1}})");
    CHECK(json->dump() == R"({"b":{"d":1,"c":2},"a":[{"z":1,"y":2}],"B":0})");
}

TEST_CASE("the pretty form indents by two and keeps empty containers short") {
    const auto json = Json::object({{"a", Json::array({1, 2})}, {"b", Json::array()}, {"c", Json::object()}});
    CHECK(json.dump_pretty() == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": [],\n  \"c\": {}\n}");
}

TEST_CASE("strings are escaped as RFC 8259 says, and other scripts stay readable") {
    CHECK(Json("q\"b\\s/\n\t\x01 é \xF0\x9F\x98\x80").dump() ==
          "\"q\\\"b\\\\s/\\n\\t\\u0001 é \xF0\x9F\x98\x80\"");
    CHECK(Json("a\xff").dump() == "\"a\xEF\xBF\xBD\"");
    CHECK(Json("\b\f\r\x1f\x7f").dump() == "\"\\b\\f\\r\\u001f\x7f\"");
    const auto back = Json::parse(R"("\u00e9\ud83d\ude00\/\u0000")");
    REQUIRE(back);
    CHECK(back->string() == "é\xF0\x9F\x98\x80/\0"s);
}

TEST_CASE("members are found, replaced in place and added at the end") {
    auto json = Json::object({{"a", 1}, {"b", 2}});
    json.set("a", "one");
    json.set("c", nullptr);
    CHECK(json.dump() == R"({"a":"one","b":2,"c":null})");
    CHECK(json.has("c"));
    CHECK_FALSE(json.has("d"));
    CHECK(json["d"].is_null());
    CHECK(json.find("d") == nullptr);
    CHECK(json["a"]["deeper"].is_null());
}

TEST_CASE("a null becomes the container that is needed") {
    Json list, object;
    list.push(1);
    list.push("x");
    object.set("k", Json::array());
    CHECK(list.dump() == R"([1,"x"])");
    CHECK(object.dump() == R"({"k":[]})");
}

TEST_CASE("a reader of the wrong type gives the empty value") {
    const Json text("7");
    CHECK(text.integer() == 0);
    CHECK_FALSE(text.boolean());
    CHECK(text.items().empty());
    CHECK(text.members().empty());
    CHECK(Json(7).string().empty());
    CHECK(Json(7).is_int());
    CHECK(Json(true).is_bool());
    CHECK_FALSE(Json(true).is_int());
}

TEST_CASE("white space around a value is allowed") {
    const auto json = Json::parse(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n");
    REQUIRE(json);
    CHECK(json->dump() == R"({"a":[1,2]})");
}

TEST_CASE("what a signed header must not contain is refused") {
    const std::string refused[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'x'",
        "nul",
        "NaN",
        "01",
        "+1",
        "1.0",
        "1e2",
        "-",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        R"({"a":1,"a":2})",
        R"({"a":1,"b":{"c":1,"c":1}})",
        R"({"a":1,"\u0061":2})",
        "1 2",
        "{} x",
        "{}{}",
        "[1] // no",
        "/* no */ 1",
        "\"\xff\"",
        "\"\n\"",
        R"("\ud800")",
        R"("\udc00")",
        R"({"\udfff":1})",
        R"("\ud800\ud800")",
        R"("\x41")",
        "\xEF\xBB\xBF{}",
        "{}\0"s,
        "{}\0more"s,
    };
    for (const auto& text : refused) {
        CAPTURE(text);
        const auto json = Json::parse(text);
        REQUIRE_FALSE(json);
        CHECK(json.error().kind == ErrorKind::bad_data);
        CHECK_FALSE(json.error().message.empty());
    }
}

TEST_CASE("64 levels are read and the next one is refused") {
    CHECK(Json::parse(std::string(64, '[') + std::string(64, ']')));
    CHECK_FALSE(Json::parse(std::string(65, '[') + std::string(65, ']')));
    CHECK_FALSE(Json::parse(std::string(100000, '[')));
}

}  // namespace
}  // namespace dsupport
