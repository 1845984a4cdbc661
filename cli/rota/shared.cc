#include <fmt/format.h>

#include "cli/rota/rota.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {

Result<std::optional<Role>> read_role(const Args& args) {
    const auto typed = args.text("role");
    if (!typed) return std::optional<Role>();
    const auto role = parse_role(lower(*typed));
    if (!role) return fail(ErrorKind::usage, fmt::format("no role '{}'", *typed), "first-level or technical");
    return std::optional(*role);
}

Result<SeatId> read_seat(const Args& args) {
    DS_TRY(const auto role, read_role(args));
    if (!role)
        return fail(ErrorKind::usage, fmt::format("rota {} needs a role", args.argument("VERB")),
                    "--role first-level, or --role technical");
    SeatId out{*role, 0};
    if (const auto typed = args.text("seat")) {
        out.number = parse_integer(*typed).value_or(-1);
        if (out.number < 0)
            return fail(ErrorKind::usage, fmt::format("'{}' is not the number of a seat", *typed),
                        "0 is the first one; `dsupport rota now --json` shows them");
    }
    return out;
}

Result<Instant> read_moment_of(Env& env, const Args& args, const std::string& option, Instant otherwise) {
    const auto typed = args.text(option);
    if (!typed) return otherwise;
    return read_moment(env, option, *typed);
}

Outcome check_span(Instant from, Instant to) {
    if (from >= to) return fail(ErrorKind::usage, "the span ends before it begins", "--from is before --to");
    return check_horizon({to.ms - 1});
}

Result<std::shared_ptr<const Zone>> read_zone(Env& env, const Args& args, const SystemZones& zones) {
    const auto typed = args.text("zone");
    // The Env keeps its own; nothing is to be deleted.
    if (!typed) return std::shared_ptr<const Zone>(env.zone.get(), [](const Zone*) {});
    if (!zones.known(*typed)) {
        const auto near = zones.nearest(*typed);
        return fail(ErrorKind::usage, fmt::format("there is no time zone '{}'", printable(*typed)),
                    near.empty() ? "a name of the zone database, for example Europe/London"
                                 : fmt::format("did you mean '{}'?", near));
    }
    return std::shared_ptr<const Zone>(zones.zone(*typed));
}

std::string span_text(Env& env, Instant from, Instant to, const Zone& zone) {
    return fmt::format("{} to {}", local_time(from, env.now(), zone), local_time(to, env.now(), zone));
}

Result<PersonId> read_person(const WriteSession& session, const std::string& typed) {
    if (typed == "me") return session.me();
    return find_person(session.team(), typed);
}

Outcome need_rules(const Env& env, const Team& team) {
    for (const auto role : kRoles)
        if (!team.rota.of(role).empty()) return {};
    return fail(ErrorKind::negative, "there is no rota",
                fmt::format("write a [rota] into {0} and put it into the log: dsupport team apply {0}",
                            env.paths.team_file()));
}

Json shift_json(const Team& team, const Seat& seat) {
    const auto* person = team.person(seat.person);
    return Json::object({{"schema", 1},
                         {"role", role_name(seat.id.role)},
                         {"seat", seat.id.number},
                         {"person", text_json(seat.person.value)},
                         {"since", time_json(seat.since)},
                         {"until", time_json(seat.until)},
                         {"reason", reason_name(seat.reason)},
                         {"turn_of", text_json(seat.turn_of.value)},
                         {"event", seat.cover ? Json(seat.cover->hex()) : Json()},
                         {"phone", text_json(person ? person->phone : "")}});
}

}  // namespace dsupport
