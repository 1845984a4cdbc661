#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/output_options.hh"
#include "cli/rota/rota.hh"
#include "cli/rota/timeline_view.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/pager.hh"
#include "cli/ui/width.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/rota/check.hh"

namespace dsupport {
namespace {

constexpr std::array<Column, 6> kColumns = {{
    {"role", "ROLE"},
    {"seat", "SEAT"},
    {"person", "PERSON"},
    {"since", "SINCE"},
    {"until", "UNTIL"},
    {"reason", "REASON", true},
}};
constexpr std::array<std::string_view, 10> kNames = {"schema", "role",   "seat",    "person", "since",
                                                     "until",  "reason", "turn_of", "event",  "phone"};
constexpr RecordKind kShifts{kColumns, kNames};
constexpr std::size_t kShownId = 8;

struct Wanted {
    Instant from, to;
    std::optional<Role> role;
    std::optional<PersonId> person;
    bool is_about(Role one) const { return !role || *role == one; }
    bool is_about(const PersonId& one) const { return !person || *person == one; }
};

/// A line below the timeline: a mark, and what it is about, wrapped beside it.
std::string marked_line(const Env& env, std::string_view mark, const std::string& text) {
    const int column = static_cast<int>(mark.size()) + 1;
    return fmt::format("{} {}\n", mark, wrap_from(column, printable(text), env.terminal.line_width()));
}

/// The exceptions that touch the span, each with the beginning of the id that `rota cancel` takes.
std::string exception_lines(Env& env, const HomeRota& home, const Wanted& wanted, const Zone& zone) {
    std::string out;
    const auto& zones = home.zones();
    for (const auto& cover : home.rota().exceptions().covers) {
        if (!cover.live) continue;
        for (const auto& piece : cover.pieces) {
            const auto from = zones.earliest(piece.from, piece.tz), to = zones.earliest(piece.to, piece.tz);
            if (from >= wanted.to || to <= wanted.from || !wanted.is_about(piece.seat.role)) continue;
            if (!wanted.is_about(piece.who) && !wanted.is_about(piece.out)) continue;
            out += marked_line(env, cover.made.id.hex().substr(0, kShownId),
                               fmt::format("{} {} for {}, {}, by {}", seat_name(piece.seat),
                                           piece.who.empty() ? "nobody" : piece.who.value,
                                           piece.out.empty() ? "nobody" : piece.out.value,
                                           span_text(env, from, to, zone), cover.made.by.value));
        }
    }
    for (const auto& away : home.rota().exceptions().aways) {
        if (!away.live) continue;
        const auto& tz = home.rota().person_zone(away.person);
        const auto from = zones.earliest(away.from, tz), to = zones.earliest(away.to, tz);
        if (from >= wanted.to || to <= wanted.from || !wanted.is_about(away.person)) continue;
        out += marked_line(env, away.made.id.hex().substr(0, kShownId),
                           fmt::format("{} away, {}", away.person.value, span_text(env, from, to, zone)));
    }
    return out;
}

std::string problem_lines(Env& env, const HomeRota& home, const Wanted& wanted, const Zone& zone) {
    std::string out;
    for (const auto& found : violations(home.rota(), wanted.from, wanted.to))
        if (wanted.is_about(found.problem.seat.role) && wanted.is_about(found.problem.person))
            out += marked_line(
                env, "!",
                fmt::format("{}: {}", found.problem.text, span_text(env, found.from, found.to, zone)));
    return out;
}

Result<Wanted> read_wanted(Env& env, const Args& args, Store& store, const Zone& zone) {
    constexpr std::int64_t kShown = 14;
    Wanted out;
    DS_TRY(out.role, read_role(args));
    const auto wall = zone.at(env.now()).wall.seconds;
    const CivilTime today{wall - wall % (kDay / kSecond)};
    DS_TRY(out.from, read_moment_of(env, args, "from", zone.moment(today)));
    const auto day = zone.at(out.from).wall.seconds;
    DS_TRY(out.to, read_moment_of(env, args, "to", zone.moment({day + kShown * kDay / kSecond})));
    DS_CHECK(check_span(out.from, out.to));
    if (const auto typed = args.argument("WORDS"); !typed.empty() || args.flag("me")) {
        DS_TRY(out.person, find_person_or_me(env, store, args.flag("me") ? "me" : typed));
    }
    return out;
}

}  // namespace

Outcome rota_show(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_CHECK(need_rules(env, store->team().team));
    DS_TRY(const auto home, HomeRota::of(env.zones, *store));
    DS_TRY(const auto zone, read_zone(env, args, home->zones()));
    DS_TRY(const auto wanted, read_wanted(env, args, *store, *zone));
    DS_TRY(auto options, output_options(env, args));
    if (!args.text("time")) options.table_time = TimeStyle::local;
    const bool drawn =
        options.format == Format::table || (env.terminal.stdout_tty && !options.asks_for_data());
    DS_TRY(const auto printer, RecordPrinter::make(kShifts, options, {env.terminal, env.now(), *zone}));
    std::vector<Seat> list;
    for (auto& seat : shifts(home->rota(), wanted.from, wanted.to))
        if (wanted.is_about(seat.id.role) && wanted.is_about(seat.person)) list.push_back(std::move(seat));
    if (!drawn) {
        std::vector<Json> records;
        records.reserve(list.size());
        for (const auto& seat : list) records.push_back(shift_json(home->team(), seat));
        printer.print(records, env.output);
        return {};
    }
    const auto width = env.terminal.stdout_tty ? env.terminal.width : 80;
    env.output.out(draw_timeline(list, {wanted.from, wanted.to, env.now(), *zone, env.terminal, width}));
    const auto below = problem_lines(env, *home, wanted, *zone) + exception_lines(env, *home, wanted, *zone);
    if (!below.empty()) env.output.out("\n" + below);
    return {};
}

}  // namespace dsupport
