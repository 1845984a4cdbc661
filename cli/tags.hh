// What a tag may look like.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.hh"

namespace dsupport {

/// A tag is one word of letters, digits, `-`, `_`, `.`, `:` or `/` (any script), at most 40 bytes. Fails with
/// usage.
Outcome check_tags(const std::vector<std::string>& tags);
/// The same for tags to add, none of which may be among those to take away.
Outcome check_tags(const std::vector<std::string>& add, const std::vector<std::string>& remove);

}  // namespace dsupport
