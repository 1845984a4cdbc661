// One field of one ticket: all writes ever made to it, and which of them stand. Each write names the ones it
// replaces, so two writes are concurrent exactly when neither can be reached from the other.
#pragma once

#include <string>
#include <vector>

#include "lib/base/ids.hh"
#include "lib/base/instant.hh"
#include "lib/base/json.hh"

namespace dsupport {

struct FieldValue {
    EventId event;
    ReplicaKey rep;
    Instant t;
    Json value;
    std::vector<EventId> replaces;
    bool live = true;   ///< authorised and not taken back
    bool held = false;  ///< its key is not enrolled, or not any more: no new write is made on top of it
};

class Register {
  public:
    /// Writes in any order; doubles of one event, which have one value, become one write that replaces what
    /// any of them does. `by_openness` is the rule of the field status: the more open value is shown.
    static Register build(std::vector<FieldValue> writes, bool by_openness = false);

    /// The values that stand, the shown one first; more than one is a conflict.
    const std::vector<FieldValue>& heads() const { return heads_; }
    /// nullptr when no write stands.
    const FieldValue* shown() const { return heads_.empty() ? nullptr : &heads_.front(); }
    /// All writes, oldest first.
    const std::vector<FieldValue>& history() const { return history_; }
    /// What the next write must say it replaces: every write that no known write replaces, also undone ones,
    /// so that a later redo of those does not look concurrent. Held ones are left out: who was cut could name
    /// there what the writer has never seen.
    const std::vector<EventId>& tips() const { return tips_; }

  private:
    std::vector<FieldValue> history_, heads_;
    std::vector<EventId> tips_;
};

}  // namespace dsupport
