#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"TICKET", "the ticket that shall be part of another", Values::ticket},
    {"INTO", "the ticket that stays", Values::ticket},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, founded_store(env));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             DS_TRY(const auto id, store->resolve(args.argument("INTO"), session.now()));
                             DS_TRY(const auto into, session.load(id));
                             return merge(at, into.summary, into.code);
                         });
}

}  // namespace

const Command& command_merge() {
    static const Command kCommand{"merge",    "", "Work on tickets", "make one ticket part of another",
                                  kArguments, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
