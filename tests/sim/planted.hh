// Where planted bugs sit: reading bundles without checks, and an authority that misjudges.
#pragma once

#include <memory>
#include <optional>

#include "lib/ticket/bundle.hh"
#include "lib/ticket/roster_authority.hh"
#include "tests/sim/plant.hh"

namespace dsupport::sim {

/// decode_bundle, or with Plant::signature_unchecked the same without verifying events.
Result<Bundle> read_bundle(std::string_view bytes, Plant plant);

/// RosterAuthority, or one that errs as planted.
class PlantedAuthority : public Authority {
  public:
    PlantedAuthority(const EventId& team, std::span<const Event> events, const Roster::FindLink& find,
                     Plant plant);

    Standing standing(const Event& event) const override;
    PersonId person(const ReplicaKey& key) const override { return honest_.person(key); }
    bool lead(const ReplicaKey& key) const override { return honest_.lead(key); }
    bool acts_as_lead(const Event& event) const override { return honest_.acts_as_lead(event); }
    bool enrolled(const ReplicaKey& key) const override { return honest_.enrolled(key); }
    const Roster& roster() const { return honest_.roster(); }

  private:
    RosterAuthority honest_, without_cuts_;
    std::map<ReplicaKey, Instant> cut_at_;
    Plant plant_;
};

}  // namespace dsupport::sim
