// Somebody who was cut and knows the format well: writes on, dates back, branches off below the cut, and
// signs in the name of others.
#pragma once

#include <vector>

#include "tests/sim/dice.hh"
#include "tests/sim/replica.hh"

namespace dsupport::sim {

class Forger {
  public:
    Forger(const Replica& own, Dice dice);

    /// A mail to the Group with one more forged event.
    std::string next(Instant now);

  private:
    const Replica& own_;
    Dice dice_;
    std::vector<Event> chain_;  ///< his own events, oldest first
    EventPlace end_;

    EventContent content();
    Event seal_at(EventPlace place);
    Event in_the_name_of_another(Instant now);
};

}  // namespace dsupport::sim
