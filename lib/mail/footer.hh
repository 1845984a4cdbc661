// What is cut off a text before it is hashed: the footer that a group puts on its copies, and the armour. The
// hash of a text names it in signed events, so what is cut is frozen with the log, and no rule looks at a
// setting: the sender's own copy and the copy of any group must come out alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

/// Without the group footers at the end of a text with LF line ends: a line `-- `, then a block of at most 12
/// lines, none empty, that either begins with `You received this message because you are subscribed to` or
/// names a `+unsubscribe@` address; behind it nothing but empty lines. Also several of them, since who
/// answers without quoting marks sends an older footer along. Without the empty lines in front of what is
/// cut.
std::string_view without_footer(std::string_view text);

/// The same for the words of an HTML text, in one line (lib/mail/html_text.hh).
std::string_view words_without_footer(std::string_view words);

/// The content of a part as it came, in two: what is encoded, and plain lines that a list manager put behind
/// it without regard to the encoding. In base64 these begin with the first line that cannot be base64 if no
/// full line of base64 follows, so that damage inside is not taken for one; in quoted-printable with a
/// footer.
struct EncodedText {
    std::string_view encoded;
    std::string_view plain;
};
EncodedText split_base64(std::string_view content);
EncodedText split_quoted_printable(std::string_view content);

struct WithoutArmour {
    std::string text;                  ///< the rest, lines that held only armour removed
    std::vector<std::string> armours;  ///< decoded, as find_armour gives them
};
WithoutArmour take_armour(std::string_view text);

}  // namespace dsupport
