#include "cli/ui/detail.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

const Terminal kScreen{true, true, true, 40, 24, false, true};

std::string thread(const char* text, const Terminal& terminal = kScreen) {
    ThreadMessage message{2, "reply", "ada", "2 h ago", text, {}};
    const auto out = format_thread({&message, 1}, terminal);
    return out.substr(out.find('\n') + 1);
}

}  // namespace

TEST_CASE("labels are aligned, values wrapped, and empty ones left out") {
    const std::vector<LabelValue> rows = {
        {"requester", "Ada Lovelace <ada@client.org>, London"}, {"client", ""}, {"tags", "a\nb"}};
    CHECK(format_block(rows, kScreen) ==
          "requester  Ada Lovelace\n"
          "           <ada@client.org>, London\n"
          "tags       a\n"
          "           b\n");
    CHECK(format_block(rows, Terminal{}).starts_with("requester  Ada Lovelace <ada@client.org>, London\n"));
}

TEST_CASE("colour does not move the values") {
    auto colored = kScreen;
    colored.color = true;
    const std::vector<LabelValue> rows = {{"a", "x", Tone::urgent}, {"bb", "y"}};
    CHECK(format_block(rows, colored) ==
          "\x1b[2ma\x1b[0m   \x1b[1;31mx\x1b[0m\n"
          "\x1b[2mbb\x1b[0m  y\n");
}

TEST_CASE("a thread shows a header line, notes and text for each message") {
    const std::vector<ThreadMessage> messages = {
        {1, "call", "", "3 h ago", "Portal down", {"+44 20 7123 4567"}},
        {2, "reply", "ada", "2 h ago", "Looking.", {}}};
    CHECK(format_thread(messages, kScreen) ==
          "#1 call · 3 h ago\n"
          "+44 20 7123 4567\n"
          "    Portal down\n"
          "\n"
          "#2 reply by ada · 2 h ago\n"
          "    Looking.\n");
    CHECK(format_thread({messages.data() + 1, 1}, Terminal{}).starts_with("#2 reply by ada - 2 h ago\n"));
}

TEST_CASE("quoted lines keep their mark when wrapped") {
    CHECK(thread("> one two three four five six seven eight nine") ==
          "    > one two three four five six seven\n"
          "    > eight nine\n");
}

TEST_CASE("quoted lines are muted") {
    auto colored = kScreen;
    colored.color = true;
    CHECK(thread("yes\n> no", colored) == "    yes\n    \x1b[2m> no\x1b[0m\n");
}

TEST_CASE("text of a message cannot draw a header or command the terminal") {
    CHECK(thread("a\r\n#3 reply by bob\n\x1b[2Jb\tc") ==
          "    a\n"
          "    #3 reply by bob\n"
          "    \uFFFD[2Jb   c\n");
    ThreadMessage message{1, "mail", "x\n#2 reply by bob", "", "", {"to\x1b[0m"}};
    CHECK(format_thread({&message, 1}, kScreen) == "#1 mail by x\uFFFD#2 reply by bob\nto\uFFFD[0m\n");
}

TEST_CASE("absurdly deep quotes are still readable") {
    const auto out = thread(">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> deep");
    CHECK(out.find("deep\n") != std::string::npos);
}

TEST_CASE("empty lines have no spaces") {
    CHECK(thread("a\n\nb\n") == "    a\n\n    b\n");
}
