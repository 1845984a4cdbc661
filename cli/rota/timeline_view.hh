// The rota drawn: a row for each seat, a column for each day, and below what is wrong. A gap is drawn in `!`
// and a conflict in `#`, and neither is ever too short to be seen.
#pragma once

#include <string>
#include <vector>

#include "cli/ui/terminal.hh"
#include "cli/ui/zone.hh"
#include "lib/rota/rota.hh"

namespace dsupport {

struct TimelineView {
    Instant from, to, now;
    const Zone& zone;
    const Terminal& terminal;
    int width = 80;
};

/// `seats` are the shifts of all seats in the span, each seat's in the order of time. As many blocks of days
/// one below the other as the width asks for; `*` stands over the day of now.
std::string draw_timeline(const std::vector<Seat>& seats, const TimelineView& view);

}  // namespace dsupport
