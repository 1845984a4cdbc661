#include "cli/ui/time.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr auto kTimeHint = "for example '2026-11-24 09:00', 'tomorrow 9:00', 'fri 17:00', '24 dec', 'in 2h'";
constexpr std::int64_t kMonth = 30 * kDay, kYear = 365 * kDay, kDaySeconds = kDay / kSecond;

/// Days since 1970-01-01 on that wall.
std::int64_t day_number(CivilTime wall) {
    const auto rest = (wall.seconds % kDaySeconds + kDaySeconds) % kDaySeconds;
    return (wall.seconds - rest) / kDaySeconds;
}

/// 0 for Sunday; 1970-01-01 was a Thursday.
int weekday_of(CivilTime wall) {
    return static_cast<int>(((day_number(wall) + 4) % 7 + 7) % 7);
}

bool letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool all_digits(std::string_view s) {
    return !s.empty() && std::ranges::all_of(s, digit);
}

/// A number of at most nine digits at the front of text, taken off it.
std::optional<int> take_number(std::string_view& text) {
    std::size_t n = 0;
    int value = 0;
    for (; n < text.size() && digit(text[n]); ++n) {
        if (n == 9) return std::nullopt;
        value = value * 10 + (text[n] - '0');
    }
    if (n == 0) return std::nullopt;
    text.remove_prefix(n);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// The letter of a unit that is spelt out; 0 for another word.
char unit_letter(std::string_view word) {
    static constexpr std::array<std::string_view, 5> kUnits = {"seconds", "minutes", "hours", "days",
                                                               "weeks"};
    if (word == "hr" || word == "hrs") return 'h';
    if (word == "mins") return 'm';
    for (const auto unit : kUnits)
        if (unit.starts_with(word)) return unit.front();
    return 0;
}

/// `2026-11-24`, taken off the front of text.
std::optional<CivilTime> take_date(std::string_view& text) {
    const auto year = take_number(text);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_number(text);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_number(text);
    if (!day || *year < 1900) return std::nullopt;
    return CivilTime::make(*year, *month, *day);
}

/// Seconds since midnight from `9:00`, `09:00` or `09:00:30`.
std::optional<std::int64_t> clock_seconds(std::string_view text) {
    const auto hour = take_number(text);
    if (!hour || *hour > 23 || !take(text, ':') || text.size() < 2 || !digit(text[1])) return std::nullopt;
    const auto minute = take_number(text);
    if (!minute || *minute > 59) return std::nullopt;
    std::optional<int> second = 0;
    if (take(text, ':')) second = take_number(text);
    if (!second || *second > 59 || !text.empty()) return std::nullopt;
    return *hour * 3600 + *minute * 60 + *second;
}

/// Seconds since midnight from `9am`, `9:30 pm`, or what clock_seconds takes.
std::optional<std::int64_t> time_of_day(std::string_view text) {
    const bool am = text.ends_with("am"), pm = text.ends_with("pm");
    if (!am && !pm) return clock_seconds(text);
    text = trim(text.substr(0, text.size() - 2));
    const auto clock = text.find(':') == std::string_view::npos ? clock_seconds(std::string(text) + ":00")
                                                                : clock_seconds(text);
    constexpr std::int64_t kHalf = kDaySeconds / 2;
    if (!clock || *clock < 3600 || *clock >= kHalf + 3600) return std::nullopt;
    return *clock % kHalf + (pm ? kHalf : 0);
}

/// 1 for January from `jan` to `january`; nothing for another word.
std::optional<int> month(std::string_view word) {
    static constexpr std::array<std::string_view, 12> kNames = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    if (word.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (kNames.at(i).starts_with(word)) return static_cast<int>(i) + 1;
    return std::nullopt;
}

/// `24 dec`, `dec 24` or `24 dec 2026`, taken off the front of words; without a year, the next or last such
/// day.
std::optional<CivilTime> take_day_of_month(std::vector<std::string_view>& words, Instant now,
                                           const Zone& zone, Direction direction) {
    if (words.size() < 2) return std::nullopt;
    const bool day_first = digit(words[0].front());
    const auto day = parse_integer(words[day_first ? 0 : 1]);
    const auto in = month(words[day_first ? 1 : 0]);
    if (!in || !day || *day < 1 || *day > 31) return std::nullopt;
    words.erase(words.begin(), words.begin() + 2);
    const auto on = [&](std::int64_t year) {
        return CivilTime::make(static_cast<int>(year), *in, static_cast<int>(*day));
    };
    if (!words.empty() && words.front().size() == 4 && all_digits(words.front())) {
        const auto year = *parse_integer(words.front());
        words.erase(words.begin());
        return on(year);
    }
    const auto here = zone.at(now).wall;
    const CivilTime today{day_number(here) * kDaySeconds};
    const bool future = direction == Direction::future;
    // 29 Feb is at most eight years away.
    for (int i = 0; i <= 8; ++i) {
        const auto found = on(here.year() + (future ? i : -i));
        if (found && (future ? found->seconds >= today.seconds : found->seconds <= today.seconds))
            return found;
    }
    return std::nullopt;
}

/// 0 for Sunday from `sun` to `sunday`; nothing for another word.
std::optional<int> weekday(std::string_view word) {
    if (word.size() < 3) return std::nullopt;
    for (std::size_t i = 0; i < kWeekdays.size(); ++i)
        if (kWeekdays.at(i).starts_with(word)) return static_cast<int>(i);
    return std::nullopt;
}

/// What a clock time on a day means. Of one that the clocks show twice, the reading on the wanted side of
/// now, else the earlier one.
Instant reading(CivilTime wall, Instant now, const Zone& zone, Direction direction) {
    const auto first = zone.moment(wall), last = zone.last_moment(wall);
    const bool wanted = direction == Direction::future ? first <= now && last > now : last <= now;
    return wanted ? last : first;
}

/// The first (or last) of the days `step` apart around `wall` whose moment is after (or not after) now.
Instant nearest_day(CivilTime wall, int step, Instant now, const Zone& zone, Direction direction) {
    const bool future = direction == Direction::future;
    Instant t = reading(wall, now, zone, direction);
    // The start is at most one step on the wrong side; one step more is for a day that the zone skipped.
    for (int i = 0; i < 3 && (future ? t <= now : t > now); ++i) {
        wall.seconds += (future ? step : -step) * kDaySeconds;
        t = reading(wall, now, zone, direction);
    }
    return t;
}

/// `today`, `tomorrow`, `yesterday`, a weekday or nothing, then a time of day or nothing.
std::optional<Instant> named_day(std::string_view text, Instant now, const Zone& zone, Direction direction) {
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    const auto here = zone.at(now).wall;
    const CivilTime today{day_number(here) * kDaySeconds};
    if (const auto clock = time_of_day(text))
        return nearest_day({today.seconds + *clock}, 1, now, zone, direction);
    std::int64_t clock = 0;
    if (space != std::string_view::npos) {
        const auto given = time_of_day(trim(text.substr(space)));
        if (!given) return std::nullopt;
        clock = *given;
    }
    const auto on = [&](std::int64_t days) { return CivilTime{today.seconds + days * kDaySeconds + clock}; };
    if (word == "today") return reading(on(0), now, zone, direction);
    if (word == "tomorrow") return zone.moment(on(1));
    if (word == "yesterday") return zone.moment(on(-1));
    const auto day = weekday(word);
    if (!day) return std::nullopt;
    const int ahead = (*day - weekday_of(here) + 7) % 7;
    return nearest_day(on(direction == Direction::future || ahead == 0 ? ahead : ahead - 7), 7, now, zone,
                       direction);
}

/// `24 dec`, with or without a year and a time of day.
std::optional<Instant> day_of_month(std::string_view text, Instant now, const Zone& zone,
                                    Direction direction) {
    std::vector<std::string_view> words;
    for (const auto word : split(text, ' '))
        if (!word.empty()) words.push_back(word);
    const auto day = take_day_of_month(words, now, zone, direction);
    if (!day) return std::nullopt;
    std::string rest;
    for (const auto word : words) rest += word;
    if (rest.empty()) return zone.moment(*day);
    const auto clock = time_of_day(rest);
    return clock ? std::optional(zone.moment({day->seconds + *clock})) : std::nullopt;
}

}  // namespace

std::optional<TimeStyle> parse_time_style(std::string_view text) {
    if (text == "relative") return TimeStyle::relative;
    if (text == "local") return TimeStyle::local;
    if (text == "iso") return TimeStyle::iso;
    return std::nullopt;
}

std::string relative_time(Instant t, Instant now) {
    const std::int64_t span = std::abs(t - now);
    if (span < kMinute) return "now";
    std::string text;
    if (span < kHour)
        text = fmt::format("{} min", span / kMinute);
    else if (span < kDay)
        text = fmt::format("{} h", span / kHour);
    else if (span < kMonth)
        text = fmt::format("{} d", span / kDay);
    else if (span < kYear)
        text = fmt::format("{} mo", span / kMonth);
    else
        text = fmt::format("{} y", span / kYear);
    return t < now ? text + " ago" : "in " + text;
}

std::string local_time(Instant t, Instant now, const Zone& zone) {
    const ZonedTime shown = zone.at(t);
    const auto text = shown.wall.text();
    auto day = std::string(kWeekdays.at(static_cast<std::size_t>(weekday_of(shown.wall))).substr(0, 3));
    day[0] = static_cast<char>(day[0] - 'a' + 'A');
    const auto month = kMonths.at(static_cast<std::size_t>((text[5] - '0') * 10 + text[6] - '0' - 1));
    const auto year =
        shown.wall.year() == zone.at(now).wall.year() ? "" : fmt::format(" {}", shown.wall.year());
    return fmt::format("{} {} {}{} {} {}", day, shown.wall.day(), month, year, text.substr(11, 5),
                       shown.abbreviation);
}

std::string format_time(TimeStyle style, Instant t, Instant now, const Zone& zone) {
    switch (style) {
        case TimeStyle::relative:
            return relative_time(t, now);
        case TimeStyle::local:
            return local_time(t, now, zone);
        case TimeStyle::iso:
            break;
    }
    return rfc3339(t);
}

Result<std::int64_t> read_duration(std::string_view typed) {
    const auto words = lower(trim(typed));
    const auto shown = printable(trim(typed));
    if (all_digits(words))
        return fail(ErrorKind::usage, "'" + shown + "' has no unit",
                    "seconds, minutes, hours or days: " + shown + "s, " + shown + "m, " + shown + "h, " +
                        shown + "d");
    std::string exact;
    for (std::size_t i = 0; i < words.size();) {
        std::size_t end = i;
        while (end < words.size() && letter(words[end])) ++end;
        if (end == i) {
            // A space between two digits stays, so that "1 0m" is no duration.
            const bool splits =
                !exact.empty() && digit(exact.back()) && i + 1 < words.size() && digit(words[i + 1]);
            if (words[i] != ' ' || splits) exact += words[i];
            ++i;
            continue;
        }
        exact += unit_letter(std::string_view(words).substr(i, end - i));
        i = end;
    }
    if (const auto ms = parse_duration(exact)) return *ms;
    return fail(ErrorKind::usage, "'" + shown + "' is not a duration", "for example 90s, 4m, 1h30m, 2d");
}

Result<Instant> read_time(std::string_view typed, Instant now, const Zone& zone, Direction direction) {
    const auto trimmed = trim(typed);
    if (const auto exact = parse_rfc3339(trimmed)) return *exact;
    const auto text = lower(trimmed);
    const auto shown = printable(trimmed);
    if (text == "now") return now;
    if (all_digits(text))
        return fail(ErrorKind::usage, "'" + shown + "' could be any time",
                    "write a clock time or a unit: 'today 17:00', 'in 17min'");
    if (text.starts_with("in ")) {
        DS_TRY(const auto span, read_duration(std::string_view(text).substr(3)));
        return now + span;
    }
    if (text.ends_with(" ago")) {
        DS_TRY(const auto span, read_duration(std::string_view(text).substr(0, text.size() - 4)));
        return now + -span;
    }
    std::string_view rest = text;
    if (const auto date = take_date(rest)) {
        if (rest.empty()) return zone.moment(*date);
        const auto clock = take(rest, ' ') || take(rest, 't') ? time_of_day(trim(rest)) : std::nullopt;
        if (clock) return zone.moment({date->seconds + *clock});
    } else if (const auto day = named_day(text, now, zone, direction)) {
        return *day;
    } else if (const auto moment = day_of_month(text, now, zone, direction)) {
        return *moment;
    } else if (const auto span = read_duration(text)) {
        // `2h` alone means what `in 2h` or `2h ago` says, by where the time lies.
        return now + (direction == Direction::future ? *span : -*span);
    }
    return fail(ErrorKind::usage, "'" + shown + "' is not a time", kTimeHint);
}

}  // namespace dsupport
