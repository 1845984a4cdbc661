#include "lib/team/team.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

Person person(std::string name, std::string email, bool active = true) {
    Person out;
    out.name = std::move(name);
    out.email = std::move(email);
    out.active = active;
    return out;
}

Team team() {
    Team out;
    out.people[{"ada"}] = person("Ada Lovelace", "ada@example.org");
    out.people[{"bo"}] = person("Bo King", "Bo@example.org");
    out.people[{"mara"}] = person("Mara King", "mara@example.org");
    out.people[{"old"}] = person("Olga Old", "olga@example.org", false);
    out.natures = {"billing"};
    out.clients["acme"] = {"Acme Ltd", {"acme.com", "acme.co.uk"}, {"ceo@home.net"}};
    out.clients["acme-labs"] = {"", {"labs.acme.com"}, {}};
    return out;
}

std::string found(std::string_view typed, Among among = Among::active) {
    const auto result = find_person(team(), typed, among);
    if (result) return result->value;
    CHECK(result.error().kind == ErrorKind::unknown_person);
    return result.error().message + " / " + result.error().hint;
}

TEST_CASE("a person is found by handle, address, name or one word of a name") {
    for (const auto* typed : {"ada", "ADA", " ada ", "ada@example.org", "Ada Lovelace", "lovelace"})
        CHECK_MESSAGE(found(typed) == "ada", typed);
    CHECK(found("bo@EXAMPLE.org") == "bo");
    CHECK(found("old", Among::everyone) == "old");
}

TEST_CASE("a person who is not found is answered with what may have been meant") {
    CHECK(found("mra") == "no person matches 'mra' / did you mean 'mara'?");
    CHECK(found("king") == "'king' may be 'bo', 'mara' / use the handle");
    CHECK(found("xyzzy") == "no person matches 'xyzzy' / `dsupport team show` lists the people");
    CHECK(found("olga") ==
          "'old' is not active in the team any more / `dsupport team show` lists the people");
    CHECK(found("") == "no person is named / `dsupport team show` lists the people");
    CHECK(found("a\x1b[31m") ==
          "no person matches 'a\xEF\xBF\xBD[31m' / `dsupport team show` lists the people");
}

TEST_CASE("an address belongs to a person, active or not") {
    CHECK(person_of_address(team(), "OLGA@example.org") == PersonId{"old"});
    CHECK(!person_of_address(team(), "nobody@example.org"));
    CHECK(!person_of_address(team(), ""));
}

TEST_CASE("an address belongs to the client that names it, else to the one with the nearest domain") {
    const auto t = team();
    CHECK(t.client_of("x@acme.com") == "acme");
    CHECK(t.client_of("x@ACME.co.uk") == "acme");
    CHECK(t.client_of("x@mail.acme.com") == "acme");
    CHECK(t.client_of("x@labs.acme.com") == "acme-labs");
    CHECK(t.client_of("x@eu.labs.acme.com") == "acme-labs");
    CHECK(t.client_of("CEO@home.net") == "acme");
    CHECK(t.client_of("x@home.net").empty());
    CHECK(t.client_of("x@notacme.com").empty());
    CHECK(t.client_of("acme.com").empty());
}

TEST_CASE("a client is found by key or name") {
    CHECK(find_client(team(), "ACME") == "acme");
    CHECK(find_client(team(), "acme ltd") == "acme");
    const auto unknown = find_client(team(), "acmee");
    REQUIRE(!unknown);
    CHECK(unknown.error().kind == ErrorKind::usage);
    CHECK(unknown.error().hint == "did you mean 'acme'?");
    CHECK(!find_client(team(), ""));
}

TEST_CASE("natures are the four of every team and its own") {
    CHECK(find_nature(team(), "Technical") == "technical");
    CHECK(find_nature(team(), "billing") == "billing");
    CHECK(find_nature(team(), "bussiness").error().hint == "did you mean 'business'?");
    CHECK(find_nature(team(), "x").error().hint == "one of: technical, business, question, other, billing");
}

TEST_CASE("a person without a name is shown by handle") {
    auto t = team();
    t.people[{"zed"}] = {};
    CHECK(t.display_name({"zed"}) == "zed");
    CHECK(t.display_name({"ada"}) == "Ada Lovelace");
    CHECK(t.display_name({"gone"}) == "gone");
}

}  // namespace
}  // namespace dsupport
