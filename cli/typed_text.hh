// The text that a person typed for a command: where it comes from, and that it is not lost whatever happens
// next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/env.hh"

namespace dsupport {

/// The text of -m: given, from stdin for `-`, or that of --recover. An empty one and both at once are usage
/// errors.
Result<std::optional<std::string>> read_message(Env& env, const Args& args);

/// The text of -m, else what the person writes in an editor, with --recover beginning with that draft.
/// Without a terminal a draft is taken as it is, and no text is a usage error that names `what`.
Result<std::string> need_message(Env& env, const Args& args, const std::string& name,
                                 const std::string& what);

/// What the person makes of `initial` in their editor; `notes` tell them what to do. The draft is known to
/// the Env from then on.
Result<std::string> edit_typed(Env& env, const std::string& name, const std::string& initial,
                               const std::string& notes, const std::string& recover = {});

/// The text is safe: its draft goes.
void drop_draft(Env& env);

/// The error of a command whose text is not safe yet, with the command that goes on with it. A text that is
/// nowhere else becomes a draft now; not one in the command line when the mistake is there, too.
Error keep_text(Env& env, Error error);

/// The command line without its text, for Typed::again.
std::string retry_line(const Command& command, const std::vector<std::string>& rest);

}  // namespace dsupport
