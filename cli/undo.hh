// undo and redo: one command is one step. Both walk over the commands of this machine, newest first.
#pragma once

#include "cli/env.hh"

namespace dsupport {

enum class Step { undo, redo };

/// Takes back the last N commands, or does again the last N that were taken back. What a mail has already
/// told the team is said, not unsaid.
Outcome undo_commands(Env& env, const Args& args, Step step);

/// Takes back the command of an answer of which every copy was dropped before anybody tried to send it:
/// nobody shall take it for answered. Gives whether it did.
Result<bool> take_back_unsent(WriteSession& session, Store& store, const EventId& reply);

}  // namespace dsupport
