// Times as people write them, before any time zone has a say: civil date-times and durations. Where a civil
// time becomes an instant, a TimeZones is passed in: the library itself knows no zone.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/instant.hh"

namespace dsupport {

/// What a wall clock and a calendar show, in seconds since 1970-01-01T00:00:00 on that same clock.
struct CivilTime {
    std::int64_t seconds = 0;
    auto operator<=>(const CivilTime&) const = default;

    /// Nothing when there is no such date or time (leap seconds included).
    static std::optional<CivilTime> make(int year, int month, int day, int hour = 0, int minute = 0,
                                         int second = 0);
    /// `2026-01-05T09:00:00`, the form of TOML's local date-time.
    std::string text() const;
    int year() const;
    /// Day of the month, 1 to 31.
    int day() const;
    /// The same day and time so many months later (or earlier); meant for days 1 to 28, others are cut to the
    /// month's last day.
    CivilTime plus_months(std::int64_t months) const;
};

/// The time zones of the world, as one machine knows them.
class TimeZones {
  public:
    virtual ~TimeZones() = default;
    /// Whether there is a zone of that name, for example "Europe/London".
    virtual bool known(std::string_view zone) const = 0;
    /// The instant a civil time stands for: one that is skipped becomes the instant of the transition, one
    /// that comes twice its first reading. An unknown zone counts as UTC.
    virtual Instant earliest(CivilTime civil, std::string_view zone) const = 0;
    /// What the clocks of the zone show at `t`. An unknown zone counts as UTC.
    virtual CivilTime local(Instant t, std::string_view zone) const = 0;
    /// The release of the data, such as `2026f`; `unknown` where it does not say.
    virtual const std::string& version() const = 0;
    /// The zone that a typing error most likely meant, or ""; a city alone is enough.
    virtual std::string nearest(std::string_view name) const = 0;
};

/// A length of time such as `90s`, `15m`, `1h30m`, `2d`, `1w`, in milliseconds; nothing for anything else,
/// for a bare number too.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// The shortest such text for a length of at least a second: `1h30m`, `2d`.
std::string duration_text(std::int64_t ms);

}  // namespace dsupport
