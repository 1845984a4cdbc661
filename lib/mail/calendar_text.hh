// What a calendar object says, for people who read it in place of a mail: what, when and where. The file
// itself is for their calendars.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

/// The first event of an object (RFC 5545, and its method by RFC 5546), in lines: `Invitation: Migration`,
/// `When: 2026-12-01 10:00 UTC`, `Where: Room 5`, then its description. Times are as it has them, in the zone
/// that it names. From any bytes, UTF-8 out; empty when there is no event.
std::string calendar_text(std::string_view object);

}  // namespace dsupport
