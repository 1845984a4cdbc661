// Who is on duty, for commands that only need a name.
#pragma once

#include <optional>
#include <string>

#include "lib/base/ids.hh"
#include "lib/team/team.hh"

namespace dsupport {

/// The holder of the role `level` (`first-level` or `technical`) now; nothing without a rota or when it is vacant.
std::optional<PersonId> duty_holder(const Team& team, const std::string& level, Instant now);

}  // namespace dsupport
