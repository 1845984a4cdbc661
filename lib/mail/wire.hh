// What a mail must be before it may go over the wire. libcurl checks none of this.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dsupport {

/// Whether this is a bare `local@domain` that can stand in an SMTP command and in a header without quoting:
/// ASCII, no white space or control byte, none of `<>()[]\,;:"`, at most 254 bytes (RFC 5321, 4.5.3.1.3).
bool sendable_address(std::string_view address);

/// The text with every line end (CRLF, bare LF, bare CR) as CRLF. A dot after a bare LF would not be doubled
/// on the wire, and some servers take `LF . LF` for the end of a mail.
std::string crlf_lines(std::string_view text);

/// Bytes that a CRLF text has on the wire, where each line that starts with a dot gets a second one.
std::size_t dot_stuffed_size(std::string_view text);

}  // namespace dsupport
