#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"message", 0, "N", "which message, as show numbers them"},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto n, read_count(args, "message"));
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
