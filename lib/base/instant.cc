#include "lib/base/instant.hh"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace dsupport {
namespace {

struct Civil {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
    std::chrono::weekday weekday;
};

Civil civil(Instant t) {
    using namespace std::chrono;
    const sys_time<milliseconds> point{milliseconds{t.ms}};
    const auto day = floor<days>(point);
    return {year_month_day{day}, hh_mm_ss{point - day}, weekday{day}};
}

/// Reads exactly `digits` decimal digits at the front of text.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

/// Writes the last digits of the value before `end`. Every line of every list has times: this takes a
/// twentieth of what a general formatter does.
void put_number(std::string& out, std::size_t end, int digits, std::int64_t value) {
    for (; digits > 0; --digits, value /= 10) out[--end] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string rfc3339(Instant t, bool millis) {
    const auto c = civil(t);
    std::string out = millis ? "yyyy-mm-ddThh:mm:ss.mmmZ" : "yyyy-mm-ddThh:mm:ssZ";
    put_number(out, 4, 4, static_cast<int>(c.date.year()));
    put_number(out, 7, 2, static_cast<unsigned>(c.date.month()));
    put_number(out, 10, 2, static_cast<unsigned>(c.date.day()));
    put_number(out, 13, 2, c.time.hours().count());
    put_number(out, 16, 2, c.time.minutes().count());
    put_number(out, 19, 2, c.time.seconds().count());
    if (millis) put_number(out, 23, 3, c.time.subseconds().count());
    return out;
}

std::optional<Instant> parse_rfc3339(std::string_view s) {
    using namespace std::chrono;
    const auto y = take_number(s, 4);
    if (!y || !take(s, '-')) return std::nullopt;
    const auto m = take_number(s, 2);
    if (!m || !take(s, '-')) return std::nullopt;
    const auto d = take_number(s, 2);
    if (!d || s.empty() || (s.front() != 'T' && s.front() != 't' && s.front() != ' ')) return std::nullopt;
    s.remove_prefix(1);
    const auto hh = take_number(s, 2);
    if (!hh || !take(s, ':')) return std::nullopt;
    const auto mm = take_number(s, 2);
    if (!mm || !take(s, ':')) return std::nullopt;
    const auto ss = take_number(s, 2);
    if (!ss || *hh > 23 || *mm > 59 || *ss > 60) return std::nullopt;
    std::int64_t fraction = 0;
    if (take(s, '.')) {
        std::int64_t scale = 100;
        std::size_t n = 0;
        for (; !s.empty() && s.front() >= '0' && s.front() <= '9'; ++n, s.remove_prefix(1), scale /= 10)
            fraction += (s.front() - '0') * scale;
        if (n == 0) return std::nullopt;
    }
    std::int64_t offset = 0;
    if (!take(s, 'Z') && !take(s, 'z')) {
        if (s.empty() || (s.front() != '+' && s.front() != '-')) return std::nullopt;
        const int sign = s.front() == '-' ? -1 : 1;
        s.remove_prefix(1);
        const auto oh = take_number(s, 2);
        if (!oh || !take(s, ':')) return std::nullopt;
        const auto om = take_number(s, 2);
        if (!om || *oh > 23 || *om > 59) return std::nullopt;
        offset = sign * (*oh * kHour + *om * kMinute);
    }
    if (!s.empty()) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    const auto day_ms = duration_cast<milliseconds>(sys_days{date}.time_since_epoch()).count();
    return Instant{day_ms + *hh * kHour + *mm * kMinute + *ss * kSecond + fraction - offset};
}

std::string rfc5322_date(Instant t) {
    static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto c = civil(t);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays.at(c.weekday.c_encoding()),
                       static_cast<unsigned>(c.date.day()),
                       kMonths.at(static_cast<unsigned>(c.date.month()) - 1), static_cast<int>(c.date.year()),
                       c.time.hours().count(), c.time.minutes().count(), c.time.seconds().count());
}

}  // namespace dsupport
