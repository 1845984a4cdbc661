#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/rota/rota.hh"
#include "cli/verbs.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::string_view kVerbs =
    "now|show|next|check|diff|cover|vacate|swap|cancel|away|leave|keeper|handover|export";

constexpr std::array<Argument, 2> kArguments = {{
    {"VERB", "what to do with the rota", Values::words, true, false, kVerbs},
    {"WORDS", "whom or what it is about", Values::person, false, true},
}};

constexpr std::array<Option, 24> kOptions = {{
    {"role", 0, "ROLE", "only, or which, of first-level and technical", Values::level},
    {"seat", 0, "N", "which seat of the role, from 0; 0 unless told"},
    {"at", 0, "TIME", "now: at that time; swap: in which shift of the first; leave: when"},
    {"with", 0, "TIME", "swap: in which shift of the second"},
    {"from", 0, "TIME", "where the span begins"},
    {"to", 0, "TIME", "where it ends"},
    {"zone", 0, "ZONE", "show: times of this zone, such as Europe/London"},
    {"me", 0, "", "show, next, export: my own shifts"},
    {"limit", 0, "N", "next: at most so many shifts; 5 unless told"},
    {"out", 0, "PERSON", "cover, vacate: who holds the seat now", Values::person},
    {"backfill", 0, "PERSON", "cover: takes the seat that is left for this one", Values::person},
    {"cover", 0, "PERSON", "leave: who takes over", Values::person},
    {"replace", 0, "", "cover, vacate: in place of a cover that is there"},
    {"force", 0, "", "though somebody is away, has not the role, a gap comes of it, or much is due at once"},
    {"here", 0, "", "keeper: this machine shall be it"},
    {"auto", 0, "", "handover: record, mail and forward what is due; for timers"},
    {"accept", 0, "", "handover: I am on duty now"},
    {"correct", 0, "", "handover: PERSON was on duty then"},
    {"message", 'm', "TEXT", "handover: words for whoever comes next; - reads them from stdin"},
    {"output", 'o', "FILE", "export: into this file, in place of what is there", Values::file},
    {"quiet", 'q', "", "print nothing when it worked"},
    {"dry-run", 'n', "", "show the events it would write, and write nothing"},
    {"yes", 'y', "", "answer every question with yes"},
    {"json", 0, "", "print the result as JSON"},
}};

/// A verb with what may stand behind it; `options` beside --json.
struct RotaVerb {
    std::string_view name;
    Outcome (*run)(Env& env, const Args& args);
    std::size_t least, most;
    std::string_view words;
    std::string_view options;
};

constexpr std::array<RotaVerb, 14> kTable = {{
    {"now", rota_now, 0, 0, "", "role at"},
    {"show", rota_show, 0, 1, "at most one PERSON",
     "role from to zone me format fields template header time"},
    {"next", rota_next, 0, 1, "at most one PERSON",
     "role from to me limit format fields template header time"},
    {"check", rota_check, 0, 0, "", "from to"},
    {"diff", rota_diff, 1, 1, "FILE, a team document", "from to format fields template header time"},
    {"cover", rota_cover, 1, 1, "PERSON, who comes",
     "role seat from to out backfill replace force quiet dry-run yes"},
    {"vacate", rota_vacate, 0, 0, "", "role seat from to out replace force quiet dry-run yes"},
    {"swap", rota_swap, 2, 2, "PERSON PERSON", "at with force quiet dry-run yes"},
    {"cancel", rota_cancel, 1, 20, "ID, as rota show prints it", "force quiet dry-run yes"},
    {"away", rota_away, 1, 1, "PERSON", "from to quiet dry-run yes"},
    {"leave", rota_leave, 1, 1, "PERSON", "at cover quiet dry-run yes"},
    {"keeper", rota_keeper, 0, 0, "", "here quiet dry-run yes"},
    {"handover", rota_handover, 0, 1, "at most one PERSON",
     "auto accept correct role at message recover force quiet dry-run yes"},
    {"export", rota_export, 0, 1, "at most one PERSON", "role from to me output quiet"},
}};

/// An option of another verb is a slip that must not be passed over.
Outcome check_options(const RotaVerb& verb, const Args& args) {
    const auto allowed = split(verb.options, ' ');
    for (const auto& option : all_options(command_rota())) {
        if (option.name == "json" || !args.flag(option.name)) continue;
        if (std::ranges::find(allowed, option.name) != allowed.end()) continue;
        return fail(ErrorKind::usage, fmt::format("rota {} has no option --{}", verb.name, option.name),
                    "man dsupport-rota");
    }
    return {};
}

Outcome run(Env& env, const Args& args) {
    const auto typed = args.argument("VERB");
    const auto* const verb = std::ranges::find(kTable, std::string_view(typed), &RotaVerb::name);
    if (verb == kTable.end()) {
        std::vector<VerbEntry> names;
        for (const auto& entry : kTable) names.push_back({entry.name, entry.run});
        return run_verb(env, args, "rota", names);
    }
    DS_CHECK(check_words("rota " + typed, args.arguments("WORDS"), verb->least, verb->most, verb->words));
    DS_CHECK(check_options(*verb, args));
    return verb->run(env, args);
}

}  // namespace

const Command& command_rota() {
    static const Command kCommand{
        "rota",     "",       "The team",      "who is on duty, and changes of that",
        kArguments, kOptions, kOutput | kText, run};
    return kCommand;
}

}  // namespace dsupport
