// The team as JSON, as dsupport-json(5) promises it to scripts: members are only ever added.
#pragma once

#include "lib/base/json.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// What `team show --json` gives: every section of the document, and whose keys are in the team.
Json team_json(const TeamState& state);

Json texts_json(const std::vector<std::string>& texts);

/// What this key may do: `member`, `lead`, `admin`; `cut` when it was taken out of the team.
std::string_view right_name(const Enrolment& enrolment);

}  // namespace dsupport
