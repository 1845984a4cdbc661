// Who may do what, as the fold asks it. The answers come from the roster (lib/team); tests give their own.
#pragma once

#include "lib/team/standing.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

class Authority {
  public:
    virtual ~Authority() = default;
    virtual Standing standing(const Event& event) const = 0;
    /// The person a key was granted to; empty for an unknown key.
    virtual PersonId person(const ReplicaKey& key) const = 0;
    /// Whether the key has the rights of a lead now.
    virtual bool lead(const ReplicaKey& key) const = 0;
    /// Whether its author has the rights of a lead for this event.
    virtual bool acts_as_lead(const Event& event) const { return lead(event.rep); }
    /// Whether the key was ever let into the team, also one that was cut since.
    virtual bool enrolled(const ReplicaKey& key) const = 0;
};

}  // namespace dsupport
