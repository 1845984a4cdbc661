#include "cli/duty.hh"

#include "cli/zones.hh"
#include "lib/rota/ring.hh"

namespace dsupport {

std::optional<PersonId> duty_holder(const Team& team, const std::string& level, Instant now) {
    const auto role = parse_role(level);
    if (!role || team.rota.of(*role).empty()) return std::nullopt;
    const auto on_duty = duty(team, now, SystemZones{});
    if (!on_duty) return std::nullopt;
    auto holder = on_duty->holder(*role);
    return holder.empty() ? std::nullopt : std::optional(std::move(holder));
}

}  // namespace dsupport
