// The team document as the log has it: one register for each section, folded like a ticket's fields.
#pragma once

#include <map>
#include <span>
#include <string>

#include "lib/team/document.hh"
#include "lib/ticket/authority.hh"
#include "lib/ticket/register.hh"

namespace dsupport {

/// Section -> its register; values are the bodies. Events in any order; other kinds are passed over.
using TeamSections = std::map<std::string, Register, std::less<>>;
TeamSections fold_team(std::span<const Event> events, const Authority& authority);

/// The bodies that are shown.
Sections shown_sections(const TeamSections& sections);

/// The event that gives a section a new body.
EventContent write_section(const TeamSections& sections, const std::string& section, std::string body);

}  // namespace dsupport
