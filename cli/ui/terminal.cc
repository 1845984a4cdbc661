#include "cli/ui/terminal.hh"

#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr int kWidest = 10000;

std::string_view code_of(Tone tone) {
    switch (tone) {
        case Tone::urgent:
            return "\x1b[1;31m";
        case Tone::muted:
            return "\x1b[2m";
        case Tone::good:
            return "\x1b[32m";
        case Tone::warn:
            return "\x1b[33m";
        case Tone::heading:
            return "\x1b[1m";
        case Tone::plain:
            break;
    }
    return {};
}

/// Sets `value` when text is a sensible number of columns or lines.
void read_size(const std::string& text, int& value) {
    const auto number = parse_integer(text).value_or(0);
    if (number > 0 && number <= kWidest) value = static_cast<int>(number);
}

bool says_utf8(const Variable& variable) {
    for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = lower(variable(name));
        if (!value.empty())
            return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
    }
    return false;
}

}  // namespace

std::string Terminal::paint(Tone tone, std::string_view text) const {
    const auto code = code_of(tone);
    if (!color || code.empty() || text.empty()) return std::string(text);
    return std::string(code).append(text).append("\x1b[0m");
}

Terminal real_terminal(const Variable& variable) {
    Terminal terminal;
    terminal.stdin_tty = isatty(STDIN_FILENO) == 1;
    terminal.stdout_tty = isatty(STDOUT_FILENO) == 1;
    terminal.stderr_tty = isatty(STDERR_FILENO) == 1;
    winsize size{};
    if (terminal.stdout_tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        if (size.ws_col > 0) terminal.width = size.ws_col;
        if (size.ws_row > 0) terminal.height = size.ws_row;
    }
    read_size(variable("COLUMNS"), terminal.width);
    read_size(variable("LINES"), terminal.height);
    terminal.utf8 = says_utf8(variable);
    terminal.color = use_color(ColorMode::automatic, terminal.stdout_tty, variable);
    return terminal;
}

bool use_color(ColorMode mode, bool stdout_tty, const Variable& variable) {
    if (mode != ColorMode::automatic) return mode == ColorMode::always;
    return stdout_tty && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

std::optional<ColorMode> parse_color_mode(std::string_view text) {
    if (text == "auto") return ColorMode::automatic;
    if (text == "always") return ColorMode::always;
    if (text == "never") return ColorMode::never;
    return std::nullopt;
}

}  // namespace dsupport
