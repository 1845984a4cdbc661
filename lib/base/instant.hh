// A moment in time, in milliseconds since 1970-01-01T00:00:00Z, and its RFC 3339 form in UTC.
// Civil times and zones are not here: they belong to whoever talks to a person.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dsupport {

struct Instant {
    std::int64_t ms = 0;
    auto operator<=>(const Instant&) const = default;
};

inline Instant operator+(Instant t, std::int64_t ms) {
    return {t.ms + ms};
}
inline std::int64_t operator-(Instant a, Instant b) {
    return a.ms - b.ms;
}

inline constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

/// `2026-11-24T09:00:00Z`; with `millis`, `2026-11-24T09:00:00.123Z`.
std::string rfc3339(Instant t, bool millis = false);

/// Reads an RFC 3339 date-time with `Z` or a numeric offset; anything else gives nothing.
std::optional<Instant> parse_rfc3339(std::string_view text);

/// `Tue, 24 Nov 2026 09:00:00 +0000` (RFC 5322 date-time, always in UTC).
std::string rfc5322_date(Instant t);

}  // namespace dsupport
