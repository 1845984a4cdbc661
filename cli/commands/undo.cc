#include <array>

#include "cli/commands.hh"
#include "cli/undo.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"N", "how many commands; one unless told", Values::anything, false},
}};

Outcome run(Env& env, const Args& args) {
    return undo_commands(env, args, Step::undo);
}

}  // namespace

const Command& command_undo() {
    static const Command kCommand{
        "undo",     "", "Work on tickets", "take back what I did last on this machine",
        kArguments, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
