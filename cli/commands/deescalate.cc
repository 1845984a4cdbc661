#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"to", 0, "PERSON", "to this person; else to whoever is on duty", Values::person},
    {"message", 'm', "TEXT", "say why; - reads it from stdin"},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto comment, read_message(env, args));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             PersonId to;
                             if (const auto typed = args.text("to")) {
                                 DS_TRY(to, resolve_person(session, *typed, "first-level"));
                             }
                             return deescalate(at, to, comment.value_or(""));
                         });
}

}  // namespace

const Command& command_deescalate() {
    static const Command kCommand{
        "deescalate",    "",       "Work on tickets", "hand a ticket back to first-level support",
        kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
