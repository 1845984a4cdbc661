// The team document: one TOML file for people (team.toml), a handful of sections in the log. Each section is
// a register of its own there, its body a complete TOML document with that section's tables in one fixed
// form.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hh"
#include "lib/team/team.hh"

namespace dsupport {

/// Section name -> body. A section that is not there was not named by the file, or never written.
using Sections = std::map<std::string, std::string, std::less<>>;

/// Reads a whole team.toml strictly and splits it. Fails with bad_data; every problem is a line
/// `file:line:column: what`, in the order of the file. `rota` may name the people of the file and of
/// `current`; zone names are checked if `zones` is given.
Result<Sections> split_sections(std::string_view text, std::string_view file, const Team& current,
                                const TimeZones* zones = nullptr);

/// The team as the sections describe it. Never fails: what cannot be read is skipped and listed in
/// `problems`.
Team read_team(const Sections& sections);

/// Whether two bodies hold equal values, however they are written. Unreadable text only equals itself.
bool same_values(std::string_view a, std::string_view b);

/// What a document that was split from a file changes: its sections as they shall be written, only those
/// whose values differ from `current`. People whom the file no longer names stay, deactivated.
Sections changed_sections(const Sections& current, const Sections& named);

/// What differs, one line each for people: `people.ada.phone: "+44 1" -> "+44 2"`, `+ natures = [...]`. A
/// section that is missing in `after` counts as unchanged.
std::vector<std::string> diff_sections(const Sections& before, const Sections& after);

/// All sections as one team.toml.
std::string join_sections(const Sections& sections);

// Bodies for commands that change one thing; `body` is the section as it is now, "" when there is none.
std::string with_person(std::string_view body, const PersonId& id, const Person& person);
std::string with_group(std::string_view body, const Group& group);
/// The section `rota` with these rings by Role, and somebody who left.
std::string with_rings(std::string_view body, const std::array<std::vector<Ring>, 2>& rings);
std::string with_leaver(std::string_view body, const PersonId& id, CivilTime left);
std::string keeper_section(const ReplicaKey& key);

/// The commented file that `init` leaves for people to start from. Reading it gives the person and the group
/// (which may have no address yet) and nothing else.
std::string example_team_toml(const PersonId& id, const Person& person, const Group& group);

}  // namespace dsupport
