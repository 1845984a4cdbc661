// Bytes of a mail as UTF-8, whatever charset they are said to be in. Nothing is lost: what is damaged or
// unknown is guessed, and the guess is reported.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

struct DecodedText {
    std::string text;      ///< valid UTF-8 without NUL and without a byte order mark
    bool guessed = false;  ///< the charset is unknown, or not all bytes are right in it
};

/// By the charset's name as the mail has it, in any case; empty stands for US-ASCII. Text that is said to be
/// ASCII, UTF-8 or something unknown keeps what is UTF-8 in it; other bytes are read as windows-1252, and the
/// five that it does not have become U+FFFD. ISO-8859-1 is read as windows-1252, as everybody does. UTF-7 is
/// left as the ASCII it looks like: decoding it has hidden markup and addresses from filters.
DecodedText to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace dsupport
