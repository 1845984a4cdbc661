// The clock and the randomness of a run: the real ones, or, where DSUPPORT_TEST_NOW or DSUPPORT_TEST_SEED is
// set, ones a test can repeat.
#pragma once

#include <memory>

#include "cli/ui/terminal.hh"
#include "lib/base/clock.hh"
#include "lib/base/result.hh"

namespace dsupport {

struct World {
    std::unique_ptr<Clock> clock;
    std::unique_ptr<Random> random;
    bool test_mode = false;
};

/// Fails with usage when DSUPPORT_TEST_NOW is not RFC 3339.
Result<World> make_world(const Variable& variable);

}  // namespace dsupport
