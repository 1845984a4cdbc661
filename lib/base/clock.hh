// The two things a pure program must be given: the time and randomness.
#pragma once

#include <cstdint>
#include <span>

#include "lib/base/instant.hh"

namespace dsupport {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
    /// A command has one time, so that what it checks is what it writes. One that takes long, as a sync does,
    /// asks for the new time here between its steps.
    virtual void refresh() {}
};

/// Unpredictable bytes for nonces and jitter. Keys are never made from it (lib/base/crypto.hh).
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;
    /// Says how long the writer's own log is, so that a repeatable source does not repeat itself in the next
    /// run.
    virtual void advance(std::int64_t /*place*/) {}
};

}  // namespace dsupport
