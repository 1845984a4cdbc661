// What a tag may look like.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.hh"

namespace dsupport {

/// A tag is one word of letters, digits, `-`, `_`, `.`, `:` or `/` (any script), at most 40 bytes. Fails with
/// usage.
Outcome check_tags(const std::vector<std::string>& tags);

}  // namespace dsupport
