// Encoded words (RFC 2047) that a mail program has cut in the middle of a character. The MIME library decodes
// them well once they are put together.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

/// The value of a header field, in one line, in which neighbouring words in base64 and one charset are one
/// word with the bytes of all: each is decoded by itself, since each may end in padding, and what they say is
/// cut into characters behind that (against RFC 2047, 5, and yet common). What is no such word stays as it
/// is; neighbours in quoted-printable, too, which need no more than to stand beside each other.
std::string joined_words(std::string_view value);

}  // namespace dsupport
