// Times and durations as people write and read them. Whatever a person typed is echoed resolved, so the
// forms can be short: nothing here is guessed silently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/ui/zone.hh"
#include "lib/base/instant.hh"
#include "lib/base/result.hh"

namespace dsupport {

enum class TimeStyle { relative, local, iso };

/// `relative`, `local` or `iso`.
std::optional<TimeStyle> parse_time_style(std::string_view text);

/// `now`, `4 min ago`, `in 2 h`, `3 d ago`, `5 mo ago`, `2 y ago`.
std::string relative_time(Instant t, Instant now);

/// `Fri 27 Nov 17:00 GMT`; with the year when it is not that of `now`. Also the echo of a typed time.
std::string local_time(Instant t, Instant now, const Zone& zone);

std::string format_time(TimeStyle style, Instant t, Instant now, const Zone& zone);

/// `90s`, `4m`, `4 min`, `1h 30m`, `2 days`, `1w` in milliseconds: parse_duration() of lib/base/civil.hh with
/// spaces and spelt out units. `usage` with a hint for anything else, and for a bare number.
Result<std::int64_t> read_duration(std::string_view text);

/// Whether an incomplete time (`fri 17:00`, `9:40`) means the next such moment or the last one.
enum class Direction { future, past };

/// Reads a TIME: RFC 3339; `2026-11-24 09:00` or `2026-11-24` (own zone); `now`; `today`, `tomorrow`,
/// `yesterday`, a weekday, `24 dec` (also with a year), each with or without `17:00` or `5pm` (without: the
/// start of the day); `17:00`, `5pm`; `in 2h`, `2h ago`; `2h` for either, by the direction. `usage` with a
/// hint for anything else, and for a bare number, which could be anything.
Result<Instant> read_time(std::string_view text, Instant now, const Zone& zone,
                          Direction direction = Direction::future);

}  // namespace dsupport
