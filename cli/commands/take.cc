#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"steal", 0, "", "take it even from somebody who holds it"},
}};

Outcome run(Env& env, const Args& args) {
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession&, const Situation& at) { return take(at, args.flag("steal")); });
}

}  // namespace

const Command& command_take() {
    static const Command kCommand{"take",          "",       "Work on tickets", "take a ticket yourself",
                                  kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
