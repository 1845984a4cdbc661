#include "cli/ui/zone.hh"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

bool is_zone_file(const std::string& path) {
    std::array<char, 4> magic{};
    std::ifstream file(path, std::ios::binary);
    return file.read(magic.data(), magic.size()) && std::string_view(magic.data(), 4) == "TZif";
}

}  // namespace

Instant Zone::moment(CivilTime wall) const {
    return moment(wall, Reading::first);
}

Instant Zone::last_moment(CivilTime wall) const {
    return moment(wall, Reading::last);
}

Instant Zone::moment(CivilTime wall, Reading reading) const {
    constexpr std::int64_t kAround = 2 * kDay / kSecond;
    const std::int64_t wanted = wall.seconds;
    const auto shown = [&](std::int64_t s) { return at({s * kSecond}).wall.seconds; };
    const auto before = wanted - at({(wanted - kAround) * kSecond}).offset_s;
    const auto after = wanted - at({(wanted + kAround) * kSecond}).offset_s;
    const auto early = std::min(before, after), late = std::max(before, after);
    const bool first = reading == Reading::first;
    for (const auto candidate : {first ? early : late, first ? late : early})
        if (shown(candidate) == wanted) return {candidate * kSecond};
    // The clocks skip it: the jump is the first moment that shows more.
    auto low = early - 1, high = late;
    while (high - low > 1) {
        const auto middle = low + (high - low) / 2;
        (shown(middle) < wanted ? low : high) = middle;
    }
    return {high * kSecond};
}

ZonedTime zone_time(Instant t) {
    const std::time_t seconds = (t.ms - (t.ms % kSecond + kSecond) % kSecond) / kSecond;
    std::tm tm{};
    localtime_r(&seconds, &tm);
    return {{seconds + tm.tm_gmtoff}, tm.tm_gmtoff, tm.tm_zone == nullptr ? "" : tm.tm_zone};
}

ZonedTime LocalZone::at(Instant t) const {
    static const bool kReady = [this] {
        if (!name_.empty()) setenv("TZ", name_.c_str(), 1);
        tzset();
        return true;
    }();
    (void)kReady;
    return zone_time(t);
}

Outcome check_zone_name(const std::string& name, const std::string& database) {
    if (name.empty() || name == "UTC") return {};
    const bool odd = name.front() == '/' || name.front() == ':' || name.find("..") != std::string::npos;
    if (!odd && is_zone_file(database + "/" + name)) return {};
    return fail(ErrorKind::config, "there is no time zone '" + printable(name) + "'",
                "a name of the zone database, for example Europe/London (timedatectl list-timezones)");
}

}  // namespace dsupport
