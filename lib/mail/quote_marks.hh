// How mail programs mark what is not new in a mail, in the languages that people write.
#pragma once

#include <span>
#include <string_view>

namespace dsupport {

bool quote_line(std::string_view line);
/// Nothing but hyphens, underscores and the like.
bool delimiter_line(std::string_view line);
/// `Sent from my phone`, `Envoyé de mon iPhone`.
bool mobile_line(std::string_view line);

/// How many lines at the front say who wrote what follows, and when: `On Monday, Ann <ann@example.org>
/// wrote:`, which may be broken into several lines. 0 when they do not.
std::size_t intro_lines(std::span<const std::string_view> lines);

/// Whether an earlier mail begins here with its header (`From: ... Sent: ... To: ...`) or a line such as
/// `-----Original Message-----`.
bool mail_begins(std::span<const std::string_view> lines);

}  // namespace dsupport
