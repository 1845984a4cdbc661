#include "lib/rota/duty.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

std::string why_vacant(const Seat& seat, const Team& team) {
    const auto name = team.display_name(seat.meant);
    switch (seat.reason) {
        case SeatReason::left:
            return name + " is not in the team any more";
        case SeatReason::conflict:
            return name + " has another seat at that time";
        case SeatReason::away:
            return name + " is away";
        case SeatReason::vacated:
            return "it was given up, and nobody covers it";
        default:
            return "the order names nobody";
    }
}

std::string rivals_words(const Rota& rota, const Seat& seat) {
    const auto& covers = rota.exceptions().covers;
    std::vector<std::string> names;
    for (const auto& id : seat.rivals) {
        const auto rival = std::ranges::find(covers, id, [](const Cover& cover) { return cover.made.id; });
        const auto piece = std::ranges::find(rival->pieces, seat.id, &Piece::seat);
        const auto who = piece == rival->pieces.end() || piece->who.empty() ? "nobody" : piece->who.value;
        names.push_back(fmt::format("{} ({})", rival->made.by.value, who));
    }
    return join(names, ", ");
}

void add_seat_problems(const Rota& rota, const Seat& seat, Instant t, std::vector<DutyProblem>& out) {
    const auto& team = rota.team();
    const auto name = seat_name(seat.id);
    const auto add = [&](std::string_view kind, const PersonId& person, std::string text) {
        out.push_back({std::string(kind), seat.id, person, std::move(text)});
    };
    if (seat.vacant()) {
        add(seat.reason == SeatReason::conflict ? "conflict" : "vacant", seat.meant,
            fmt::format("{} is vacant: {}", name, why_vacant(seat, team)));
    } else {
        const auto who = team.display_name(seat.person);
        const auto* person = team.person(seat.person);
        if (!team.lines.empty() && (!person || person->phone.empty()))
            add("no-phone", seat.person, fmt::format("{} has no phone number in the team document", who));
        if (rota.away(seat.person, t)) add("away", seat.person, fmt::format("{}: {} is away", name, who));
        if (!rota.qualified(seat.person, seat.id.role))
            add("role", seat.person, fmt::format("{}: {} has not this role", name, who));
    }
    if (!seat.rivals.empty())
        add("concurrent", seat.person, fmt::format("{}: also decided by {}", name, rivals_words(rota, seat)));
}

}  // namespace

PersonId Duty::holder(Role role) const {
    for (const auto& seat : seats)
        if (seat.id.role == role && !seat.vacant()) return seat.person;
    return {};
}

bool Duty::anybody_missing() const {
    return std::ranges::any_of(problems, &DutyProblem::missing);
}

std::vector<DutyProblem> problems_of(const Rota& rota, const Moment& moment, Instant t) {
    std::vector<DutyProblem> out;
    for (const auto& seat : moment.seats) add_seat_problems(rota, seat, t, out);
    for (const auto role : kRoles)
        if (!moment.in_force.at(static_cast<std::size_t>(role)))
            out.push_back(
                {"vacant", {role, 0}, {}, fmt::format("no rules in force for {}", role_name(role))});
    return out;
}

Outcome check_horizon(Instant t) {
    if (t < kRotaHorizon) return {};
    return fail(ErrorKind::negative, "no answer for times from 2038 on",
                "the zone data of some systems lack daylight saving there");
}

Outcome check_in_force(const Duty& duty) {
    if (!duty.seats.empty()) return {};
    return fail(ErrorKind::negative, "no rules in force", "`dsupport team edit` adds a [rota]");
}

Duty evaluate(const Rota& rota, Instant t) {
    const auto moment = rota.at(t);
    return {t, moment.from, moment.to, rota.seats_at(t), problems_of(rota, moment, t)};
}

Result<Duty> duty(const Rota& rota, Instant t) {
    DS_CHECK(check_horizon(t));
    auto out = evaluate(rota, t);
    DS_CHECK(check_in_force(out));
    return out;
}

}  // namespace dsupport
