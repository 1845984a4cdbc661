#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"message", 0, "N", "which message, as show numbers them"},
}};

Outcome ask(Env& env, const Args& args, std::size_t n) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto id, store->resolve(args.argument("TICKET"), env.now()));
    const auto code = store->code_of(id).value_or(id.code());
    DS_TRY(const bool sure,
           env.prompt().confirm(fmt::format(
               "Remove the text of message {} of {} everywhere? It cannot be taken back.", n, code)));
    if (!sure) return fail(ErrorKind::gave_up, "nothing was redacted");
    return {};
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto n, read_count(args, "message"));
    if (!args.flag("yes") && !args.flag("dry-run") && env.prompt().possible()) DS_CHECK(ask(env, args, n));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession&, const Situation& at) { return redact(at, n); });
}

}  // namespace

const Command& command_redact() {
    static const Command kCommand{
        "redact",        "",       "Work on tickets", "remove the text of a message everywhere",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
