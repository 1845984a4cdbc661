#include "cli/real_world.hh"

#include <sodium.h>

#include <chrono>

#include "lib/base/crypto.hh"

namespace dsupport {
namespace {

class WallClock final : public Clock {
  public:
    Instant now() override {
        if (now_.ms == 0)
            now_ = {std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::system_clock::now().time_since_epoch())
                        .count()};
        return now_;
    }
    void refresh() override { now_ = {}; }

  private:
    Instant now_;
};

class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    Instant now() override { return now_; }

  private:
    Instant now_;
};

class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override { randombytes_buf(out.data(), out.size()); }
};

/// The same bytes for the same seed and the same place in the log (see Random::advance).
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::string seed) : seed_(std::move(seed)) {}
    void fill(std::span<std::uint8_t> out) override {
        for (std::size_t i = 0; i < out.size(); i += 32) {
            const auto block = blake2b<32>("dsupport-test-random", seed_ + ":" + std::to_string(counter_++));
            std::copy_n(block.begin(), std::min<std::size_t>(32, out.size() - i),
                        out.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    void advance(std::int64_t place) override { counter_ = place * 1000; }

  private:
    std::string seed_;
    std::int64_t counter_ = 0;
};

}  // namespace

Result<World> make_world(const Variable& variable) {
    World out;
    const auto now = variable("DSUPPORT_TEST_NOW"), seed = variable("DSUPPORT_TEST_SEED");
    out.test_mode = !now.empty() || !seed.empty();
    if (now.empty()) {
        out.clock = std::make_unique<WallClock>();
    } else {
        const auto fixed = parse_rfc3339(now);
        if (!fixed)
            return fail(ErrorKind::usage, "DSUPPORT_TEST_NOW is not an RFC 3339 time",
                        "2026-11-24T09:00:00Z");
        out.clock = std::make_unique<FixedClock>(*fixed);
    }
    if (seed.empty())
        out.random = std::make_unique<SystemRandom>();
    else
        out.random = std::make_unique<SeededRandom>(seed);
    return out;
}

}  // namespace dsupport
