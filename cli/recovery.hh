// The recovery key on paper: how it is written down, and what it does for a machine that has nothing but the
// team's log.
#pragma once

#include <string>

#include "cli/env.hh"
#include "lib/base/crypto.hh"

namespace dsupport {

/// The secret in groups that can be read aloud and typed.
std::string spoken_secret(const SigningKey& key);
/// What was typed, in any case, with or without hyphens and blanks. Fails with usage.
Result<SigningKey> read_spoken_secret(std::string_view typed);

/// Asks for the recovery key (the first line of stdin when that is no terminal) and makes this machine the
/// admin's of the team whose log is here, as `person`; with `dry_run` it is rolled back. Gives the events.
/// Fails with negative when there is no such team or the machine is in it already, with not_allowed for
/// another key.
Result<std::vector<Event>> recover_team(Env& env, const PersonId& person, bool dry_run);

}  // namespace dsupport
