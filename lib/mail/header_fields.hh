// The header of a mail, or of a part or report inside one, cut into fields. Tolerant: what is no field is
// passed over. Values are as they came, still encoded; decoding is for whoever knows the field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

struct HeaderField {
    std::string_view name;  ///< into the bytes that were read
    std::string_view raw;   ///< what follows the colon, up to the line end of its last line

    bool is(std::string_view wanted) const;
    /// In one line: line ends dropped (RFC 5322, 2.2.3) and NULs, no white space at both ends.
    std::string value() const;
};

struct HeaderBlock {
    std::vector<HeaderField> fields;
    std::size_t size = 0;  ///< bytes, with the empty line that ends it
    /// Where the text begins: at `size`, or at the first line of it when no empty line was put before it.
    std::size_t text = 0;
    bool plain = false;  ///< nothing but fields, then an empty line: no two readers see it differently

    /// The first field of that name; nullptr when there is none.
    const HeaderField* first(std::string_view name) const;
    /// Its value, or "".
    std::string value(std::string_view name) const;
    std::vector<std::string> values(std::string_view name) const;
};

/// Some programs put it in front of all text, and so of the first field.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Whether that is the name of a field that mails have in general (RFC 5322, 3.6; RFC 2045, 3), and not one
/// that somebody invented or that is a word before a colon.
bool is_mail_field(std::string_view name);

/// Reads up to the first empty line. A mailbox's own `From ` line in front is passed over, and a byte order
/// mark. A line that is no field is text when no more field of a mail comes behind it.
HeaderBlock read_header(std::string_view bytes);

/// The mail as if its header had no other fields than those about its content: all that matters to whoever
/// takes its body apart. A header that is not plain stays whole; an empty line before the text is put in
/// where it is missing.
std::string with_content_fields(std::string_view bytes, const HeaderBlock& header);

/// Bytes before the empty line that ends the header: cheap, and looks no further than `limit`, above which it
/// gives nothing.
std::optional<std::size_t> header_size(std::string_view bytes, std::size_t limit);

}  // namespace dsupport
