#include "lib/base/encoding.hh"

#include <array>

namespace dsupport {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto b : bytes) {
        out += kHex[b >> 4];
        out += kHex[b & 15];
    }
    return out;
}

bool parse_hex(std::string_view text, std::span<std::uint8_t> out) {
    if (text.size() != out.size() * 2) return false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

std::string to_base32(ByteView bytes) {
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (auto b : bytes) {
        buffer = (buffer << 8 | b) & 0xFFFU;
        for (bits += 8; bits >= 5; bits -= 5) out += kBase32[buffer >> (bits - 5) & 31];
    }
    if (bits > 0) out += kBase32[buffer << (5 - bits) & 31];
    return out;
}

bool parse_base32(std::string_view typed, std::span<std::uint8_t> out) {
    if (typed.size() != (out.size() * 8 + 4) / 5) return false;
    unsigned buffer = 0;
    int bits = 0;
    auto next = out.begin();
    for (const char c : typed) {
        const auto digit = base32_digit(c);
        if (!digit) return false;
        buffer = (buffer << 5 | static_cast<unsigned>(kBase32.find(*digit))) & 0xFFFU;
        bits += 5;
        if (bits < 8 || next == out.end()) continue;
        bits -= 8;
        *next++ = static_cast<std::uint8_t>(buffer >> bits & 0xFFU);
    }
    return true;
}

std::optional<char> base32_digit(char typed) {
    char c = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 'a' + 'A') : typed;
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (kBase32.find(c) == std::string_view::npos) return std::nullopt;
    return c;
}

std::string to_base64(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
        const unsigned group = static_cast<unsigned>(bytes[i]) << 16 |
                               (n > 1 ? static_cast<unsigned>(bytes[i + 1]) << 8 : 0U) |
                               (n > 2 ? static_cast<unsigned>(bytes[i + 2]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= n ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

std::optional<Bytes> parse_base64(std::string_view text) {
    static const auto kValues = [] {
        std::array<int, 256> v{};
        v.fill(-1);
        for (std::size_t i = 0; i < kBase64.size(); ++i)
            v[static_cast<unsigned char>(kBase64[i])] = static_cast<int>(i);
        return v;
    }();
    Bytes out;
    out.reserve(text.size() / 4 * 3);
    unsigned buffer = 0;
    int bits = 0, padding = 0;
    std::size_t digits = 0;
    for (char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const int value = kValues[static_cast<unsigned char>(c)];
        if (value < 0 || padding > 0) return std::nullopt;
        ++digits;
        buffer = (buffer << 6 | static_cast<unsigned>(value)) & 0xFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::uint8_t>(buffer >> bits & 0xFF));
        }
    }
    if ((digits + static_cast<std::size_t>(padding)) % 4 != 0 || padding > 2) return std::nullopt;
    return out;
}

}  // namespace dsupport
