#include "cli/typed_text.hh"

#include <doctest/doctest.h>

#include "cli/commands.hh"

using namespace dsupport;

namespace {

std::string again(const char* command, const std::vector<std::string>& rest) {
    return retry_line(*find_command(command), rest);
}

}  // namespace

TEST_CASE("the command that goes on with a draft is the one that was typed, without its text") {
    CHECK(again("note", {"K7M-2QX", "-m", "two words"}) == "dsupport note K7M-2QX");
    CHECK(again("note", {"-mtext", "K7M-2QX", "--ack"}) == "dsupport note K7M-2QX --ack");
    CHECK(again("close", {"@", "--as", "fixed", "--message=done"}) == "dsupport close @ --as fixed");
    CHECK(again("close", {"@", "-qm", "done", "--as=fixed"}) == "dsupport close @ -q --as=fixed");
    CHECK(again("escalate", {"--to", "mara lee", "--recover", "/d/x", "@"}) ==
          "dsupport escalate --to 'mara lee' @");
    CHECK(again("note", {"@", "--", "-m"}) == "dsupport note @ -- -m");
}

TEST_CASE("the subject of a call is part of its draft") {
    CHECK(again("log", {"-s", "Portal down", "--phone", "+44 20"}) == "dsupport log --phone '+44 20'");
    CHECK(again("log", {"--resume", "--urgency", "high"}) == "dsupport log --urgency high");
    CHECK(again("edit", {"@", "-s", "x"}) == "dsupport edit @ -s x");
}
