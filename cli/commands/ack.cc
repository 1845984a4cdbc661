#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

Outcome run(Env& env, const Args& args) {
    return change_ticket(env, args, args.argument("TICKET"),
                         [](WriteSession&, const Situation& at) { return ack(at); });
}

}  // namespace

const Command& command_ack() {
    static const Command kCommand{
        "ack",           "", "Work on tickets", "say that the client's mails are seen and dealt with",
        kTicketArgument, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
