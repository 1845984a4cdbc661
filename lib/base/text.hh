// Small rules about text that more than one layer needs. Text is UTF-8 in std::string.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

bool valid_utf8(std::string_view text);
/// Each byte that is not part of valid UTF-8 becomes U+FFFD.
std::string as_utf8(std::string_view text);

/// Without white space (space, tab, CR, LF) at both ends.
std::string_view trim(std::string_view text);

/// Lines without their LF or CRLF; a final line end does not make an empty last line.
std::vector<std::string_view> lines(std::string_view text);

std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(std::span<const std::string> parts, std::string_view separator);

/// ASCII letters to lower case; other bytes as they are.
std::string lower(std::string_view text);
/// For comparing what people typed: UTF-8 with its case folded and accents composed (Unicode's full case
/// folding, NFC); text that is not UTF-8 as lower() gives it.
std::string fold_case(std::string_view text);

bool starts_with_no_case(std::string_view text, std::string_view prefix);
bool equal_no_case(std::string_view a, std::string_view b);

/// A decimal number that fits, with nothing before or behind it but a minus sign.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// What a terminal or a mail header may be shown of foreign text: C0, C1, DEL, bidirectional controls and
/// invalid UTF-8 become U+FFFD; tab and, when `multi_line`, LF stay; CR is dropped before LF.
std::string printable(std::string_view text, bool multi_line = false);

/// Bytes to insert, drop, change or swap with the next, for suggestions after a typing error.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that a typing error most likely meant, or "" when none is near enough.
std::string_view nearest(std::string_view typed, std::span<const std::string_view> candidates);

/// A subject without `Re:`, `Fwd:` and what other languages have for them at its front, the group's prefix
/// there, and the `[K7M-2QX]` tag at its end: what all mails of a thread have in common.
std::string base_subject(std::string_view subject, std::string_view group_prefix = {});

}  // namespace dsupport
