// Bugs that can be planted in the simulator's own seams, one at a time. Each must make some seed fail: that
// is the proof that the invariants can see it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace dsupport::sim {

enum class Plant {
    none,
    winner_by_arrival,    ///< of concurrent writes the last to arrive is shown
    id_unchecked,         ///< an event is known by its place in the chain, not by its hash
    signature_unchecked,  ///< events are read without verifying them
    team_unchecked,       ///< events of other teams count
    no_cut,               ///< cuts are not obeyed
    cut_by_seq,           ///< what has a smaller seq than the cut counts
    cut_by_date,          ///< what claims to be older than the cut counts
    no_after,             ///< a right that is raised counts for all that its holder ever wrote
    no_need,              ///< nobody says what they miss
    no_heads,             ///< nobody says what they have
};

inline constexpr std::array<std::string_view, 11> kPlants = {"none",           "winner-by-arrival",
                                                             "id-unchecked",   "signature-unchecked",
                                                             "team-unchecked", "no-cut",
                                                             "cut-by-seq",     "cut-by-date",
                                                             "no-after",       "no-need",
                                                             "no-heads"};

inline std::optional<Plant> parse_plant(std::string_view name) {
    for (std::size_t i = 0; i < kPlants.size(); ++i)
        if (kPlants[i] == name) return static_cast<Plant>(i);
    return std::nullopt;
}

}  // namespace dsupport::sim
