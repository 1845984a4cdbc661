#include "cli/ui/terminal.hh"

#include <doctest/doctest.h>

#include <map>

using namespace dsupport;

namespace {

Variable variables(std::map<std::string, std::string> values) {
    return [values = std::move(values)](std::string_view name) {
        const auto found = values.find(std::string(name));
        return found == values.end() ? std::string() : found->second;
    };
}

}  // namespace

TEST_CASE("colour is for terminals unless somebody says otherwise") {
    const auto none = variables({});
    CHECK(use_color(ColorMode::automatic, true, none));
    CHECK_FALSE(use_color(ColorMode::automatic, false, none));
    CHECK_FALSE(use_color(ColorMode::automatic, true, variables({{"NO_COLOR", "1"}})));
    CHECK_FALSE(use_color(ColorMode::automatic, true, variables({{"TERM", "dumb"}})));
    CHECK(use_color(ColorMode::always, false, variables({{"NO_COLOR", "1"}})));
    CHECK_FALSE(use_color(ColorMode::never, true, none));
    CHECK(parse_color_mode("always") == ColorMode::always);
    CHECK_FALSE(parse_color_mode("yes").has_value());
}

TEST_CASE("a tone is painted only with colour and only around text") {
    Terminal terminal;
    CHECK(terminal.paint(Tone::urgent, "critical") == "critical");
    terminal.color = true;
    CHECK(terminal.paint(Tone::urgent, "critical") == "\x1b[1;31mcritical\x1b[0m");
    CHECK(terminal.paint(Tone::plain, "normal") == "normal");
    CHECK(terminal.paint(Tone::urgent, "").empty());
}

TEST_CASE("the environment sets size and character set") {
    const auto terminal =
        real_terminal(variables({{"COLUMNS", "132"}, {"LINES", "x"}, {"LANG", "en_GB.UTF-8"}}));
    CHECK(terminal.width == 132);
    CHECK(terminal.height > 0);
    CHECK(terminal.utf8);
    CHECK_FALSE(real_terminal(variables({{"LC_ALL", "C"}, {"LANG", "en_GB.UTF-8"}})).utf8);
    CHECK(real_terminal(variables({{"LC_ALL", ""}, {"LC_CTYPE", "C.utf8"}})).utf8);
    CHECK_FALSE(real_terminal(variables({})).utf8);
}

TEST_CASE("lines have a limit only on a terminal") {
    Terminal terminal;
    CHECK(terminal.line_width() == 0);
    terminal.stdout_tty = true;
    CHECK(terminal.line_width() == 80);
}
