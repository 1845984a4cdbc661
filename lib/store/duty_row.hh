// The answer to "who is on duty" as the last write left it, kept until anything about it changes: what only
// asks for now need not read every exception there ever was, nor a time zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/rota/duty.hh"

namespace dsupport {

/// The text for one answer, made with this release of the zones.
std::string duty_row(const Duty& duty, std::string_view tzdata);

/// What such a text says of `t`; nothing when it is about another time, was made with other zones or with
/// some that do not say which they are, or is no such text.
std::optional<Duty> read_duty_row(std::string_view text, std::string_view tzdata, Instant t);

}  // namespace dsupport
