#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"message", 'm', "TEXT", "say why; - reads it from stdin"},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto comment, read_message(env, args));
    return change_ticket(env, args, args.argument("TICKET"), [&](WriteSession&, const Situation& at) {
        return reopen(at, comment.value_or(""));
    });
}

}  // namespace

const Command& command_reopen() {
    static const Command kCommand{"reopen",        "",       "Work on tickets", "open a closed ticket again",
                                  kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
