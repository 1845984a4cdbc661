// A mail as it stands in a mailbox of the form mboxrd, from which read_stream gives back the same bytes, but
// that the last line has an end.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/instant.hh"

namespace dsupport {

/// How the line begins that stands before each mail. In a mailbox that begins so no line of a text does.
inline constexpr std::string_view kMboxrdFrom = "From mboxrd@z ";

std::string mbox_entry(std::string_view mail, Instant date);

}  // namespace dsupport
