#include "cli/duty.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/ticket_json.hh"
#include "cli/zones.hh"

namespace dsupport {

std::optional<PersonId> duty_holder(const Team& team, const std::string& level, Instant now) {
    const auto role = parse_role(level);
    if (!role || team.rota.of(*role).empty()) return std::nullopt;
    const auto on_duty = duty_at(team, now);
    if (!on_duty) return std::nullopt;
    auto holder = on_duty->holder(*role);
    return holder.empty() ? std::nullopt : std::optional(std::move(holder));
}

Result<Duty> duty_at(const Team& team, Instant t) {
    return duty(team, t, SystemZones{});
}

bool anybody_missing(const Duty& duty) {
    return !duty.problems.empty();
}

Json duty_json(const Team& team, const Duty& duty, std::optional<Role> only) {
    Json roles = Json::array(), problems = Json::array();
    const auto add_problem = [&](std::string_view kind, Role role, std::int64_t seat,
                                 const std::string& text) {
        problems.push(Json::object({{"kind", kind},
                                    {"role", role_name(role)},
                                    {"seat", seat},
                                    {"at", time_json(duty.at)},
                                    {"text", text}}));
    };
    for (const auto& p : duty.problems)
        if (!only || p.role == *only) add_problem(p.kind, p.role, p.seat, p.text);
    for (const auto role : kRoles) {
        if (only && role != *only) continue;
        Json seats = Json::array();
        for (const auto& seat : duty.seats) {
            if (seat.role != role) continue;
            const auto* person = team.person(seat.person);
            const auto phone = person ? person->phone : std::string();
            if (!seat.vacant() && phone.empty() && !team.lines.empty())
                add_problem("no-phone", role, seat.number,
                            fmt::format("{} has no phone number in the team document", seat.person.value));
            seats.push(Json::object({{"seat", seat.number},
                                     {"person", text_json(seat.person.value)},
                                     {"since", time_json(seat.since)},
                                     {"until", time_json(seat.until)},
                                     {"reason", reason_name(seat.reason)},
                                     {"phone", text_json(phone)}}));
        }
        roles.push(Json::object({{"role", role_name(role)}, {"seats", std::move(seats)}}));
    }
    return Json::object({{"schema", 1},
                         {"at", time_json(duty.at)},
                         {"roles", std::move(roles)},
                         {"problems", std::move(problems)}});
}

}  // namespace dsupport
