#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/duty.hh"
#include "cli/env.hh"
#include "cli/verbs.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::string_view kVerbs = "now";

constexpr std::array<Argument, 1> kArguments = {{
    {"VERB", "now: who is on duty", Values::words, true, false, kVerbs},
}};

constexpr std::array<Option, 3> kOptions = {{
    {"role", 0, "ROLE", "only first-level or technical", Values::level},
    {"at", 0, "TIME", "at that time instead of now"},
    {"json", 0, "", "print the result as JSON"},
}};

Result<std::optional<Role>> read_role(const Args& args) {
    const auto typed = args.text("role");
    if (!typed) return std::optional<Role>();
    const auto role = parse_role(lower(*typed));
    if (!role) return fail(ErrorKind::usage, fmt::format("no role '{}'", *typed), "first-level or technical");
    return std::optional(*role);
}

std::string seat_line(const Env& env, const Team& team, const Seat& seat, Instant now) {
    const auto* person = team.person(seat.person);
    return fmt::format(
        "{:<12} {:<10} until {}{}{}\n", role_name(seat.id.role), seat.person.value,
        local_time(seat.until, now, *env.zone),
        person && !person->phone.empty() ? "  " + printable(person->phone) : "",
        seat.reason == SeatReason::rotation ? "" : fmt::format("  ({})", reason_name(seat.reason)));
}

Outcome now(Env& env, const Args& args) {
    DS_TRY(const auto only, read_role(args));
    auto at = env.now();
    if (const auto typed = args.text("at")) {
        DS_TRY(at, read_moment(env, "at", *typed));
    }
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto home, HomeRota::of(*store));
    const auto& team = home->team();
    const auto on_duty = duty(home->rota(), at);
    if (!on_duty) {
        auto error = on_duty.error();
        error.message = "nobody is on duty: " + error.message;
        if (at < kRotaHorizon)
            error.hint = fmt::format("write a [rota] into {} and put it into the log: dsupport team apply {}",
                                     env.paths.team_file(), env.paths.team_file());
        return tl::unexpected(std::move(error));
    }
    if (args.flag("json")) {
        env.output.out(duty_json(team, *on_duty, only).dump() + "\n");
    } else {
        if (args.text("at")) env.output.out(fmt::format("at {}\n", local_time(at, env.now(), *env.zone)));
        for (const auto& seat : on_duty->seats)
            if ((!only || seat.id.role == *only) && !seat.vacant())
                env.output.out(seat_line(env, team, seat, env.now()));
    }
    bool missing = false;
    for (const auto& problem : on_duty->problems) {
        if (only && problem.seat.role != *only) continue;
        missing = missing || problem.missing();
        if (!args.flag("json")) env.output.err(printable(fmt::format("{}\n", problem.text), true));
    }
    if (missing) return fail(ErrorKind::negative, "");
    return {};
}

Outcome run(Env& env, const Args& args) {
    constexpr std::array<VerbEntry, 1> kTable = {{{"now", now}}};
    return run_verb(env, args, "rota", kTable);
}

}  // namespace

const Command& command_rota() {
    static const Command kCommand{"rota",     "",       "The team", "who is on duty",
                                  kArguments, kOptions, kNothing,   run};
    return kCommand;
}

}  // namespace dsupport
