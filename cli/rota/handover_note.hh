// What the incoming person must know: who leaves and comes, and how things stand.
#pragma once

#include <string>
#include <vector>

#include "cli/env.hh"
#include "lib/rota/handover.hh"

namespace dsupport {

struct HandoverNote {
    Handover handover;
    PersonId before;
    Instant until;                   ///< how long the incoming person's shift lasts
    std::vector<std::string> words;  ///< notes of people, `ada: the printer ...`
};

/// The text of its mail. Fails when the tickets cannot be read.
Result<std::string> handover_text(Store& store, const Team& team, const HandoverNote& note, Instant now);

}  // namespace dsupport
