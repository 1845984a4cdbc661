// Turns the sections of a team document into a Team. One reader serves both users of it: what it cannot read
// it skips and notes with its place, and the strict user refuses a document with any note. Internal to
// lib/team.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/toml.hh"
#include "lib/team/team.hh"

namespace dsupport {

/// The sections in the order in which they are read: `rota` names people.
inline constexpr std::array<std::string_view, 9> kTeamSections = {
    "group", "people", "clients", "natures", "lines", "templates", "sla", "rota", "keeper"};

struct DocumentNote {
    Toml::Position at;
    std::string text, hint;
};

/// What a reader that may refuse knows beyond the document itself.
struct DocumentWorld {
    const Team* current = nullptr;     ///< whom `rota` may name although `people` does not
    const TimeZones* zones = nullptr;  ///< nullptr: any zone name is taken
};

/// Reads `value`, the content of `section`, into `team`, which holds the sections read before. With a world
/// it also notes names that nothing explains; without, they are left alone.
void read_section(std::string_view section, const Toml& value, Team& team, std::vector<DocumentNote>& notes,
                  const DocumentWorld* world = nullptr);

/// The section `rota` (rota_reader.cc).
void read_rota(const Toml& value, Team& team, std::vector<DocumentNote>& notes, const DocumentWorld* world);

/// Whether text can be a handle or a key of the document: at most 32 of a-z 0-9 . _ -, starting with a letter
/// or digit, and no word that the command line uses for something else.
bool valid_handle(std::string_view text);

}  // namespace dsupport
