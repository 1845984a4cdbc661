#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"TICKET", "which ticket: a code, its beginning, or @", Values::ticket},
    {"PERSON", "a handle, an address, me, or on-duty", Values::person},
}};

constexpr std::array<Option, 1> kOptions = {{
    {"if-unassigned", 0, "", "refuse when somebody else holds it"},
}};

Outcome run(Env& env, const Args& args) {
    return change_ticket(
        env, args, args.argument("TICKET"),
        [&](WriteSession& session, const Situation& at) -> Result<Change> {
            DS_TRY(const auto to, resolve_person(session, args.argument("PERSON"), at.ticket.level));
            return assign(at, to, args.flag("if-unassigned") ? IfHeld::refuse : IfHeld::replace);
        });
}

}  // namespace

const Command& command_assign() {
    static const Command kCommand{"assign",   "",       "Work on tickets", "give a ticket to a person",
                                  kArguments, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
