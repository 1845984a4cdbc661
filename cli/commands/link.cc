#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"TICKET", "which ticket: a code, its beginning, or @", Values::ticket},
    {"OTHER", "the ticket it has to do with", Values::ticket},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, founded_store(env));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             DS_TRY(const auto id, store->resolve(args.argument("OTHER"), session.now()));
                             DS_TRY(const auto other, session.load(id));
                             return relate(at, other.summary, other.code);
                         });
}

}  // namespace

const Command& command_link() {
    static const Command kCommand{
        "link",     "", "Work on tickets", "note that two tickets have to do with each other",
        kArguments, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
