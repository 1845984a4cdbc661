#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/files.hh"
#include "cli/output_options.hh"
#include "cli/rota/rota.hh"
#include "cli/team_change.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/rota/check.hh"

namespace dsupport {
namespace {

constexpr std::array<Column, 6> kColumns = {{
    {"role", "ROLE"},
    {"seat", "SEAT"},
    {"from", "FROM"},
    {"to", "TO"},
    {"before", "BEFORE"},
    {"after", "AFTER", true},
}};
constexpr std::array<std::string_view, 7> kNames = {"schema", "role",   "seat", "from",
                                                    "to",     "before", "after"};
constexpr RecordKind kMoves{kColumns, kNames};

/// What is wrong with the zone data itself.
std::vector<std::string> zone_warnings(const HomeRota& home, Instant now) {
    std::vector<std::string> out;
    const auto& zones = home.zones();
    if (const auto released = zones.released(); released && now - *released > 366 * kDay)
        out.push_back(fmt::format("the zone data ({}) are more than a year old: apt-get install tzdata",
                                  zones.version()));
    const auto changes = [&](const std::string& tz, int year) {
        const auto summer = *CivilTime::make(year, 7, 1), winter = *CivilTime::make(year, 1, 1);
        const auto apart = zones.earliest(summer, tz) - zones.earliest(winter, tz);
        return apart != (summer.seconds - winter.seconds) * kSecond;
    };
    const auto& tz = home.team().rota.tz;
    if (changes(tz, CivilTime{now.ms / kSecond}.year()) && !changes(tz, 2037))
        out.push_back(fmt::format("the zone data ({}) know no change of the clocks of {} in 2037",
                                  zones.version(), tz));
    return out;
}

/// The instant in the team's zone, in those of the people it is about, and in UTC.
std::string everywhere(Env& env, const HomeRota& home, const Violation& found) {
    const auto in = [&](const std::string& tz) {
        return local_time(found.from, env.now(), *home.zones().zone(tz));
    };
    std::string out = fmt::format("{} ({})", rfc3339(found.from), in(home.team().rota.tz));
    const auto* person = home.team().person(found.problem.person);
    if (person && !person->tz.empty() && person->tz != home.team().rota.tz)
        out += fmt::format(", for {} {}", found.problem.person.value, in(person->tz));
    return out;
}

Json violation_json(const Violation& found) {
    auto out = problem_json(found.problem, found.from);
    out.set("until", time_json(found.to));
    out.set("person", text_json(found.problem.person.value));
    out.set("fails", found.problem.fails());
    return out;
}

void print_check(Env& env, const HomeRota& home, const ProofSpan& span, const std::vector<Violation>& found) {
    env.output.out(fmt::format("from {} until {} ({}), zone data {}\n", rfc3339(span.from), rfc3339(span.to),
                               span.words, home.zones().version()));
    const auto failing = std::ranges::count_if(found, [](const Violation& v) { return v.problem.fails(); });
    const auto first = std::ranges::find_if(found, [](const Violation& v) { return v.problem.fails(); });
    if (first == found.end())
        env.output.out("every seat is held at every moment, and nobody holds two\n");
    else
        env.output.out(printable(
            fmt::format("first at {}: {}\n", everywhere(env, home, *first), first->problem.text), true));
    if (failing > 1)
        env.output.out(fmt::format("and {} more times: dsupport rota show draws them\n", failing - 1));
    for (const auto& v : found)
        if (!v.problem.fails())
            env.output.err(printable(
                fmt::format("warning: {}, {} until {}\n", v.problem.text, rfc3339(v.from), rfc3339(v.to)),
                true));
}

Result<std::string> read_file_or_input(Env& env, const std::string& file) {
    if (file == "-") return env.input.all();
    DS_TRY(auto content, read_small_file(file));
    if (!content) return fail(ErrorKind::no_input, fmt::format("there is no file {}", file));
    return std::move(*content);
}

}  // namespace

Outcome rota_check(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_CHECK(need_rules(env, store->team().team));
    DS_TRY(const auto home, HomeRota::of(env.zones, *store));
    DS_TRY(const auto from, read_moment_of(env, args, "from", env.now()));
    DS_CHECK(check_horizon(from));
    auto span = proof_span(home->rota(), from);
    if (args.text("to")) {
        DS_TRY(span.to, read_moment_of(env, args, "to", span.to));
        DS_CHECK(check_horizon({span.to.ms - 1}));
        span.words = "as asked";
    }
    const auto found = violations(home->rota(), span.from, span.to);
    const auto warnings = zone_warnings(*home, env.now());
    const bool sound = std::ranges::none_of(found, [](const Violation& v) { return v.problem.fails(); });
    if (args.flag("json")) {
        Json problems = Json::array(), said = Json::array();
        for (const auto& v : found) problems.push(violation_json(v));
        for (const auto& warning : warnings) said.push(warning);
        env.output.out(Json::object({{"schema", 1},
                                     {"from", time_json(span.from)},
                                     {"to", time_json(span.to)},
                                     {"span", span.words},
                                     {"whole_cycle", span.whole},
                                     {"sound", sound},
                                     {"problems", std::move(problems)},
                                     {"tzdata", home->zones().version()},
                                     {"warnings", std::move(said)}})
                           .dump() +
                       "\n");
    } else {
        print_check(env, *home, span, found);
        for (const auto& warning : warnings) env.output.err("warning: " + warning + "\n");
    }
    if (!sound) return fail(ErrorKind::negative, "");
    return {};
}

Outcome rota_diff(Env& env, const Args& args) {
    const auto file = args.argument("WORDS");
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto text, read_file_or_input(env, file));
    DS_TRY(const auto home, HomeRota::of(env.zones, *store));
    const auto current = shown_sections(store->team().sections);
    DS_TRY(const auto named,
           split_sections(text, file == "-" ? "standard input" : file, home->team(), &home->zones()));
    auto sections = current;
    for (const auto& [name, body] : changed_sections(current, named)) sections[name] = body;
    const auto team = read_team(sections);
    const Rota after(team, home->rota().exceptions(), home->zones());
    DS_TRY(const auto from, read_moment_of(env, args, "from", env.now()));
    DS_CHECK(check_horizon(from));
    DS_TRY(const auto to, read_moment_of(env, args, "to", proof_span(after, from).to));
    DS_TRY(auto options, output_options(env, args));
    if (!args.text("time")) options.table_time = TimeStyle::local;
    DS_TRY(const auto printer, RecordPrinter::make(kMoves, options, {env.terminal, env.now(), *env.zone}));
    std::vector<Json> records;
    for (const auto& move : moves(home->rota(), after, from, to))
        records.push_back(Json::object({{"schema", 1},
                                        {"role", role_name(move.seat.role)},
                                        {"seat", move.seat.number},
                                        {"from", time_json(move.from)},
                                        {"to", time_json(move.to)},
                                        {"before", text_json(move.before.value)},
                                        {"after", text_json(move.after.value)}}));
    printer.print(records, env.output);
    if (records.empty() && !options.asks_for_data()) env.output.err("Nobody moves.\n");
    if (const auto kept = check_history(home->rota(), after, env.now()); !kept)
        env.output.err(fmt::format("It would be refused: {}\n", kept.error().message));
    else if (const auto gap = gap_of_rules(home->rota(), after, env.now()))
        env.output.err(gap_warning(*gap));
    return {};
}

}  // namespace dsupport
