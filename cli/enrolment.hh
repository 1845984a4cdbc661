// Whose machines are in the team: the admin adds their keys and cuts them off.
#pragma once

#include "cli/env.hh"

namespace dsupport {

/// `team add PERSON KEY`: what the machine with this key writes, and has written, counts as the person's.
/// Asks whether the fingerprints agree. Fails with not_allowed unless this machine is the admin's, with
/// unknown_person for somebody who is not in the team document, with negative for a key that was cut.
Outcome team_add(Env& env, const Args& args);

/// `team cut KEY`: nothing counts any more that the machine with this key writes from now on. The key is
/// given whole or as its fingerprint. Fails with not_allowed as above and for the admin's own key, with
/// negative for one that is not in the team.
Outcome team_cut(Env& env, const Args& args);

/// The command that adds this machine, for whoever is the admin: `dsupport team add bo 84F2...`.
std::string command_to_add(const PersonId& person, const ReplicaKey& key);

}  // namespace dsupport
