// What honest people type, as random commands: each judges by what its own machine has folded and names what
// it replaces, as the real commands do.
#pragma once

#include <vector>

#include "tests/sim/dice.hh"
#include "tests/sim/replica.hh"

namespace dsupport::sim {

/// The events of one command; empty when there was nothing to do.
using Command = std::vector<EventContent>;

class Typist {
  public:
    explicit Typist(std::uint64_t seed) : dice_(seed) {}
    Command next(Replica& at, Instant now);

  private:
    Dice dice_;
    int texts_ = 0;

    std::string text();
    Command log_call();
    Command on_ticket(Replica& at, const TicketState& ticket, Instant now);
    EventContent writes(const TicketState& ticket, Instant now);
    EventContent tag(const TicketState& ticket);
    Command note(const TicketState& ticket);
    Command reply(const TicketState& ticket);
    Command split(const State& state, const TicketState& ticket);
    Command link(const State& state, const TicketState& ticket);
    Command undo(Replica& at);
    Command redact(Replica& at, const TicketState& ticket);
    void place_mails(EventContent& out, const State& state, const TicketState& ticket);
};

}  // namespace dsupport::sim
