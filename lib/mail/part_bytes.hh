// The bytes of one part inside the bytes of a mail, where the MIME library says where a part begins and no
// more.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dsupport {

/// From `start` to `end`, which is where the line end in front of a boundary begins; of a CRLF both belong to
/// the boundary (RFC 2046, 5.1.1), so that all copies of a mail have the same content.
std::string_view part_content(std::string_view mail, std::size_t start, std::size_t end);

/// What stands below the header with a field at `field`, up to the next line that is one of these boundaries.
std::string_view below_header(std::string_view mail, std::size_t field,
                              std::span<const std::string> boundaries);

/// What is below the line `begin 644 name`; nothing where there is no such line.
std::optional<std::string_view> uuencoded_lines(std::string_view content);

/// With LF line ends. CRs before an LF are a part of that line end, others are each a line end by themselves.
std::string lf_lines(std::string text);

}  // namespace dsupport
