// Who is in the team and what its document says, read from the log when a command needs it.
#pragma once

#include <memory>

#include "lib/store/events.hh"
#include "lib/ticket/roster_authority.hh"
#include "lib/ticket/team_fold.hh"

namespace dsupport {

struct TeamState {
    std::optional<EventId> id;  ///< of team.create; nothing before the first write
    std::unique_ptr<RosterAuthority> authority;
    TeamSections sections;
    Team team;
};

TeamState load_team(EventTable& events);

}  // namespace dsupport
