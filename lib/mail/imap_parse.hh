// One complete IMAP response, taken apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/imap_reader.hh"

namespace dsupport {

/// Whether `line`, the first of a response, is free text up to its end, in which `{5}` means nothing.
bool is_text_response(std::string_view line);

/// The length if `line` ends with the announcement of a literal: `{310}`.
std::optional<std::uint64_t> announced_literal(std::string_view line);

/// `text` is the response without its final CR LF; each literal is replaced by its announcement and CR LF,
/// and the n-th of `literals` has its bytes. bad_data when it is no response.
Result<ImapResponse> parse_response(std::string_view text, std::vector<std::string> literals,
                                    const ImapLimits& limits);

}  // namespace dsupport
