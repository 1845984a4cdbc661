#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "cli/commands.hh"
#include "cli/env.hh"
#include "cli/ticket_change.hh"
#include "lib/base/text.hh"
#include "lib/mail/mbox_source.hh"
#include "lib/mail/modules.hh"
#include "lib/sync/export_file.hh"
#include "lib/sync/ingest.hh"
#include "lib/ticket/bundle.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"FILE", "an export, or any text or mail that carries events; - for standard input", Values::file, true,
     true},
}};

constexpr std::array<Option, 4> kOptions = {{
    {"no-mails", 0, "", "leave out the mails of an export"},
    {"quiet", 'q', "", "print nothing when it worked"},
    {"dry-run", 'n', "", "say what would come of it, and write nothing"},
    {"json", 0, "", "print the result as JSON"},
}};

/// What the files gave, and what became of it.
struct Imported {
    std::vector<Event> events;
    std::int64_t read = 0, added = 0, duplicate = 0;
    std::vector<Refusal> refused;
    std::vector<std::unique_ptr<MailSource>> boxes;  ///< behind the events of an export
    IntakeReport mails;
    bool enrolled = true;  ///< whether this machine's key counts in the team of the log
};

void refuse(Imported& to, const std::string& source, std::string reason) {
    to.refused.push_back({source, std::move(reason)});
}

Result<std::unique_ptr<ByteStream>> open(const std::string& source) {
    if (source == "-") return borrow_descriptor(0, "-");
    auto stream = open_file(source);
    if (!stream && stream.error().kind == ErrorKind::no_input)
        return fail(ErrorKind::no_input, fmt::format("there is no file {}", source),
                    "a file that `dsupport export` wrote, or - for standard input");
    return stream;
}

Outcome read_file(const std::string& source, Imported& to) {
    DS_TRY(auto stream, open(source));
    DS_TRY(auto file, read_export(std::move(stream)));
    if (file.mails)
        to.boxes.push_back(read_stream(std::move(file.mails), source + ", mails", ParseLimits{}.bytes));
    const auto bundles = find_armour(file.events);
    if (bundles.empty()) refuse(to, source, "no events in it");
    for (std::size_t n = 1; const auto& bytes : bundles) {
        auto bundle = decode_bundle(bytes);
        const auto place = bundles.size() == 1 ? source : fmt::format("{}, bundle {}", source, n);
        ++n;
        if (!bundle) {
            refuse(to, place, bundle.error().message);
            continue;
        }
        if (bundle->refused > 0)
            refuse(to, place,
                   fmt::format("could not be read or verified: {} of its events", bundle->refused));
        to.read += static_cast<std::int64_t>(bundle->events.size());
        std::ranges::move(bundle->events, std::back_inserter(to.events));
    }
    return {};
}

EventId team_of(const Event& event) {
    return event.kind() == "team.create" ? event.id : event.at.team;
}

/// One log has one team: the one that is here, else that of the first event.
void keep_one_team(Imported& all, std::optional<EventId> team) {
    if (!team && !all.events.empty()) team = team_of(all.events.front());
    const auto strangers =
        std::erase_if(all.events, [&](const Event& event) { return team_of(event) != *team; });
    if (strangers > 0) refuse(all, "-", fmt::format("of another team: {} of the events", strangers));
}

Result<std::int64_t> accept_all(WriteSession& session, Imported& all) {
    if (session.meta("replica").empty()) session.set_meta("replica", session.replica().hex());
    keep_one_team(all, session.team_state().id);
    const auto added = session.accept(all.events);
    all.enrolled = all.events.empty() || !session.me().empty();
    return static_cast<std::int64_t>(added);
}

Json result_json(const Imported& all) {
    Json refused = Json::array();
    for (const auto& r : all.refused)
        refused.push(Json::object({{"source", r.source}, {"reason", r.reason}}));
    return Json::object({{"schema", 1},
                         {"read", all.read},
                         {"new", all.added},
                         {"duplicate", all.duplicate},
                         {"mails", Json::object({{"read", all.mails.read},
                                                 {"new", all.mails.added},
                                                 {"duplicate", all.mails.duplicate}})},
                         {"refused", std::move(refused)}});
}

void say_counts(Env& env, const Args& args, const Imported& all, bool has_mails) {
    const auto* would = args.flag("dry-run") ? "would be " : "";
    say(env, args,
        fmt::format("events read: {}; {}new: {}; known already: {}; refused: {}", all.read, would, all.added,
                    all.duplicate, all.refused.size() - all.mails.refused.size()));
    if (has_mails)
        say(env, args,
            fmt::format("mails read: {}; {}new: {}; known already: {}; refused: {}", all.mails.read, would,
                        all.mails.added, all.mails.duplicate, all.mails.refused.size()));
}

/// The events are in already, so that what the mails carry is known and the team's group, too.
Outcome take_mails(Env& env, bool dry_run, Imported& all) {
    if (all.boxes.empty()) return {};
    DS_TRY(auto* store, env.store_to_write(dry_run));
    DS_TRY(const auto parser, load_parser(env.module_dir));
    Intake intake(*store, env.clock, env.random);
    if (dry_run) intake.only_try();
    for (const auto& box : all.boxes) {
        DS_TRY(const auto report, ingest(intake, *box, *parser, {}));
        all.mails.add(report);
    }
    std::ranges::copy(all.mails.refused, std::back_inserter(all.refused));
    return {};
}

Outcome run(Env& env, const Args& args) {
    Imported all;
    for (const auto& source : args.arguments("FILE")) DS_CHECK(read_file(source, all));
    if (args.flag("no-mails")) all.boxes.clear();
    const bool dry_run = args.flag("dry-run");
    if (!all.events.empty()) {
        DS_TRY(auto* store, env.store_to_write(dry_run));
        DS_TRY(all.added,
               store->maintain<std::int64_t>(env.clock, env.random, dry_run, [&](WriteSession& session) {
                   return accept_all(session, all);
               }));
        all.duplicate = static_cast<std::int64_t>(all.events.size()) - all.added;
        // Nor are the mails of another team ours.
        if (all.events.empty()) all.boxes.clear();
    }
    const bool has_mails = !all.boxes.empty();
    DS_CHECK(take_mails(env, dry_run, all));
    if (args.flag("json"))
        env.output.out(result_json(all).dump() + "\n");
    else
        say_counts(env, args, all, has_mails);
    if (!args.flag("json"))
        for (const auto& r : all.refused)
            env.output.err(printable(fmt::format("refused: {}{}{}", r.source == "-" ? "" : r.source,
                                                 r.source == "-" ? "" : ": ", r.reason)) +
                           "\n");
    if (!all.enrolled && !dry_run)
        env.output.err(
            "note: this machine's key is not in the team of this log; to make it so: dsupport init --join\n");
    if (!all.refused.empty()) return fail(ErrorKind::bad_data, "");
    return {};
}

}  // namespace

const Command& command_import() {
    static const Command kCommand{
        "import",   "",       "This machine", "take in an export, or the events of a mail",
        kArguments, kOptions, kNothing,       run};
    return kCommand;
}

}  // namespace dsupport
