// Digests: two machines that hold the same events must show the same two hashes. They compare only when both
// have the same heads and the same kFoldVersion.
#pragma once

#include <span>
#include <string>

#include "lib/ticket/fold.hh"

namespace dsupport {

/// BLAKE2b-256 over the sorted ids of a set of events.
Hash log_digest(std::span<const EventId> ids);

/// One ticket of an events-only fold as one JSON line with sorted keys; texts stand as their hashes.
std::string canonical_line(const TicketState& ticket, const State& state);

/// BLAKE2b-256 of the canonical lines of all tickets, sorted by uid, each followed by LF.
Hash state_digest(const State& state);

/// The same from lines that were kept, which must be sorted by uid.
class StateDigest {
  public:
    void add(std::string_view line) { text_.append(line).append("\n"); }
    Hash finish() const;

  private:
    std::string text_;
};

}  // namespace dsupport
