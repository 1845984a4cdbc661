// The phone forwarding: a program of the team's own that is told who answers which line. It is run when that
// changes, again until it succeeds, and its failure is shown.
#pragma once

#include "cli/duty.hh"
#include "cli/env.hh"

namespace dsupport {

/// What the program reads on its standard input, without the moment: `lines[]` with `line, number, person,
/// target`, and `roles[]` as in `rota now --json`. A line whose holder has no phone goes to its fallback.
Json forwarding_json(const Team& team, const Duty& duty);

enum class Forwarded { no_program, unchanged, done };
/// Runs `rota.hook` of the configuration if what it should be told differs from what it was told last. Fails
/// with try_later when it fails; the next run tries it again.
Result<Forwarded> forward_phones(Env& env, const Json& forwarding, Instant at);

/// How the last run failed, in words; empty when it did not.
std::string forwarding_failure(Store& store);

}  // namespace dsupport
