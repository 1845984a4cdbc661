#include "cli/duty.hh"

#include <fmt/format.h>

#include <utility>

#include "cli/ticket_json.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

Json seat_json(const Team& team, const Seat& seat) {
    const auto* person = team.person(seat.person);
    return Json::object({{"seat", seat.id.number},
                         {"person", text_json(seat.person.value)},
                         {"since", time_json(seat.since)},
                         {"until", time_json(seat.until)},
                         {"reason", reason_name(seat.reason)},
                         {"phone", text_json(person ? person->phone : "")},
                         {"turn_of", text_json(seat.turn_of.value)},
                         {"event", seat.cover ? Json(seat.cover->hex()) : Json()}});
}

}  // namespace

HomeRota::HomeRota(const SystemZones& zones, Team team, const std::vector<RotaEvent>& exceptions)
    : team_(std::move(team)), zones_(zones), rota_(team_, fold_exceptions(exceptions), zones_) {}

Result<std::unique_ptr<HomeRota>> HomeRota::of(const SystemZones& zones, Store& store) {
    DS_TRY(const auto exceptions, store.rota_exceptions());
    return std::make_unique<HomeRota>(zones, store.team().team, exceptions);
}

std::unique_ptr<HomeRota> HomeRota::of(const SystemZones& zones, const WriteSession& session) {
    return std::make_unique<HomeRota>(zones, session.team(), session.rota_exceptions());
}

Result<std::optional<Violation>> check_duty_stays(const SystemZones& zones, const WriteSession& session,
                                                  const Sections& before, const Sections& changed) {
    if (!changed.contains("rota") && !changed.contains("people")) return std::nullopt;
    auto sections = before;
    for (const auto& [name, body] : changed) sections[name] = body;
    const auto home = HomeRota::of(zones, session);
    const auto team = read_team(sections);
    const Rota after(team, home->rota().exceptions(), home->zones());
    DS_CHECK(check_history(home->rota(), after, session.now()));
    return gap_of_rules(home->rota(), after, session.now());
}

std::string gap_warning(const Violation& gap) {
    return printable(fmt::format("warning: that leaves a gap: {} from {} until {}; see dsupport rota check\n",
                                 gap.problem.text, rfc3339(gap.from), rfc3339(gap.to)),
                     true);
}

Json problem_json(const DutyProblem& problem, Instant at) {
    return Json::object({{"kind", problem.kind},
                         {"role", role_name(problem.seat.role)},
                         {"seat", problem.seat.number},
                         {"at", time_json(at)},
                         {"text", problem.text}});
}

Json duty_json(const Team& team, const Duty& duty, std::optional<Role> only) {
    Json roles = Json::array(), problems = Json::array();
    for (const auto& problem : duty.problems)
        if (!only || problem.seat.role == *only) problems.push(problem_json(problem, duty.at));
    for (const auto role : kRoles) {
        if (only && role != *only) continue;
        Json seats = Json::array();
        for (const auto& seat : duty.seats)
            if (seat.id.role == role) seats.push(seat_json(team, seat));
        roles.push(Json::object({{"role", role_name(role)}, {"seats", std::move(seats)}}));
    }
    return Json::object({{"schema", 1},
                         {"at", time_json(duty.at)},
                         {"roles", std::move(roles)},
                         {"problems", std::move(problems)}});
}

}  // namespace dsupport
