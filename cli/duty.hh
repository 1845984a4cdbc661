// Who is on duty: for commands that need a name, and for those that show the whole picture.
#pragma once

#include <optional>
#include <string>

#include "lib/base/ids.hh"
#include "lib/base/json.hh"
#include "lib/rota/ring.hh"
#include "lib/team/team.hh"

namespace dsupport {

/// The holder of the role `level` (`first-level` or `technical`) now; nothing without a rota or when it is
/// vacant.
std::optional<PersonId> duty_holder(const Team& team, const std::string& level, Instant now);

/// All seats at `t`, by this system's time zones. Fails with negative when there are no rules for that time.
Result<Duty> duty_at(const Team& team, Instant t);

/// Whether a seat that should be held is not.
bool anybody_missing(const Duty& duty);

/// The object of `rota now --json`: `at`, `roles[]`, `problems[]`; only one role if `only` is given.
Json duty_json(const Team& team, const Duty& duty, std::optional<Role> only = {});

}  // namespace dsupport
