// The walk along the roster's own chain that makes a Roster. Internal to lib/team.
#pragma once

#include <string>
#include <vector>

#include "lib/team/roster.hh"

namespace dsupport {

class RosterFold {
  public:
    RosterFold(const EventId& team, std::vector<RosterEvent> events, const Roster::FindLink& find);
    Roster run();

  private:
    using Place = std::vector<RosterEvent>::const_iterator;

    bool start();
    /// Decides among the events at the next rseq; false when none of them counts (yet).
    bool step(Place first, Place last);
    /// Whether the key may write the next roster event, by the roster so far.
    Standing may_write(const ChainLink& link) const;
    void apply(const RosterEvent& event);
    /// Judges an event that the chain does not go on from.
    void set_aside(const RosterEvent& event);
    void judge(const RosterEvent& event, Standing standing, std::string why = {});

    void apply_action(const TeamCreate&) {}
    void apply_action(const UnknownAction&) {}
    void apply_action(const Grant& grant);
    void apply_action(const Cut& cut);
    void apply_action(const AdminHandover& handover);
    void apply_action(const RecoveryKey& recovery);

    EventId team_;
    std::vector<RosterEvent> events_;  ///< by (rseq, id), each once
    const Roster::FindLink& find_;
    Roster roster_;
};

}  // namespace dsupport
