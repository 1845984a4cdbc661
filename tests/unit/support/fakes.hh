// A clock that stands still and randomness that repeats, for the two seams of lib/base/clock.hh.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string_view>

#include "lib/base/clock.hh"

namespace dsupport::test {

/// The Instant of an RFC 3339 text; throws when it is not one.
inline Instant at(std::string_view text) {
    const auto t = parse_rfc3339(text);
    if (!t) throw std::invalid_argument("not a time: " + std::string(text));
    return *t;
}

class FakeClock : public Clock {
  public:
    explicit FakeClock(std::string_view start = "2026-11-24T09:00:00Z") : now_(at(start)) {}
    Instant now() override { return now_; }
    void set(std::string_view text) { now_ = at(text); }
    void advance(std::int64_t ms) { now_ = now_ + ms; }

  private:
    Instant now_;
};

/// The same bytes for the same seed, on every machine (splitmix64).
class FakeRandom : public Random {
  public:
    explicit FakeRandom(std::uint64_t seed = 1) : state_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(next() >> 32U);
    }
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

  private:
    std::uint64_t state_;
};

}  // namespace dsupport::test
