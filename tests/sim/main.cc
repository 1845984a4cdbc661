// dsim: a team of machines that share a bad mailing list. `dsim --seed 7` repeats one run; `--seeds 1-40`
// runs many;
// `--plant NAME` plants a bug and then expects that some seed finds it.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "tests/sim/world.hh"

namespace {

using namespace dsupport::sim;

constexpr auto kUsage =
    "usage: dsim [--seed N | --seeds FIRST-LAST] [--replicas 2..6] [--steps N] [--plant NAME] [--verbose]\n"
    "Exit: 0 all is well (with --plant: the bug was found), 1 not so, 64 wrong usage.\n";

struct Arguments {
    Options options;
    std::uint64_t first = 1, last = 1;
    bool verbose = false;
};

template <class T>
bool read_number(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_seeds(std::string_view text, Arguments& out) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return read_number(text, out.first) && read_number(text, out.last);
    return read_number(text.substr(0, dash), out.first) && read_number(text.substr(dash + 1), out.last) &&
           out.first <= out.last;
}

bool read_arguments(int argc, char** argv, Arguments& out) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--verbose") {
            out.verbose = true;
            continue;
        }
        if (++i == argc) return false;
        const std::string_view value = argv[i];
        bool good = false;
        if (name == "--seed" || name == "--seeds") good = read_seeds(value, out);
        if (name == "--replicas")
            good = read_number(value, out.options.replicas) && out.options.replicas >= 2 &&
                   out.options.replicas <= 6;
        if (name == "--steps") good = read_number(value, out.options.steps) && out.options.steps <= 100000;
        if (name == "--plant") {
            const auto plant = parse_plant(value);
            good = plant.has_value();
            out.options.plant = plant.value_or(Plant::none);
        }
        if (!good) return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Arguments arguments;
    if (!read_arguments(argc, argv, arguments)) {
        std::fputs(kUsage, stderr);
        return 64;
    }
    const bool planted = arguments.options.plant != Plant::none;
    for (auto seed = arguments.first; seed <= arguments.last; ++seed) {
        auto options = arguments.options;
        options.seed = seed;
        World world(options);
        const auto found = world.run();
        if (arguments.verbose)
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), world.summary().c_str());
        if (!found) continue;
        std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), found->c_str());
        return planted ? 0 : 1;
    }
    if (planted) std::puts("no seed found the planted bug");
    return planted ? 1 : 0;
}
