// What the program knows of its terminal, and how it shows emphasis. real_terminal() is the only place that
// asks the system; everything else takes this value, so tests can be any terminal.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dsupport {

enum class ColorMode { automatic, always, never };

/// What a piece of text is, not what it looks like. A tone only ever repeats what the words already say.
enum class Tone { plain, urgent, muted, good, warn, heading };

struct Terminal {
    bool stdin_tty = false;
    bool stdout_tty = false;
    bool stderr_tty = false;
    int width = 80;   ///< columns
    int height = 24;  ///< lines
    bool color = false;
    bool utf8 = false;

    /// The text with the colour of its tone, or as it is without colour.
    std::string paint(Tone tone, std::string_view text) const;
    /// Where lines must end: the width of the terminal, 0 (no limit) when stdout is something else.
    int line_width() const { return stdout_tty ? width : 0; }
};

/// The value of an environment variable; empty when it is not set.
using Variable = std::function<std::string(std::string_view name)>;

/// The terminal of file descriptors 0, 1 and 2. `variable` answers for TERM, NO_COLOR, COLUMNS, LINES,
/// LC_ALL, LC_CTYPE and LANG.
Terminal real_terminal(const Variable& variable);

/// Whether to write colours: `mode` as the user gave it; `automatic` means on a terminal that is not dumb,
/// and not when NO_COLOR is set to anything (no-color.org).
bool use_color(ColorMode mode, bool stdout_tty, const Variable& variable);

/// `auto`, `always` or `never`.
std::optional<ColorMode> parse_color_mode(std::string_view text);

}  // namespace dsupport
