#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/env.hh"
#include "cli/intake_warnings.hh"
#include "cli/ticket_change.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/sync/ingest.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"SOURCE", "an mbox, a Maildir, a folder of .eml files, one mail; - for standard input", Values::file,
     false, true},
}};

constexpr std::array<Option, 4> kOptions = {{
    {"retry", 0, "", "read once more what could not be read before"},
    {"quiet", 'q', "", "print nothing but what a person has to know"},
    {"dry-run", 'n', "", "say what would come of it, and keep nothing"},
    {"json", 0, "", "print the result as JSON"},
}};

/// At most so many columns of a progress line are written over.
constexpr std::string_view kBlank = "\r                                                            \r";

Result<std::unique_ptr<MailSource>> open(const std::string& source) {
    if (source == "-") return open_stream(0, "-");
    return open_source(source);
}

std::string progress_line(const SourceProgress& progress, const IntakeReport& report) {
    if (progress.total == 0) return fmt::format("\r{} mails", report.read);
    return fmt::format("\r{} mails, {} %", report.read, progress.done * 100 / progress.total);
}

Json result_json(const IntakeReport& report) {
    Json refused = Json::array();
    for (const auto& r : report.refused)
        refused.push(Json::object({{"source", r.source}, {"reason", r.reason}}));
    return Json::object({{"schema", 1},
                         {"read", report.read},
                         {"new_tickets", report.new_tickets},
                         {"added", report.added},
                         {"duplicate", report.duplicate},
                         {"events", report.events},
                         {"passed_over", report.passed_over},
                         {"refused", std::move(refused)}});
}

void print(Env& env, const Args& args, const IntakeReport& report) {
    if (args.flag("json")) {
        env.output.out(result_json(report).dump() + "\n");
        return;
    }
    const auto* would = args.flag("dry-run") ? "would be " : "";
    say(env, args,
        fmt::format("mails read: {}; {}new: {}; known already: {}; refused: {}; new tickets: {}", report.read,
                    would, report.added, report.duplicate, report.refused.size(), report.new_tickets));
    if (report.passed_over > 0)
        env.output.err(
            fmt::format("note: passed over in folders: {} (trashed, drafts or links)\n", report.passed_over));
    for (const auto& r : report.refused)
        env.output.err(printable(fmt::format("refused: {}: {}", r.source, r.reason)) + "\n");
    if (!report.refused.empty())
        env.output.err("note: what was refused is kept as it came; dsupport status lists it\n");
}

Outcome run(Env& env, const Args& args) {
    const auto sources = args.arguments("SOURCE");
    if (sources.empty() && !args.flag("retry"))
        return fail(ErrorKind::usage, "ingest needs a source of mails",
                    "dsupport ingest FILE, or - for standard input");
    DS_TRY(auto* store, env.store_to_write(args.flag("dry-run")));
    DS_TRY(const auto parser, load_parser(env.module_dir));
    Intake intake(*store, env.clock, env.random);
    if (args.flag("dry-run")) intake.only_try();
    IntakeReport all;
    if (args.flag("retry")) {
        DS_TRY(const auto report, intake.retry(*parser));
        all.add(report);
    }
    IngestWatch watch;
    bool drawn = false;
    if (env.terminal.stderr_tty && !args.flag("quiet"))
        watch.progress = [&](const SourceProgress& progress, const IntakeReport& report) {
            env.output.err(progress_line(progress, report));
            drawn = true;
        };
    // One source that cannot be read is no reason to leave the others.
    Outcome result;
    for (const auto& source : sources) {
        auto opened = open(source);
        auto report = opened ? ingest(intake, **opened, *parser, watch)
                             : Result<IntakeReport>(tl::unexpected(std::move(opened).error()));
        if (report)
            all.add(*report);
        else if (result)
            result = tl::unexpected(std::move(report).error());
    }
    if (drawn) env.output.err(std::string(kBlank));
    print(env, args, all);
    DS_TRY(const auto warnings, intake_warnings(*store, all));
    env.output.err(warnings);
    return result;
}

}  // namespace

const Command& command_ingest() {
    static const Command kCommand{
        "ingest",   "",       "Mail",   "take in mails from files, folders or standard input",
        kArguments, kOptions, kNothing, run};
    return kCommand;
}

}  // namespace dsupport
