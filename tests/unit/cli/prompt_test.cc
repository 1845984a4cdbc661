#include "cli/ui/prompt.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

const Terminal kScreen{true, true, true, 80, 24, false, true};

struct Talk {
    StringInput input;
    StringOutput output;
    Prompt prompt;
    explicit Talk(const std::string& typed, const Terminal& terminal = kScreen, bool no_input = false)
        : input(typed), prompt(terminal, input, output, no_input) {}
};

}  // namespace

TEST_CASE("a question goes to stderr and its answer comes without spaces around it") {
    Talk talk("  Ada \n\n");
    CHECK(talk.prompt.line("caller> ", "a caller", "--from").value() == "Ada");
    CHECK(talk.prompt.line("caller> ", "a caller", "--from").value().empty());
    CHECK(talk.output.err_text == "caller> caller> ");
    CHECK(talk.output.out_text.empty());
}

TEST_CASE("the end of input gives up") {
    Talk talk("");
    CHECK(talk.prompt.line("caller> ", "a caller", "--from").error().kind == ErrorKind::gave_up);
    CHECK(talk.prompt.confirm("Sure?").error().kind == ErrorKind::gave_up);
}

TEST_CASE("without a terminal nothing is asked and the error names the flag") {
    auto piped = kScreen;
    piped.stdin_tty = false;
    auto redirected = kScreen;
    redirected.stderr_tty = false;
    for (const auto& [terminal, no_input] :
         {std::pair{piped, false}, std::pair{redirected, false}, std::pair{kScreen, true}}) {
        Talk talk("Ada\ny\n", terminal, no_input);
        CHECK_FALSE(talk.prompt.possible());
        const auto answer = talk.prompt.line("caller> ", "a caller", "--from");
        REQUIRE_FALSE(answer);
        CHECK(answer.error().kind == ErrorKind::usage);
        CHECK(answer.error().message == "a caller is missing");
        CHECK(answer.error().hint.ends_with("give --from"));
        CHECK(talk.prompt.confirm("Sure?").error().hint.ends_with("give --yes"));
        CHECK(talk.output.err_text.empty());
    }
}

TEST_CASE("only a clear yes confirms") {
    CHECK(Talk("y\n").prompt.confirm("Sure?").value());
    CHECK(Talk("YES\n").prompt.confirm("Sure?").value());
    CHECK_FALSE(Talk("n\n").prompt.confirm("Sure?").value());
    CHECK_FALSE(Talk("\n").prompt.confirm("Sure?").value());
    Talk talk("yep\ny\n");
    CHECK(talk.prompt.confirm("Sure?").value());
    CHECK(talk.output.err_text == "Sure? [y/N] Please answer y or n.\nSure? [y/N] ");
    CHECK(Talk("a\nb\nc\ny\n").prompt.confirm("Sure?").error().kind == ErrorKind::gave_up);
}

TEST_CASE("a key is taken without Enter and others are passed over") {
    Talk talk("?\x1b[BzTx");
    CHECK(talk.prompt.key("nature> ", "tb").error().kind == ErrorKind::gave_up);
    Talk other("?zTx");
    CHECK(other.prompt.key("nature> ", "tb").value() == 't');
    CHECK(other.output.err_text == "nature> t\n");
    CHECK(other.prompt.key("go on> ", "x").value() == 'x');
}
