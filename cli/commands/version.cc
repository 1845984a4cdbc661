#include <fmt/format.h>

#include "cli/commands.hh"
#include "cli/env.hh"
#include "lib/store/migrations.hh"
#include "lib/ticket/bundle.hh"

namespace dsupport {
namespace {

Outcome run(Env& env, const Args&) {
    env.output.out(fmt::format("dsupport {}\nfold {}, database {}\n", DSUPPORT_VERSION, kFoldVersion,
                               migrations().size()));
    return {};
}

}  // namespace

const Command& command_version() {
    static const Command kCommand{"version", "", "This machine",       "say which version this is",
                                  {},        {}, kAnyConfig | kNoHome, run};
    return kCommand;
}

}  // namespace dsupport
