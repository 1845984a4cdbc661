#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/ui/time.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 3> kOptions = {{
    {"on", 0, "WHOM", "client, or anybody else in a word or two", Values::words, "client"},
    {"until", 0, "TIME", "comes back by itself then"},
    {"message", 'm', "TEXT", "say why; - reads it from stdin"},
}};

Outcome run(Env& env, const Args& args) {
    const auto on = args.text("on");
    if (!on || on->empty())
        return fail(ErrorKind::usage, "whom does the ticket wait for?",
                    "--on client, or --on 'the printer vendor'");
    std::optional<Instant> until;
    if (const auto typed = args.text("until")) {
        DS_TRY(until, read_time(*typed, env.now(), *env.zone));
        env.output.err("until " + local_time(*until, env.now(), *env.zone) + "\n");
    }
    DS_TRY(const auto comment, read_message(env, args));
    return change_ticket(env, args, args.argument("TICKET"), [&](WriteSession&, const Situation& at) {
        return wait(at, *on, until, comment.value_or(""));
    });
}

}  // namespace

const Command& command_wait() {
    static const Command kCommand{
        "wait",          "",       "Work on tickets", "let a ticket wait for the client or somebody else",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
