// What is looked at before a mail is given to a library that recurses, or that does work in squares of what
// it is given.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.hh"
#include "lib/mail/parser.hh"

namespace dsupport {

/// bad_data, with the reason, for a mail that is too large, whose header is, or that has so many lines which
/// may begin a part that building the tree of its parts would be work without a bound. One pass, no memory.
Outcome check_limits(std::string_view bytes, const ParseLimits& limits);

/// The reason why a mail of more bytes is not read.
std::string too_large(std::size_t limit);

/// Whether a list of addresses has few enough groups: they nest.
bool plain_groups(std::string_view addresses);

}  // namespace dsupport
