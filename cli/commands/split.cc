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
                         [&](WriteSession&, const Situation& at) { return split(at, n); });
}

}  // namespace

const Command& command_split() {
    static const Command kCommand{
        "split",         "",       "Work on tickets", "give a mail, and what answers it, a ticket of its own",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
