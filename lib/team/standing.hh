// Whether an event counts, which the roster decides for every event of the log.
#pragma once

namespace dsupport {

enum class Standing {
    live,    ///< counts
    held,    ///< waits: its key has no grant yet, or a gap hides whether a cut reaches it
    voided,  ///< never counts: kept and listed only
};

}  // namespace dsupport
