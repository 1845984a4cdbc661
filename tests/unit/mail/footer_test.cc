#include "lib/mail/footer.hh"

#include <doctest/doctest.h>

#include <string>

#include "lib/ticket/bundle.hh"

using namespace dsupport;

namespace {

// As Google Groups writes it.
const std::string kFooter =
    "-- \nYou received this message because you are subscribed to the Google Groups \"Support\" group.\n"
    "To unsubscribe from this group and stop receiving emails from it, send an email to "
    "support+unsubscribe@example.org.\n";

}  // namespace

TEST_CASE("a group's footer is cut off with the empty lines in front of it") {
    CHECK(without_footer("Hello\n\n" + kFooter) == "Hello");
    CHECK(without_footer("Hello\n" + kFooter + "\n\n") == "Hello");
    CHECK(without_footer(kFooter).empty());
    CHECK(without_footer("Hello\n\n-- \nTo leave: mail to team+unsubscribe@lists.example.org\n") == "Hello");
}

TEST_CASE("several footers are cut off, and one that is quoted stays") {
    CHECK(without_footer("Hello\n\n" + kFooter + "\n" + kFooter) == "Hello");
    const std::string quoted =
        "> Hello\n> -- \n> You received this message because you are subscribed to x\n";
    CHECK(without_footer(quoted) == quoted);
}

TEST_CASE("a signature is no footer, and a footer has text above and nothing below") {
    for (const std::string text :
         {"Hello\n-- \nAnn\n", "Hello\nYou received this message because you are subscribed to x\n",
          "Hello\n-- \n\nYou received this message because you are subscribed to x\n"})
        CHECK(without_footer(text) == text);
    CHECK(without_footer("a\n" + kFooter + "\nb\n") == "a\n" + kFooter + "\nb\n");
    std::string long_block = "a\n-- \nYou received this message because you are subscribed to x\n";
    for (int i = 0; i < 12; ++i) long_block += "line\n";
    CHECK(without_footer(long_block) == long_block);
}

TEST_CASE("the words of an HTML text lose the same footer") {
    CHECK(words_without_footer(
              "Hello -- You received this message because you are subscribed to the x group.") == "Hello");
    CHECK(words_without_footer("Hello, you-- You received this message because you are subscribed to x") ==
          "Hello, you-- You received this message because you are subscribed to x");
    CHECK(words_without_footer("Hello") == "Hello");
}

TEST_CASE("plain lines behind base64 are told apart from damage inside it") {
    const std::string line(60, 'Q'), end = "Qg==\n";
    const std::string encoded = line + "\n" + line + "\n" + end;
    CHECK(split_base64(encoded).encoded == encoded);
    CHECK(split_base64(encoded).plain.empty());
    CHECK(split_base64(encoded + kFooter).encoded == encoded);
    CHECK(split_base64(encoded + kFooter).plain == kFooter);
    const std::string damaged = line + "\n" + "Q!Q\n" + line + "\n" + end;
    CHECK(split_base64(damaged).encoded == damaged);
    CHECK(split_base64("not base64!\n").encoded.empty());
    CHECK(split_base64("").encoded.empty());
}

TEST_CASE("a footer behind quoted-printable is not glued to a soft line end") {
    const auto content = "Gr=C3=BC=\n\n" + kFooter;
    const auto split = split_quoted_printable(content);
    CHECK(split.encoded == "Gr=C3=BC");
    CHECK(split.plain == kFooter);
    CHECK(split_quoted_printable("a=\nb").encoded == "a=\nb");
}

TEST_CASE("armour is taken out of a text with its lines, whatever a transport did to them") {
    const auto block = armour("some bytes");
    auto taken = take_armour("Hello\n" + block + "Bye\n");
    CHECK(taken.armours == std::vector<std::string>{"some bytes"});
    CHECK(taken.text == "Hello\n\nBye\n");
    std::string flowed;
    for (const char c : block) flowed += c == '\n' ? std::string(" \n ") : std::string(1, c);
    taken = take_armour("Hello " + flowed);
    CHECK(taken.armours == std::vector<std::string>{"some bytes"});
    CHECK(taken.text.starts_with("Hello "));
    CHECK(taken.text.find("DSUPPORT") == std::string::npos);
}

TEST_CASE("quoted armour and armour that is cut off stay in the text") {
    const std::string quoted =
        "> -----BEGIN DSUPPORT EVENTS v1-----\n> AAAA\n> -----END DSUPPORT EVENTS v1-----\n";
    CHECK(take_armour(quoted).text == quoted);
    CHECK(take_armour(quoted).armours.empty());
    const std::string begun = "-----BEGIN DSUPPORT EVENTS v1-----\nAAAA\n";
    CHECK(take_armour(begun).text == begun);
    const auto both = take_armour(begun + armour("x"));
    CHECK(both.armours == std::vector<std::string>{"x"});
    CHECK(both.text.starts_with(begun));
}
