// One machine of the simulation: its keys, its log, what it knows of the others, and the exchange that
// repairs losses. It uses the library for everything that a real machine would; the planted bugs sit where it
// does.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/ticket/bundle.hh"
#include "lib/ticket/fold.hh"
#include "lib/ticket/roster_authority.hh"
#include "tests/sim/dice.hh"
#include "tests/sim/plant.hh"

namespace dsupport::sim {

class Replica {
  public:
    Replica(std::size_t number, Dice dice, Plant plant);
    Replica(Replica&&) = default;

    // Writing

    const SigningKey& key() const { return keys_.back(); }
    /// Its machines' clock: the world's, years off on some.
    Instant wall(Instant world) const { return world + clock_off_; }
    /// Seals the next event of its chain; nothing when the content does not fit.
    std::optional<Event> write(EventContent content, Instant world, const OpId& op);
    /// Where the next event goes, for those who forge.
    const EventPlace& end() const { return end_; }
    void join(const EventId& team) { team_ = team; }
    const EventId& team() const { return team_; }
    OpId fresh_op() { return dice_.id<OpId>(); }

    // Reading

    const std::vector<Event>& events() const { return events_; }
    const std::vector<Mail>& mails() const { return mails_; }
    bool has(const EventId& id) const { return index_.contains(id); }
    const Authority& authority();
    const Roster& roster();
    const State& state();
    /// The value of a field that this machine shows.
    const FieldValue* shown(const Register& field) const;
    /// The last event of each chain without a gap before it.
    std::map<ReplicaKey, ChainHead> heads() const;

    // The exchange

    void receive(const Mail& mail);
    void receive(const std::string& text);
    /// The text of its next mail to the Group.
    std::string compose();
    /// Whether it waits for events, or has some that it was asked for.
    bool busy();
    /// Its chains with two events of one seq go out whole once more, and so does what lies behind a hole:
    /// heads cannot say which branch somebody lacks, nor that there is more behind a hole that nobody can
    /// fill.
    void repeat_hidden();

    // Accidents

    void save_backup();
    /// Goes back to the backup, if there is one, and forgets all since.
    void restore_backup();
    /// Whether its own chain came back from the Group with events it does not remember: then it takes a new
    /// key.
    bool take_new_key_if_restored();

  private:
    struct Backup {
        std::vector<Event> events;
        EventPlace end;
        std::set<EventId> unposted;
    };
    using Ranges = std::map<ReplicaKey, std::vector<SeqRange>>;

    Dice dice_;
    Plant plant_;
    std::vector<SigningKey> keys_;
    std::int64_t clock_off_ = 0;
    EventId team_;
    EventPlace end_;
    bool own_chain_came_back_ = false;
    std::vector<Event> events_;
    std::map<EventId, std::size_t> index_;
    std::set<std::pair<ReplicaKey, std::int64_t>> places_;
    std::vector<Mail> mails_;
    std::set<Hash> mail_hashes_;
    std::set<EventId> unposted_;
    std::map<ReplicaKey, std::map<ReplicaKey, ChainHead>> peer_heads_;
    std::map<ReplicaKey, std::pair<Ranges, int>> asked_;  ///< by whom: what, and how many of our mails ago
    std::optional<Backup> backup_;
    std::set<EventId> repeated_;

    std::unique_ptr<Authority> authority_;
    const Roster* roster_ = nullptr;
    std::unique_ptr<State> state_;

    bool is_own(const ReplicaKey& key) const;
    void add(Event event);
    void forget_conclusions();
    Ranges holes();
    std::set<EventId> answers();
};

}  // namespace dsupport::sim
