// This system's time zones, read once for all tests.
#pragma once

#include "cli/zones.hh"

namespace dsupport::test {

inline const SystemZones& system_zones() {
    static const SystemZones kZones;
    return kZones;
}

}  // namespace dsupport::test
