#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/output_options.hh"
#include "cli/rota/rota.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/width.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/rota/handover.hh"
#include "lib/rota/timeline.hh"

namespace dsupport {
namespace {

constexpr std::array<Column, 5> kColumns = {{
    {"role", "ROLE"},
    {"person", "PERSON"},
    {"since", "SINCE"},
    {"until", "UNTIL"},
    {"reason", "REASON", true},
}};
constexpr std::array<std::string_view, 10> kNames = {"schema", "role",   "seat",    "person", "since",
                                                     "until",  "reason", "turn_of", "event",  "phone"};
constexpr RecordKind kShifts{kColumns, kNames};

/// What does not fit into the line goes below the person.
std::string seat_line(const Env& env, const Team& team, const Seat& seat, std::string_view reason,
                      std::size_t label) {
    const auto* person = team.person(seat.person);
    const int width = env.terminal.line_width(), below = static_cast<int>(label) + 1;
    auto out = fmt::format("{:<{}} {:<10}", seat_name(seat.id), label, seat.person.value);
    int used = display_width(out);
    const auto add = [&](std::string_view gap, const std::string& part) {
        const bool fits = width == 0 || used + display_width(gap) + display_width(part) <= width;
        out += fits ? std::string(gap) : "\n" + std::string(static_cast<std::size_t>(below), ' ');
        used = (fits ? used + display_width(gap) : below) + display_width(part);
        out += part;
    };
    add(" ", "until " + local_time(seat.until, env.clock.now(), *env.zone));
    if (person && !person->phone.empty()) add("  ", printable(person->phone));
    if (reason != "rotation") add("  ", fmt::format("({})", reason));
    return out + "\n";
}

/// What was is answered by the records; what they do not know is only computed.
Json past_json(const HomeRota& home, const Records& records, const Duty& on_duty, std::optional<Role> only) {
    auto out = duty_json(home.team(), on_duty, only);
    Json roles = Json::array();
    for (const auto& role : out["roles"].items()) {
        Json seats = Json::array();
        for (auto seat : role["seats"].items()) {
            const auto role_id = *parse_role(role["role"].string());
            const SeatId id{role_id, seat["seat"].integer()};
            const auto found = std::ranges::find(on_duty.seats, id, &Seat::id);
            const auto past = past_holder(home.rota(), records, *found, on_duty.at);
            seat.set("person", text_json(past.person.value));
            if (!past.recorded) seat.set("reason", "computed");
            seats.push(std::move(seat));
        }
        auto copy = role;
        copy.set("seats", std::move(seats));
        roles.push(std::move(copy));
    }
    out.set("roles", std::move(roles));
    return out;
}

/// Where the rules of any role begin; nothing without any.
std::optional<Instant> rules_begin(const Env& env, const Team& team) {
    std::optional<Instant> out;
    for (const auto role : kRoles)
        for (const auto& ring : team.rota.of(role)) {
            const auto start = env.zones.earliest(ring.from, ring.tz);
            if (!out || start < *out) out = start;
        }
    return out;
}

tl::unexpected<Error> nobody(const Env& env, const Team& team, Error error, Instant at) {
    error.message = "nobody is on duty: " + error.message;
    if (at >= kRotaHorizon) return tl::unexpected(std::move(error));
    if (const auto begin = rules_begin(env, team))
        error.hint = fmt::format("the first rules begin {}", local_time(*begin, env.clock.now(), *env.zone));
    else
        error.hint = fmt::format("write a [rota] into {} and put it into the log: dsupport team apply {}",
                                 env.paths.team_file(), env.paths.team_file());
    return tl::unexpected(std::move(error));
}

}  // namespace

Outcome rota_now(Env& env, const Args& args) {
    DS_TRY(const auto only, read_role(args));
    DS_TRY(const auto at, read_moment_of(env, args, "at", env.now()));
    DS_TRY(auto* store, env.store(Access::read));
    const auto& team = store->team().team;
    const auto on_duty = store->duty(at);
    if (!on_duty) return nobody(env, team, on_duty.error(), at);
    Json json = duty_json(team, *on_duty, only);
    if (at < env.now()) {
        DS_TRY(const auto home, HomeRota::of(env.zones, *store));
        DS_TRY(const auto handovers, store->rota_handovers());
        json = past_json(*home, Records(handovers), *on_duty, only);
    }
    if (args.flag("json")) {
        env.output.out(json.dump() + "\n");
    } else {
        // A short form was echoed already.
        if (parse_rfc3339(args.text("at").value_or("")))
            env.output.out(fmt::format("at {}\n", local_time(at, env.now(), *env.zone)));
        std::size_t label = role_name(Role::first_level).size() + 1;
        for (const auto& seat : on_duty->seats)
            if (!only || seat.id.role == *only) label = std::max(label, seat_name(seat.id).size() + 1);
        for (const auto& role : json["roles"].items())
            for (const auto& answer : role["seats"].items()) {
                const SeatId id{*parse_role(role["role"].string()), answer["seat"].integer()};
                auto seat = *std::ranges::find(on_duty->seats, id, &Seat::id);
                seat.person = {answer["person"].string()};
                if (!seat.vacant())
                    env.output.out(seat_line(env, team, seat, answer["reason"].string(), label));
            }
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

Outcome rota_next(Env& env, const Args& args) {
    DS_TRY(const auto only, read_role(args));
    DS_TRY(const auto from, read_moment_of(env, args, "from", env.now()));
    DS_TRY(const auto to, read_moment_of(env, args, "to", std::min(from + 366 * kDay, kRotaHorizon)));
    std::size_t most = 5;
    if (args.text("limit")) {
        DS_TRY(most, read_count(args, "limit"));
    }
    DS_TRY(auto* store, env.store(Access::read));
    DS_CHECK(need_rules(env, store->team().team));
    DS_TRY(const auto home, HomeRota::of(env.zones, *store));
    DS_CHECK(check_horizon(from));
    std::optional<PersonId> person;
    if (const auto typed = args.argument("WORDS"); !typed.empty() || args.flag("me")) {
        DS_TRY(person, find_person_or_me(env, *store, args.flag("me") ? "me" : typed));
    }
    DS_TRY(auto options, output_options(env, args));
    if (!args.text("time")) options.table_time = TimeStyle::local;
    DS_TRY(const auto printer, RecordPrinter::make(kShifts, options, {env.terminal, env.now(), *env.zone}));
    auto list = shifts(home->rota(), from, to);
    std::ranges::stable_sort(list, {}, &Seat::since);
    std::vector<Json> records;
    for (const auto& seat : list) {
        if ((only && seat.id.role != *only) || (person && seat.person != *person)) continue;
        // Without a person it is about who comes next, not about who is here.
        if (!person && seat.since <= from) continue;
        if (records.size() == most) break;
        records.push_back(shift_json(home->team(), seat));
    }
    printer.print(records, env.output);
    if (records.empty() && env.terminal.stdout_tty && !options.asks_for_data())
        env.output.err("No shift in that time.\n");
    return {};
}

}  // namespace dsupport
