// Which events are worth a mail of their own to the Group, and what that mail says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/ticket/event.hh"

namespace dsupport {

/// take, assign, escalate, de-escalate, close and reopen are told at once; everything else rides along with
/// the next mail that goes out.
bool deserves_notice(const Event& event);

}  // namespace dsupport
