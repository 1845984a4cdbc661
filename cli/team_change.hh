// Writing the team document, and how keys are spoken.
#pragma once

#include <string>
#include <vector>

#include "lib/store/store.hh"

namespace dsupport {

/// Gives these sections new bodies. Fails with not_allowed when this machine's key may not write one of them.
Result<std::vector<Event>> write_sections(WriteSession& session, const Sections& changed);

/// What to do with a team document that has lain in a file for a while: apply it, or, where colleagues may
/// have written since, look first. Whom a file leaves out is no longer active once it is applied.
std::string next_for_file(const Team& team, const std::string& file);

/// The machine that acts once for the team: the one the document names, else the founder's.
std::optional<ReplicaKey> keeper_of(const TeamState& state);

/// Four groups of four base32 characters of a key's hash, to compare by voice.
std::string key_fingerprint(const ReplicaKey& key);

}  // namespace dsupport
