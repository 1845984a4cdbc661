#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/duty.hh"
#include "cli/enrolment.hh"
#include "cli/files.hh"
#include "cli/team_change.hh"
#include "cli/team_json.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/detail.hh"
#include "cli/verbs.hh"
#include "cli/zones.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"VERB", "show, apply FILE, diff FILE, key, add PERSON KEY, or cut KEY", Values::words, true, false,
     "show|apply|diff|key|add|cut"},
    {"WORDS", "FILE: a team document (team.toml), or - for standard input", Values::file, false, true},
}};

constexpr std::array<Option, 2> kOptions = {{
    {"lead", 0, "", "add: as a lead, who may change the rota and redact"},
    {"message", 'm', "TEXT", "cut: why, for the others"},
}};

std::string reasons_of_cut(const Enrolment& e) {
    std::string out;
    for (const auto& why : e.cut_reasons)
        if (!why.empty()) out += (out.empty() ? ": " : "; ") + why;
    return out;
}

Outcome show(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    const auto& state = store->team();
    if (args.flag("json")) {
        env.output.out(team_json(state).dump() + "\n");
        return {};
    }
    if (!state.id)
        return fail(ErrorKind::negative, "there is no team yet", "dsupport init, or just dsupport log");
    std::string out = printable(join_sections(shown_sections(state.sections)), true);
    if (!out.empty() && out.back() != '\n') out += "\n";
    out += "\n";
    for (const auto& [key, e] : state.authority->roster().keys())
        out += printable(fmt::format("# key {}  {}  {}{}", key_fingerprint(key), e.person.value,
                                     right_name(e), reasons_of_cut(e))) +
               "\n";
    env.output.out(out);
    for (const auto& problem : state.team.problems) env.output.err(printable("problem: " + problem) + "\n");
    return {};
}

Result<Sections> read_document(Env& env, const Args& args, const Team& current) {
    const auto words = args.arguments("WORDS");
    if (words.size() != 1)
        return fail(ErrorKind::usage, fmt::format("team {} needs FILE", args.argument("VERB")),
                    fmt::format("dsupport team {} {}", args.argument("VERB"), env.paths.team_file()));
    const auto& file = words.front();
    std::string text;
    if (file == "-") {
        DS_TRY(text, env.input.all());
    } else {
        DS_TRY(auto content, read_small_file(file));
        if (!content)
            return fail(ErrorKind::no_input, fmt::format("there is no file {}", file),
                        "`dsupport init` writes one to begin with; - reads standard input");
        text = std::move(*content);
    }
    return split_sections(text, file == "-" ? "standard input" : file, current, &env.zones);
}

void print_changes(Env& env, const Args& args, const Sections& before, const Sections& changed) {
    const auto lines = diff_sections(before, changed);
    if (args.flag("json")) {
        std::vector<std::string> names;
        for (const auto& [section, body] : changed) names.push_back(section);
        env.output.out(
            Json::object({{"schema", 1}, {"changed", texts_json(names)}, {"diff", texts_json(lines)}})
                .dump() +
            "\n");
        return;
    }
    for (const auto& line : lines) say(env, args, line);
    if (changed.empty()) say(env, args, "the team document is already so");
}

Outcome diff(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    const auto before = shown_sections(store->team().sections);
    DS_TRY(const auto named, read_document(env, args, store->team().team));
    print_changes(env, args, before, changed_sections(before, named));
    return {};
}

struct Applied {
    Sections before, changed;
    std::vector<Event> events;
    std::optional<Violation> gap;
};

Outcome apply(Env& env, const Args& args) {
    const bool dry_run = args.flag("dry-run");
    // A wrong document must not found a team; what can be wrong with it is found by reading alone.
    DS_TRY(auto* reader, env.store(Access::read));
    DS_TRY(const auto named, read_document(env, args, reader->team().team));
    DS_TRY(const auto done, write_home<Applied>(env, dry_run, [&](WriteSession& session) -> Result<Applied> {
               Applied out;
               out.before = shown_sections(session.team_state().sections);
               out.changed = changed_sections(out.before, named);
               DS_TRY(out.gap, check_duty_stays(env.zones, session, out.before, out.changed));
               DS_TRY(out.events, write_sections(session, out.changed));
               return out;
           }));
    if (dry_run)
        print_events(env, done.events);
    else
        print_changes(env, args, done.before, done.changed);
    if (done.gap) env.output.err(gap_warning(*done.gap));
    return {};
}

Outcome key(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    const auto mine = store->me();
    if (!mine)
        return fail(ErrorKind::negative, "this machine has no key yet",
                    "the first command that writes makes it: dsupport init");
    const auto person = store->team().authority->person(*mine);
    const auto active = store->team().authority->roster().active(*mine);
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"key", mine->hex()},
                                     {"ssh", ssh_public_key(*mine)},
                                     {"fingerprint", key_fingerprint(*mine)},
                                     {"person", text_json(person.value)},
                                     {"active", active}})
                           .dump() +
                       "\n");
        return {};
    }
    const std::array<LabelValue, 4> rows = {{
        {"key", mine->hex()},
        {"ssh", ssh_public_key(*mine)},
        {"fingerprint", key_fingerprint(*mine)},
        {"person",
         person.empty() ? "nobody: this key is not in the team" : person.value + (active ? "" : ", cut")},
    }};
    env.output.out(format_block(rows, env.terminal));
    return {};
}

Outcome run(Env& env, const Args& args) {
    constexpr std::array<VerbEntry, 6> kVerbs = {{{"show", show},
                                                  {"apply", apply},
                                                  {"diff", diff},
                                                  {"key", key},
                                                  {"add", team_add},
                                                  {"cut", team_cut}}};
    return run_verb(env, args, "team", kVerbs);
}

}  // namespace

const Command& command_team() {
    static const Command kCommand{
        "team",     "",       "The team", "show and change the team: document and keys",
        kArguments, kOptions, kMutates,   run};
    return kCommand;
}

}  // namespace dsupport
