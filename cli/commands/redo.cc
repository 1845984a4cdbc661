#include <array>

#include "cli/commands.hh"
#include "cli/undo.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"N", "how many commands; one unless told", Values::anything, false},
}};

Outcome run(Env& env, const Args& args) {
    return undo_commands(env, args, Step::redo);
}

}  // namespace

const Command& command_redo() {
    static const Command kCommand{"redo",     "", "Work on tickets", "do again what undo took back",
                                  kArguments, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
