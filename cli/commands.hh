// The table of commands, in the order of `dsupport help`. A new command is one line here and one file in
// commands/, which defines `const Command& command_NAME()`.
#pragma once

#include <span>
#include <string_view>

#include "cli/command.hh"

#define DSUPPORT_COMMANDS(X) \
    X(log)                   \
    X(list)                  \
    X(show)                  \
    X(triage)                \
    X(escalate)              \
    X(deescalate)            \
    X(assign)                \
    X(take)                  \
    X(release)               \
    X(note)                  \
    X(reply)                 \
    X(ack)                   \
    X(wait)                  \
    X(resume)                \
    X(close)                 \
    X(reopen)                \
    X(tag)                   \
    X(edit)                  \
    X(merge)                 \
    X(unmerge)               \
    X(split)                 \
    X(link)                  \
    X(redact)                \
    X(search)                \
    X(history)               \
    X(why)                   \
    X(undo)                  \
    X(redo)                  \
    X(sync)                  \
    X(ingest)                \
    X(outbox)                \
    X(team)                  \
    X(rota)                  \
    X(init)                  \
    X(config)                \
    X(status)                \
    X(export)                \
    X(import)                \
    X(rebuild)               \
    X(help)                  \
    X(version)

/// Found by name like the others, but never shown: for the completions and the checks of the manual.
#define DSUPPORT_HIDDEN_COMMANDS(X) \
    X(spec)                         \
    X(complete)

namespace dsupport {

#define DSUPPORT_DECLARE(name) const Command& command_##name();
DSUPPORT_COMMANDS(DSUPPORT_DECLARE)
DSUPPORT_HIDDEN_COMMANDS(DSUPPORT_DECLARE)
#undef DSUPPORT_DECLARE

/// How to get at a command without building the others.
struct CommandEntry {
    std::string_view name;
    const Command& (*get)();
};

std::span<const CommandEntry> all_commands();

/// By name or alias; nullptr when there is none.
const Command* find_command(std::string_view name);

/// `dsupport: no command 'esclate'`, with the nearest one as a hint.
tl::unexpected<Error> unknown_command(std::string_view typed);

}  // namespace dsupport
