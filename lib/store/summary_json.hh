// A Summary as the JSON text of its row, for what no column of the ticket table holds.
#pragma once

#include "lib/ticket/summary.hh"

namespace dsupport {

std::string summary_text(const Summary& ticket);
/// The inverse; the columns' own values are in it too, so a row can be shown without them.
Result<Summary> read_summary(const std::string& text);

}  // namespace dsupport
