#include "lib/rota/turns.hh"

#include <algorithm>
#include <array>
#include <numeric>

namespace dsupport {
namespace {

std::int64_t nominal_ms(const Turn& turn) {
    constexpr std::int64_t kMonth = 2'629'746 * kSecond;  // a twelfth of the mean year
    constexpr std::array<std::int64_t, 4> kUnits = {kHour, kDay, 7 * kDay, kMonth};
    return kUnits.at(static_cast<std::size_t>(turn.unit)) * turn.count;
}

}  // namespace

CivilTime turn_civil(const Ring& ring, std::int64_t k) {
    if (ring.every.unit == Turn::Unit::month) return ring.from.plus_months(k * ring.every.count);
    return {ring.from.seconds + k * (nominal_ms(ring.every) / kSecond)};
}

Instant turn_start(const Ring& ring, std::int64_t k, const TimeZones& zones) {
    return zones.earliest(turn_civil(ring, k), ring.tz);
}

std::int64_t turn_at(const Ring& ring, Instant t, const TimeZones& zones) {
    // Zones and the lengths of months move the true start off the estimate by a few turns at most.
    auto k = std::max<std::int64_t>((t - turn_start(ring, 0, zones)) / nominal_ms(ring.every), 0);
    while (k > 0 && turn_start(ring, k, zones) > t) --k;
    while (turn_start(ring, k + 1, zones) <= t) ++k;
    return k;
}

std::int64_t turns_of_cycle(const Ring& ring) {
    const auto people = static_cast<std::int64_t>(ring.order.size());
    return people == 0 ? 1 : people / std::gcd(people, ring.capacity);
}

std::optional<CivilTime> exact_civil(Instant t, std::string_view zone, const TimeZones& zones) {
    const auto civil = zones.local(t, zone);
    const Instant whole{t.ms - (t.ms % kSecond + kSecond) % kSecond};
    if (zones.earliest(civil, zone) != whole) return std::nullopt;
    return civil;
}

}  // namespace dsupport
