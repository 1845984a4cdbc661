// Mails of clients and of whoever else writes to the Group: threads, late ancestors, forged references,
// second contents under one id.
#pragma once

#include <deque>
#include <vector>

#include "lib/ticket/mail.hh"
#include "tests/sim/dice.hh"

namespace dsupport::sim {

class Clients {
  public:
    explicit Clients(std::uint64_t seed) : dice_(seed) {}

    /// One more mail; some of `tickets` may be named in it by ids of ours, honestly or not.
    Mail write(Instant now, const std::vector<TicketId>& tickets);
    /// The letter of an event, as everybody gets it.
    static Mail letter(const std::string& mid, const std::string& text, const ReplicaKey& from, Instant now);

  private:
    Dice dice_;
    int written_ = 0;
    std::vector<Mail> mails_;

    Mail fresh(Instant now);
};

}  // namespace dsupport::sim
