// Text forms of bytes: lower-case hex, Crockford base32 (most significant bit first), base64 (RFC 4648).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

using ByteView = std::span<const std::uint8_t>;
using Bytes = std::vector<std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes);

/// Fills `out` from exactly out.size() * 2 lower-case hex digits; false when text is anything else.
bool parse_hex(std::string_view text, std::span<std::uint8_t> out);

/// Crockford's alphabet (no I L O U), upper case, the last group filled up with zero bits at its end:
/// 16 bytes give 26 characters.
std::string to_base32(ByteView bytes);

/// Fills `out` from what to_base32 wrote, as a person typed it (see base32_digit); false when it is shorter
/// or longer, or has any other character.
bool parse_base32(std::string_view typed, std::span<std::uint8_t> out);

/// The digit a character stands for when a person typed it: any case, O as 0, I and L as 1; else nothing.
std::optional<char> base32_digit(char typed);

/// Base64 with padding, no line breaks.
std::string to_base64(ByteView bytes);

/// The bytes of base64 text; white space is skipped, any other stray character or a bad length is an error.
std::optional<Bytes> parse_base64(std::string_view text);

}  // namespace dsupport
