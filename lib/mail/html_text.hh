// An HTML text as lines that a terminal can show. Over libxml2's push parser, so memory stays small beside
// the text itself and its own trees are never built; linked into the private module dsupport-mime only.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

struct HtmlText {
    /// LF line ends. Scripts, styles and the head are dropped; blocks make lines, quotes `> ` lines, list
    /// items
    /// `- ` lines; a link shows its address in `<>` where the text does not.
    std::string shown;
    /// All words of the text, each white space as one space, without addresses of links: what is hashed. It
    /// does not change when the look of `shown` does.
    std::string words;
};

/// The charset that a document names in a `meta` element in its first 1024 bytes; empty when it names none.
/// For bytes of which the mail does not say it. No answer is UTF-16 or UTF-32, in which the element could not
/// be read (HTML Standard, 13.2.3.2), and none is given for what is UTF-8 beyond ASCII: whoever converts a
/// mail leaves the element as it was.
std::string_view html_charset(std::string_view html);

/// From UTF-8; what the document says of its charset is not believed. Any input gives something.
HtmlText html_text(std::string_view html);

}  // namespace dsupport
