// The prompt for writing up a call while talking: one line at a time, each of them safe in a draft before the
// next is asked for.
#pragma once

#include "cli/call_form.hh"
#include "cli/env.hh"

namespace dsupport {

/// Asks for what is missing in `form` until an empty line. From the first line on it is in a draft
/// (Typed::draft). Ctrl-C, a dead terminal and /x fail with interrupted or gave_up; the draft stays and the
/// hint says how to go on.
Outcome ask_call(Env& env, CallForm& form);

}  // namespace dsupport
