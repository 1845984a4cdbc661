#include "lib/mail/secret_words.hh"

#include <doctest/doctest.h>

using namespace dsupport;

TEST_CASE("a secret does not come back in a server's words") {
    SecretWords secrets;
    secrets.add("hunter22");
    secrets.add("abc");  // too short to be one
    CHECK(secrets.clean("535 hunter22 is wrong, hunter22!") == "535 *** is wrong, ***!");
    CHECK(secrets.clean("abc\x1b[2J") == "abc\xEF\xBF\xBD[2J");
}

TEST_CASE("a server's words are cut between characters when there are too many") {
    const auto cut = SecretWords().clean(std::string(499, 'x') + "\xC3\xA4 and more");
    CHECK(cut == std::string(499, 'x') + "...");
}
