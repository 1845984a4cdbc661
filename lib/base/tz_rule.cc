#include "lib/base/tz_rule.hh"

#include <algorithm>
#include <chrono>

namespace dsupport {

namespace {

constexpr std::int64_t kHourSeconds = 3600, kDaySeconds = 24 * kHourSeconds;

std::int64_t seconds_of(std::chrono::sys_days day) {
    return std::int64_t{day.time_since_epoch().count()} * kDaySeconds;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

/// Reads from the front of the text; every reader gives false, or nothing, when it does not fit.
class TzRuleReader {
  public:
    explicit TzRuleReader(std::string_view text) : text_(text) {}

    std::optional<TzRule> read() {
        TzRule out;
        std::int64_t west = 0;
        if (!name(out.standard_name_) || !time(west)) return std::nullopt;
        out.standard_s_ = -west;
        if (text_.empty()) return out;
        if (!name(out.summer_name_)) return std::nullopt;
        out.summer_s_ = out.standard_s_ + kHourSeconds;
        if (!text_.empty() && text_.front() != ',') {
            if (!time(west)) return std::nullopt;
            out.summer_s_ = -west;
        }
        out.begins_ = day();
        out.ends_ = day();
        if (!out.begins_ || !out.ends_ || !text_.empty()) return std::nullopt;
        return out;
    }

  private:
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }

    bool name(std::string& out) {
        const bool quoted = take('<');
        const auto inside = [&](char c) {
            return quoted ? c != '>' : (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        };
        while (!text_.empty() && inside(text_.front())) {
            out += text_.front();
            text_.remove_prefix(1);
        }
        return !out.empty() && (!quoted || take('>'));
    }

    bool number(int& out) {
        if (text_.empty() || !is_digit(text_.front())) return false;
        for (out = 0; !text_.empty() && is_digit(text_.front()); text_.remove_prefix(1)) {
            out = out * 10 + (text_.front() - '0');
            if (out > 999) return false;
        }
        return true;
    }

    /// `[+-]h[h][h][:mm[:ss]]`
    bool time(std::int64_t& out) {
        const bool minus = take('-');
        if (!minus) take('+');
        int hours = 0, minutes = 0, seconds = 0;
        if (!number(hours) || hours > 167) return false;
        if (take(':') && (!number(minutes) || minutes > 59)) return false;
        if (take(':') && (!number(seconds) || seconds > 59)) return false;
        out = hours * kHourSeconds + std::int64_t{minutes} * 60 + seconds;
        if (minus) out = -out;
        return true;
    }

    std::optional<TzRule::Day> day() {
        using Kind = TzRule::Day::Kind;
        TzRule::Day out;
        out.time_s = 2 * kHourSeconds;
        if (!take(',')) return std::nullopt;
        if (take('M')) {
            if (!number(out.month) || !take('.') || !number(out.week) || !take('.') || !number(out.number))
                return std::nullopt;
            if (out.month < 1 || out.month > 12 || out.week < 1 || out.week > 5 || out.number > 6)
                return std::nullopt;
        } else {
            out.kind = take('J') ? Kind::julian : Kind::ordinal;
            if (!number(out.number) || out.number > 365) return std::nullopt;
        }
        if (take('/') && !time(out.time_s)) return std::nullopt;
        return out;
    }

    std::string_view text_;
};

std::optional<TzRule> TzRule::parse(std::string_view text) {
    return TzRuleReader(text).read();
}

/// By the zone's own clock, as seconds since 1970 on it.
std::int64_t TzRule::Day::in(int year) const {
    using namespace std::chrono;
    const std::chrono::year y{year};
    if (kind == Kind::ordinal) return seconds_of(sys_days{y / January / 1} + days{number}) + time_s;
    if (kind == Kind::julian) {
        // 29 February is never counted.
        const bool after = y.is_leap() && number >= 60;
        return seconds_of(sys_days{y / January / 1} + days{number - 1 + (after ? 1 : 0)}) + time_s;
    }
    const std::chrono::month m{static_cast<unsigned>(month)};
    const weekday wanted{static_cast<unsigned>(number)};
    const sys_days found =
        week == 5 ? sys_days{y / m / wanted[last]} : sys_days{y / m / wanted[static_cast<unsigned>(week)]};
    return seconds_of(found) + time_s;
}

std::vector<ZoneShift> TzRule::changes(int first_year, int last_year) const {
    std::vector<ZoneShift> out;
    if (!begins_ || !ends_) return out;
    for (int year = first_year; year <= last_year; ++year) {
        out.push_back({begins_->in(year)-standard_s_, summer_s_, summer_name_});
        out.push_back({ends_->in(year)-summer_s_, standard_s_, standard_name_});
    }
    std::ranges::stable_sort(out, {}, &ZoneShift::from);
    return out;
}

}  // namespace dsupport
