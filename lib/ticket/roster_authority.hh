// The roster as the fold's Authority: reads roster events from the log's events, says which right each kind
// needs, and refuses the events of other teams. Also writes the content of new roster events.
#pragma once

#include <optional>
#include <span>

#include "lib/team/roster.hh"
#include "lib/ticket/authority.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

using RosterAction = decltype(RosterEvent::action);

/// The place of an event in its author's chain.
ChainLink chain_link(const Event& event);

/// What a team.create or roster event says; nothing for other kinds. An action that this version cannot read
/// is an UnknownAction, a place that it cannot read is rseq 0, which never counts.
std::optional<RosterEvent> read_roster_event(const Event& event);

/// The content of the roster event that takes this action next. Whoever raises the rights of a key that has
/// some already gives the action the highest seq it knows of that key's chain as `after`. Sealed with the
/// team's id it counts if its author may write the roster. `rprev` of the first one is the id of team.create.
/// Not for TeamCreate and UnknownAction.
EventContent write_roster_event(const EventId& team, const Roster& roster, const RosterAction& action);

/// What an author must be for an event of this kind and content to count.
Right right_needed(const Event& event);

class RosterAuthority : public Authority {
  public:
    /// No team yet: every event is held.
    RosterAuthority() = default;
    /// The team that begins with the event `team`. Of `events` only team.create and roster events are looked
    /// at, in any order, doubles allowed. `find` gives the chain link of any event in the log; it is only
    /// called in here. To be made anew when a roster event arrives, and when a gap closes in the chain of a
    /// key that was cut.
    RosterAuthority(const EventId& team, std::span<const Event> events, const Roster::FindLink& find);

    /// Void for every event of another team.
    Standing standing(const Event& event) const override;
    PersonId person(const ReplicaKey& key) const override { return roster_.person(key); }
    bool lead(const ReplicaKey& key) const override;
    bool acts_as_lead(const Event& event) const override;
    bool enrolled(const ReplicaKey& key) const override;

    const Roster& roster() const { return roster_; }
    const EventId& team() const { return team_; }

  private:
    EventId team_;
    Roster roster_;
};

}  // namespace dsupport
