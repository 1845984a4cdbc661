// What must hold once the simulation has gone quiet. The numbers are those of the log's design.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/sim/dice.hh"
#include "tests/sim/truth.hh"

namespace dsupport::sim {

/// The first difference, in one line or a few; nothing when all is well.
using Finding = std::optional<std::string>;

struct Quiet {
    std::vector<Replica*> live;  ///< the machines of those who are still in the team
    const Truth* truth = nullptr;
    std::vector<Mail> mails;  ///< all that the Group ever carried
    Dice dice{0};
};

Finding check_all(Quiet& world);

}  // namespace dsupport::sim
