#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/transport.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 3> kOptions = {{
    {"send", 0, "", "only send what is queued"},
    {"json", 0, "", "print the result as JSON"},
    {"quiet", 'q', "", "print nothing when it worked"},
}};

Json problems_json(const std::vector<MailProblem>& problems) {
    Json out = Json::array();
    for (const auto& p : problems)
        out.push(Json::object({{"n", p.n}, {"subject", p.subject}, {"reason", p.reason}}));
    return out;
}

void print(Env& env, const Args& args, const SendReport& report) {
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"sent", static_cast<std::int64_t>(report.sent)},
                                     {"held", problems_json(report.held)},
                                     {"failed", problems_json(report.failed)},
                                     {"retry", problems_json(report.retry)},
                                     {"unknown", problems_json(report.unknown)},
                                     {"fetched", 0},
                                     {"added", 0}})
                           .dump() +
                       "\n");
        return;
    }
    std::string line = fmt::format("{} sent", report.sent);
    const auto add = [&](const std::vector<MailProblem>& list, std::string_view word) {
        if (!list.empty()) line += fmt::format(", {} {}", list.size(), word);
    };
    add(report.held, "held");
    add(report.retry, "to be tried again");
    add(report.unknown, "of unknown fate");
    add(report.failed, "failed");
    say(env, args, line);
    if (report.near_limit)
        env.output.err(fmt::format("more than {} notices today; at {} they wait for tomorrow\n", kPostsWarn,
                                   kPostsLimit));
}

/// The exit code that says most: a mail that failed for good, one to be tried again, one that is held.
Outcome verdict(const SendReport& report) {
    const auto told = [](ErrorKind kind, const MailProblem& p) {
        return fail(kind, fmt::format("mail {} ({}): {}", p.n, p.subject, p.reason),
                    fmt::format("dsupport outbox show {}", p.n));
    };
    if (!report.failed.empty()) return told(ErrorKind::refused, report.failed.front());
    if (report.stopped) return tl::unexpected(*report.stopped);
    if (!report.retry.empty()) return told(ErrorKind::try_later, report.retry.front());
    if (!report.unknown.empty()) return told(ErrorKind::try_later, report.unknown.front());
    if (!report.held.empty()) return told(ErrorKind::negative, report.held.front());
    return {};
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::write));
    DS_TRY(auto setup, sender_setup(env, *store));
    const bool show_progress = env.terminal.stderr_tty && !args.flag("quiet");
    std::size_t shown = 0;
    if (show_progress)
        setup.progress = [&](std::size_t sent) { env.output.err(fmt::format("\r{} sent", shown = sent)); };
    DS_TRY(const auto report, send_all(*store, {env.paths.data_dir}, env.clock, env.random, setup));
    if (shown > 0) env.output.err("\r");
    print(env, args, report);
    return verdict(report);
}

}  // namespace

const Command& command_sync() {
    static const Command kCommand{"sync", "",       "Mail",   "send what is queued to the group",
                                  {},     kOptions, kNothing, run};
    return kCommand;
}

}  // namespace dsupport
