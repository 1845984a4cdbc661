// Who may do what: a pure fold of the team's authority events. It sees no clock and no order of arrival;
// equal sets of events give equal rosters. One thing it must ask for: the links of the chain of a key that
// was cut, because a cut names a point of that chain and only what lies on the way back from there counts.
//
// The rules. The founder is the first admin. Roster events form one chain of their own (`rseq`, `rprev`);
// each is judged by the roster as it was just before it, and by nothing later. The admin of that moment may
// write it, and the recovery key always may. Where two stand at one place, the recovery key's counts and the
// other, with all that was built upon it, does not; where the recovery key has not spoken, both and all later
// ones wait for it.
//
// What was void stays void when its author's rights are raised later: the raise says after which seq of that
// chain it counts, which is the highest seq the writer knows of it. A seq is enough there, unlike at a cut:
// whoever gets round it by a higher one says nothing that the new right would not let them say today.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "lib/base/ids.hh"
#include "lib/team/standing.hh"

namespace dsupport {

/// What an author must be for an event to count. Each includes the ones before it.
enum class Right { member, lead, admin };

/// A point on a key's own chain: the event with this id, and the place that it says it has.
struct ChainPoint {
    std::int64_t seq = 0;  ///< 0, with a zero id: before the first event
    EventId id;
    bool operator==(const ChainPoint&) const = default;
};

/// An event's place in its author's chain.
struct ChainLink {
    ReplicaKey author;
    std::int64_t seq = 0;
    EventId id, previous;
};

/// The event that starts the team; its author is the founder.
struct TeamCreate {};
/// A key may act for a person. Grants only raise rights; of several persons the last one granted counts.
struct Grant {
    ReplicaKey key;
    PersonId person;
    Right right = Right::member;  ///< member or lead
    /// The right counts for the events of the chain after this seq. A first grant lets the whole chain count.
    std::int64_t after = 0;
};
/// Of this key only `last` and what it was built upon count, from now and for good.
struct Cut {
    ReplicaKey key;
    ChainPoint last;
    std::string reason;
};
/// The admin's right passes to this key. The former admin keeps the rights of a lead, and those of the admin
/// for `last` of its chain and what it was built upon.
struct AdminHandover {
    ReplicaKey key;
    ChainPoint last;
    std::int64_t after = 0;  ///< the new admin's rights count for the events of its chain after this seq
};
/// From now on this is the recovery key.
struct RecoveryKey {
    ReplicaKey key;
};
/// Something of a newer version: it takes its place in the chain and changes nothing.
struct UnknownAction {};

struct RosterEvent {
    ChainLink link;
    std::variant<TeamCreate, Grant, Cut, AdminHandover, RecoveryKey, UnknownAction> action;
    std::int64_t rseq = 0;  ///< from 1; 0 in team.create
    EventId rprev;          ///< the roster event at rseq - 1; zero at 1
};

/// One key and what the roster says of it.
struct Enrolment {
    bool enrolled = false;        ///< false: it was only cut
    PersonId person;              ///< empty: the founder or an admin without a grant
    Right right = Right::member;  ///< Right::admin only for the admin of now
    std::vector<ChainPoint> cuts;
    std::vector<std::string> cut_reasons;  ///< one for each of `cuts`
    bool operator==(const Enrolment&) const = default;
};

/// How one roster event was judged.
struct RosterJudgement {
    Standing standing = Standing::held;
    std::string why;  ///< empty when live
};

class Roster {
  public:
    /// Finds the link of an event by its id; nothing when the log does not have the event (yet).
    using FindLink = std::function<std::optional<ChainLink>(const EventId&)>;

    /// A roster of nobody: every event is held.
    Roster() = default;
    /// Folds the roster events of the team whose `team.create` has the id `team`; duplicates do no harm.
    /// `find` is asked only about chains of keys that were cut or were admin once, and only within this call.
    static Roster fold(const EventId& team, std::vector<RosterEvent> events, const FindLink& find);

    /// Whether an event counts whose author must have this right. Not for roster events: see `judgement`.
    Standing standing(const ChainLink& event, Right needed = Right::member) const;
    /// How a roster event was judged, or nullptr for an id that was not among the events.
    const RosterJudgement* judgement(const EventId& id) const;

    /// nullptr when nothing enrolled the key.
    const Enrolment* find(const ReplicaKey& key) const;
    /// The person a key acts for; empty when it has no grant.
    PersonId person(const ReplicaKey& key) const;
    /// Whether the key has a right and was never cut: new events of it are welcome.
    bool active(const ReplicaKey& key) const;
    /// Whether it was cut: what it writes now counts nowhere, whatever right it had.
    bool was_cut(const ReplicaKey& key) const { return cuts_.contains(key); }
    /// Every key that ever had a right or was cut.
    const std::map<ReplicaKey, Enrolment>& keys() const { return keys_; }
    std::optional<ReplicaKey> founder() const { return founder_; }
    /// The keys of which other events count, or for another person, than by the roster `before`. Nothing else
    /// about an event's author decides whether it counts.
    std::vector<ReplicaKey> changed_since(const Roster& before) const;
    /// Whether it depends on a key's chain which of its events count: a new link may make others count.
    bool limited(const ReplicaKey& key) const { return cuts_.contains(key) || ended_terms_.contains(key); }
    /// The admin of now.
    std::optional<ReplicaKey> admin() const { return admin_; }
    std::optional<ReplicaKey> recovery() const { return recovery_; }
    /// The last roster event that counts: a new one has rseq + 1 and this id as rprev.
    std::int64_t last_rseq() const { return last_rseq_; }
    const EventId& last_id() const { return last_id_; }
    /// The rseq at which the roster waits for the recovery key to choose, if it does.
    std::optional<std::int64_t> conflict() const { return conflict_; }

  private:
    friend class RosterFold;

    /// A chain from some point back to its start, or to where the log has a gap.
    struct Stretch {
        std::vector<EventId> ids;  ///< at seq top, top - 1, ...
        std::int64_t top = 0;
        bool gap = false;  ///< below the last of `ids` it goes on, but the log does not say how
        /// live: the event is on it; held: the gap hides whether it is; voided: it is not.
        Standing reaches(const ChainLink& event) const;
        bool operator==(const Stretch&) const = default;
    };
    /// When a key was admin: from after this seq to the end of the stretch.
    struct Term {
        std::int64_t after = 0;
        Stretch until;
        bool operator==(const Term&) const = default;
    };
    static Stretch walk(const ReplicaKey& key, const ChainPoint& last, const FindLink& find);
    Standing not_cut(const ChainLink& event) const;
    Standing admins(const ChainLink& event) const;
    /// From after this seq of its chain on the key has the right, too.
    void raise(const ReplicaKey& key, Right right, std::int64_t after);

    std::map<ReplicaKey, Enrolment> keys_;
    std::map<ReplicaKey, std::vector<Stretch>> cuts_;
    std::map<ReplicaKey, std::vector<Term>> ended_terms_;  ///< of former admins
    /// The seqs after which a key has the rights of a member and of a lead.
    std::map<ReplicaKey, std::array<std::int64_t, 2>> rights_after_;
    std::int64_t admin_after_ = 0;
    std::map<EventId, RosterJudgement> judgements_;
    std::optional<ReplicaKey> founder_, admin_, recovery_;
    std::int64_t last_rseq_ = 0;
    EventId last_id_;
    std::optional<std::int64_t> conflict_;
};

/// Two or more events of one key with one seq: a restored backup wrote on. Both branches count; the machine
/// must take a new key.
struct ChainFork {
    ReplicaKey author;
    std::int64_t seq = 0;
    std::vector<EventId> ids;  ///< sorted
};
std::vector<ChainFork> find_forks(std::vector<ChainLink> links);

/// What an author must be to write a section of the team document: anyone enrolled `keeper`, a lead `rota`,
/// `lines`, `templates`, the admin all others (sections of newer versions too).
Right right_for_section(std::string_view section);

}  // namespace dsupport
