// Which events count: their authority, and whether somebody took them back. Pure; any order of input gives
// the same answer.
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "lib/ticket/authority.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

/// A set of events in the one order that every machine agrees on: (t, rep, id).
class EventSet {
  public:
    /// Doubles are dropped. The events must outlive the set.
    explicit EventSet(std::span<const Event> events);

    std::size_t size() const { return events_.size(); }
    const Event& operator[](std::size_t i) const { return *events_[i]; }
    std::optional<std::size_t> find(const EventId& id) const;

  private:
    std::vector<const Event*> events_;
    std::unordered_map<EventId, std::size_t> index_;
};

struct Life {
    Standing standing = Standing::live;
    std::optional<EventId> undone_by;
    bool counts() const { return standing == Standing::live && !undone_by; }
};

/// One Life for each event of the set. An undo takes back the events that have the rep and op of the event it
/// names as `last` and a seq up to that one's; kinds that can never be taken back stay.
std::vector<Life> find_lives(const EventSet& events, const Authority& authority);

/// The event that an undo names; nothing for other kinds.
std::optional<EventId> undo_target(const Event& event);

/// The event that an undo or a redaction names; nothing for other kinds, and for the redaction of a mail.
std::optional<EventId> named_event(const Event& event);

/// Whether a redact reaches the body of events of this kind. No other body may be dropped: what the team
/// document says is not a text of a client.
bool can_be_redacted(std::string_view kind);

/// Whether undo has an effect on events of this kind.
bool can_be_undone(std::string_view kind);

}  // namespace dsupport
