// Fixed-size byte strings (ids, hashes, keys), each a type of its own so that one cannot stand for another.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/encoding.hh"

namespace dsupport {

/// N bytes that mean Tag. Ordered as unsigned bytes, which is also the order of their hex form.
template <std::size_t N, class Tag>
struct FixedBytes {
    static constexpr std::size_t kSize = N;
    std::array<std::uint8_t, N> bytes{};

    auto operator<=>(const FixedBytes&) const = default;
    std::span<const std::uint8_t> view() const { return bytes; }
    std::string hex() const { return to_hex(bytes); }
    bool zero() const { return *this == FixedBytes{}; }

    /// From exactly 2 * N lower-case hex digits; anything else gives nothing.
    static std::optional<FixedBytes> from_hex(std::string_view text) {
        FixedBytes out;
        if (!parse_hex(text, out.bytes)) return std::nullopt;
        return out;
    }
    /// From exactly N raw bytes.
    static std::optional<FixedBytes> from_bytes(std::span<const std::uint8_t> raw) {
        if (raw.size() != N) return std::nullopt;
        FixedBytes out;
        std::copy(raw.begin(), raw.end(), out.bytes.begin());
        return out;
    }
};

}  // namespace dsupport

template <std::size_t N, class Tag>
struct std::hash<dsupport::FixedBytes<N, Tag>> {
    std::size_t operator()(const dsupport::FixedBytes<N, Tag>& b) const noexcept {
        // The content is a hash or a key already: its first bytes are as good as any mix of them.
        constexpr auto kUsed = std::min(N, sizeof(std::size_t));
        std::size_t h = 0;
        for (std::size_t i = 0; i < kUsed; ++i) h = h << 8 | b.bytes[i];
        return h;
    }
};
