#include "cli/ui/fields.hh"

#include <doctest/doctest.h>

#include <array>

using namespace dsupport;

namespace {

constexpr std::array<std::string_view, 6> kKnown = {"code",       "subject", "requester", "requester.email",
                                                    "links.code", "at"};

Json ticket() {
    return Json::object(
        {{"code", "K7M-2QX"},
         {"subject", nullptr},
         {"requester", Json::object({{"email", "ada@client.org"}, {"n", 2}})},
         {"links", Json::array({Json::object({{"code", "A"}}), Json::object({{"code", "B"}})})},
         {"bulk", true}});
}

std::string text(const std::string& path) {
    return FieldPath(path).text(ticket());
}

std::string template_error(std::string_view source) {
    const auto parsed = Template::parse(source, kKnown);
    return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST_CASE("fields are found by path and shown as plain text") {
    CHECK(text("code") == "K7M-2QX");
    CHECK(text("subject").empty());
    CHECK(text("requester.email") == "ada@client.org");
    CHECK(text("requester.n") == "2");
    CHECK(text("requester") == R"({"email":"ada@client.org","n":2})");
    CHECK(text("links.code") == "A,B");
    CHECK(text("links") == R"({"code":"A"},{"code":"B"})");
    CHECK(text("bulk") == "true");
    CHECK(text("nothing.at.all").empty());
}

TEST_CASE("a path through a list gives a list of values") {
    CHECK(FieldPath("links.code").value(ticket()).dump() == R"(["A","B"])");
    CHECK(FieldPath("requester.email").value(ticket()) == Json("ada@client.org"));
    CHECK(FieldPath("nothing.at").value(ticket()).is_null());
}

TEST_CASE("names tell which fields are moments") {
    CHECK(FieldPath("updated_at").is_time());
    CHECK(FieldPath("call.at").is_time());
    CHECK(FieldPath("since").is_time());
    CHECK_FALSE(FieldPath("chat").is_time());
    CHECK_FALSE(FieldPath("at.code").is_time());
}

TEST_CASE("an unknown field is a usage error that names the nearest") {
    const auto near = find_field("sbject", kKnown);
    REQUIRE_FALSE(near);
    CHECK(near.error().kind == ErrorKind::usage);
    CHECK(near.error().message == "there is no field 'sbject'");
    CHECK(near.error().hint == "did you mean 'subject'?");
    CHECK(find_field("zzzzzz", kKnown).error().hint.starts_with("there are code, subject"));
    CHECK_FALSE(find_field("", kKnown));
}

TEST_CASE("a template has fields, text and escapes") {
    const auto parsed = Template::parse("{{{code}}} {  requester.email }\\t!\\n", kKnown);
    REQUIRE(parsed);
    const auto& pieces = parsed->pieces();
    REQUIRE(pieces.size() == 5);
    CHECK(pieces[0].text == "{");
    CHECK(pieces[1].field->name() == "code");
    CHECK(pieces[2].text == "} ");
    CHECK(pieces[3].field->name() == "requester.email");
    CHECK(pieces[4].text == "\t!\n");
}

TEST_CASE("a broken template is refused") {
    CHECK(template_error("{code") == "the template has a '{' without a '}'");
    CHECK(template_error("code}") == "the template has a '}' without a '{'");
    CHECK(template_error("{}") == "there is no field ''");
    CHECK(template_error("{cod}") == "there is no field 'cod'");
}
