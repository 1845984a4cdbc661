#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"message", 'm', "TEXT", "the note; - reads it from stdin; without it an editor opens"},
    {"ack", 0, "", "also says that the client's mails here are dealt with"},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto text,
           need_message(env, args, "note-" + args.argument("TICKET"), "a note for colleagues"));
    return change_ticket(env, args, args.argument("TICKET"), [&](WriteSession&, const Situation& at) {
        return note(at, text, args.flag("ack"));
    });
}

}  // namespace

const Command& command_note() {
    static const Command kCommand{
        "note",          "",       "Work on tickets", "write a note that only colleagues see",
        kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
