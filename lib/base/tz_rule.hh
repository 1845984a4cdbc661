// The yearly rule for changing clocks, as POSIX writes it in TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. It ends each
// file of the zone database and says what goes on after the last change that the file lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

/// What the clocks of a zone show from `from` on, until the next change.
struct ZoneShift {
    std::int64_t from = 0;      ///< seconds since 1970 in UTC
    std::int64_t offset_s = 0;  ///< east of UTC
    std::string abbreviation;   ///< `GMT`, `+0530`
};

/// POSIX.1 section 8.3 with the wider hours of RFC 8536 section 3.3.1 (-167 to 167).
class TzRule {
  public:
    /// Nothing for text that is no such rule.
    static std::optional<TzRule> parse(std::string_view text);

    /// The changes of the clocks in these years, in the order of time; none for a zone without any.
    std::vector<ZoneShift> changes(int first_year, int last_year) const;
    /// What a zone without changes shows for ever.
    ZoneShift standard() const { return {0, standard_s_, standard_name_}; }

  private:
    /// A day of the year and a time on it, by the clock that is about to change.
    struct Day {
        enum class Kind { month_week, julian, ordinal } kind = Kind::month_week;
        int month = 0, week = 0, number = 0;
        std::int64_t time_s = 0;
        std::int64_t in(int year) const;
    };
    friend class TzRuleReader;

    std::string standard_name_, summer_name_;
    std::int64_t standard_s_ = 0, summer_s_ = 0;
    std::optional<Day> begins_, ends_;
};

}  // namespace dsupport
