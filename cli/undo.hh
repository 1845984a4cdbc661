// undo and redo: one command is one step. Both walk over the commands of this machine, newest first.
#pragma once

#include "cli/env.hh"

namespace dsupport {

/// No command further back can be taken back.
inline constexpr std::size_t kLookBack = 1000;

enum class Step { undo, redo };

/// Takes back the last N commands, or does again the last N that were taken back. What a mail has already
/// told the team is said, not unsaid.
Outcome undo_commands(Env& env, const Args& args, Step step);

/// Where a command that is made of undos, but is none to whoever gave it (unmerge), says so on this machine:
/// the events cannot tell.
std::string deed_mark(const OpId& op);

/// What a command did; of one that took others back, or did them again, what those did. `ops` as my_ops gives
/// them.
std::string command_words(const std::vector<OpSummary>& ops, const OpSummary& op);

/// Takes back the command of an answer of which every copy was dropped before anybody tried to send it:
/// nobody shall take it for answered. Gives whether it did.
Result<bool> take_back_unsent(WriteSession& session, Store& store, const EventId& reply);

}  // namespace dsupport
