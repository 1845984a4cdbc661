#include "lib/base/civil.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace dsupport {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDaySeconds = kDay / kSecond;

std::int64_t day_number(CivilTime t) {
    const auto rest = ((t.seconds % kDaySeconds) + kDaySeconds) % kDaySeconds;
    return (t.seconds - rest) / kDaySeconds;
}

year_month_day date_of(CivilTime t) {
    return sys_days{days{day_number(t)}};
}

struct Unit {
    char letter;
    std::int64_t ms;
};
constexpr std::array<Unit, 5> kUnits = {
    {{'w', 7 * kDay}, {'d', kDay}, {'h', kHour}, {'m', kMinute}, {'s', kSecond}}};

}  // namespace

std::optional<CivilTime> CivilTime::make(int year, int month, int day, int hour, int minute, int second) {
    const auto in = [](int value, int least, int most) { return value >= least && value <= most; };
    if (!in(year, 1, 9999) || !in(month, 1, 12) || !in(day, 1, 31)) return std::nullopt;
    if (!in(hour, 0, 23) || !in(minute, 0, 59) || !in(second, 0, 59)) return std::nullopt;
    const year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    const std::int64_t number = sys_days{date}.time_since_epoch().count();
    return CivilTime{number * kDaySeconds + (hour * 60 + minute) * 60L + second};
}

std::string CivilTime::text() const {
    const auto date = date_of(*this);
    const auto rest = seconds - day_number(*this) * kDaySeconds;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3600,
                       rest / 60 % 60, rest % 60);
}

int CivilTime::year() const {
    return static_cast<int>(date_of(*this).year());
}

int CivilTime::day() const {
    return static_cast<int>(static_cast<unsigned>(date_of(*this).day()));
}

CivilTime CivilTime::plus_months(std::int64_t months) const {
    const auto date = date_of(*this);
    const auto month = std::chrono::year_month{date.year(), date.month()} + std::chrono::months{months};
    const auto last = (month / std::chrono::last).day();
    const sys_days moved{month / std::min(date.day(), last)};
    const auto rest = seconds - day_number(*this) * kDaySeconds;
    return {std::int64_t{moved.time_since_epoch().count()} * kDaySeconds + rest};
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
    constexpr std::int64_t kMost = 36600 * kDay;
    std::int64_t total = 0;
    auto unit = kUnits.begin();
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::int64_t number = 0;
        std::size_t digits = 0;
        for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
            number = number * 10 + (text[digits] - '0');
            if (number > kMost) return std::nullopt;
        }
        if (digits == 0 || digits == text.size()) return std::nullopt;
        // Each unit once, in falling order: "30m1h" is more likely a slip than a wish.
        unit = std::find_if(unit, kUnits.end(), [&](const Unit& u) { return u.letter == text[digits]; });
        if (unit == kUnits.end() || number > kMost / unit->ms) return std::nullopt;
        total += number * unit->ms;
        ++unit;
        text.remove_prefix(digits + 1);
    }
    return total <= kMost ? std::optional(total) : std::nullopt;
}

std::string duration_text(std::int64_t ms) {
    std::string out;
    for (const auto& unit : kUnits) {
        if (unit.letter == 'w' && ms % unit.ms != 0) continue;
        if (ms >= unit.ms) out += std::to_string(ms / unit.ms) + unit.letter;
        ms %= unit.ms;
    }
    return out.empty() ? "0s" : out;
}

}  // namespace dsupport
