#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

Outcome run(Env& env, const Args& args) {
    return change_ticket(env, args, args.argument("TICKET"),
                         [](WriteSession&, const Situation& at) { return release(at); });
}

}  // namespace

const Command& command_release() {
    static const Command kCommand{
        "release",       "", "Work on tickets", "give a ticket back to whoever is on duty",
        kTicketArgument, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
