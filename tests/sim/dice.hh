// The only source of chance in the simulator: the same seed gives the same run on every machine.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "lib/base/ids.hh"
#include "tests/unit/support/fakes.hh"

namespace dsupport::sim {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    /// 0 to n - 1.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
    /// low to high, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (auto i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
    }
    template <class Id>
    Id id() {
        Id out;
        random_.fill(out.bytes);
        return out;
    }
    std::uint64_t next() { return random_.next(); }

  private:
    test::FakeRandom random_;
};

}  // namespace dsupport::sim
