#include "cli/messages.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

Team team() {
    Team out;
    out.people[{"ada"}] = {};
    out.people[{"ada"}].name = "Ada Lovelace";
    out.people[{"ada"}].email = "ada@example.org";
    return out;
}

std::string odd(const std::string& name, const std::string& address) {
    return odd_name({name, address}, team());
}

}  // namespace

TEST_CASE("a sender's name that looks like somebody else is marked") {
    CHECK(odd("Jo Client", "jo@client.example").empty());
    CHECK(odd("", "jo@client.example").empty());
    CHECK(odd("jo@client.example", "Jo@client.example").empty());
    CHECK(odd("ada@example.org", "jo@client.example") == "the name is an address, and not the sender's");
    CHECK(odd("ada＠example.org", "jo@client.example") == "the name is an address, and not the sender's");
    const std::string colleague = "the name is a colleague's, the address is not";
    CHECK(odd("Ada Lovelace", "ada@example.org").empty());
    CHECK(odd("ADA  lovelace", "jo@client.example") == colleague);
    CHECK(odd("Ada", "jo@client.example") == colleague);
    CHECK(odd("Ada\u200B Lovelace", "jo@client.example") == colleague);
    CHECK(odd("\u0410da Lovelace", "jo@client.example") == colleague);
    CHECK(odd("Jo \u0421lient", "jo@client.example") ==
          "the name mixes letters of alphabets that look alike");
}
