// How wide text is on a terminal: wide (CJK, emoji) characters take two columns, combining marks none.
// Text here is already printable() and one line; a cut never separates a mark from its letter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

/// Columns the text takes. A byte that is not UTF-8 counts as one.
int display_width(std::string_view text);

/// The text itself when it fits into `width` columns, else its front with an ellipsis (`…`, or `...` when
/// the terminal has no UTF-8), together at most `width` columns.
std::string cut(std::string_view text, int width, bool utf8 = true);

/// Filled with spaces on the right to `width` columns; never cut.
std::string pad(std::string_view text, int width);

/// Broken at spaces into lines of at most `width` columns; a longer word is broken inside. Leading spaces of
/// the text stay. At least one line, also for no text; a width of 0 breaks nothing.
std::vector<std::string> wrap(std::string_view text, int width);

/// A text that begins in this column of a line, its further lines below its beginning: wrapped, so that none
/// is longer than `width` columns.
std::string wrap_from(int column, std::string_view text, int width);

}  // namespace dsupport
