// Who is on duty: for commands that need a name, and for those that show the whole picture.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/zones.hh"
#include "lib/base/ids.hh"
#include "lib/base/json.hh"
#include "lib/rota/check.hh"
#include "lib/store/store.hh"
#include "lib/team/team.hh"

namespace dsupport {

/// The rota of one home at one moment of its log, together with what it is evaluated with.
class HomeRota {
  public:
    /// The zones must outlive it.
    HomeRota(const SystemZones& zones, Team team, const std::vector<RotaEvent>& exceptions);
    HomeRota(HomeRota&&) = delete;

    static Result<std::unique_ptr<HomeRota>> of(const SystemZones& zones, Store& store);
    static std::unique_ptr<HomeRota> of(const SystemZones& zones, const WriteSession& session);

    const Team& team() const { return team_; }
    const SystemZones& zones() const { return zones_; }
    const Rota& rota() const { return rota_; }

  private:
    Team team_;
    const SystemZones& zones_;
    Rota rota_;
};

/// Fails with negative when these changes of the team document would change who was on duty, or is for the
/// rest of a running shift. Gives the first seat that they leave empty and that was held without them.
Result<std::optional<Violation>> check_duty_stays(const SystemZones& zones, const WriteSession& session,
                                                  const Sections& before, const Sections& changed);

/// The object of `rota now --json`: `at`, `roles[]`, `problems[]`; only one role if `only` is given.
Json duty_json(const Team& team, const Duty& duty, std::optional<Role> only = {});

/// `warning: ...`, a line about a gap that a change leaves.
std::string gap_warning(const Violation& gap);

/// One problem of it.
Json problem_json(const DutyProblem& problem, Instant at);

}  // namespace dsupport
