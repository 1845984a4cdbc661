// What an all-knowing observer of the simulation knows: who wrote what, what should count, and what each
// author had seen. The invariants compare the machines with this and not with each other alone.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "lib/ticket/authority.hh"
#include "lib/ticket/liveness.hh"
#include "tests/sim/replica.hh"

namespace dsupport::sim {

class Truth : public Authority {
  public:
    EventId team;

    void admit(const ReplicaKey& key, PersonId person, bool is_lead);
    /// The rights of a lead for what it writes after this seq.
    void raise(const ReplicaKey& key, std::int64_t after) { leads_after_.emplace(key, after); }
    /// An honest command, with what its machine counted just before it.
    void wrote(const Event& event, Replica& author);
    /// An event of another team on the chain of one of ours.
    void wrote_elsewhere(const Event& event) { previous_[event.id] = event.at.previous; }
    /// Of this key only the events up to this one count.
    void cut(const ReplicaKey& key, EventId last);

    const std::map<ReplicaKey, PersonId>& people() const { return people_; }
    bool honest(const EventId& id) const { return honest_.contains(id); }

    Standing standing(const Event& event) const override;
    PersonId person(const ReplicaKey& key) const override;
    bool lead(const ReplicaKey& key) const override { return leads_after_.contains(key); }
    bool acts_as_lead(const Event& event) const override;
    bool enrolled(const ReplicaKey& key) const override { return people_.contains(key); }

    /// The writes of one field that must be shown side by side: those that count and that nobody who wrote
    /// later, and whose write counts, had in sight.
    std::set<EventId> standing_writes(const std::vector<Event>& all, const TicketId& ticket,
                                      const std::string& field) const;

  private:
    std::map<ReplicaKey, PersonId> people_;
    std::map<ReplicaKey, std::int64_t> leads_after_;
    std::map<EventId, EventId> previous_;
    std::set<EventId> honest_;
    std::map<ReplicaKey, std::set<EventId>> counts_of_cut_;
    std::map<EventId, std::set<EventId>> knew_;
};

}  // namespace dsupport::sim
