// First-level support's round: all new tickets, one key a step.
#pragma once

#include "cli/env.hh"

namespace dsupport {

/// Shows each new ticket, the most pressing first, and asks for its nature and urgency. Every answer is
/// written at once, as a command of its own; `e` escalates, `s` leaves the ticket for later, `x` stops. Needs
/// a terminal.
Outcome triage_all_new(Env& env, const Args& args);

}  // namespace dsupport
