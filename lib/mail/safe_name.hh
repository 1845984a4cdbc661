// The name under which a file from a mail may be saved. What a mail calls it may be anything.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

/// The base name of what the mail says, fit for one entry of a directory: no `/` or `\`, control character or
/// bidirectional mark, no dot, dash or space at the front, at most 200 bytes (the suffix is kept), valid
/// UTF-8. `attachment` when nothing is left. That no other file is overwritten is for the caller to see to.
std::string safe_name(std::string_view name);

}  // namespace dsupport
