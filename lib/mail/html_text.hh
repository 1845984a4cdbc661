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

/// From UTF-8; what the document says of its charset is not believed. Any input gives something.
HtmlText html_text(std::string_view html);

}  // namespace dsupport
