// Whether a text has anything to read in it. Mail programs that write HTML put something in its place that is
// not: a no-break space, a mark where a picture is.
#pragma once

#include <string_view>

namespace dsupport {

/// UTF-8 in, of nothing but white space, characters that cannot be seen, and marks of pictures in the HTML
/// (`[cid:logo.png]`). Looks no further than the first that is none of them.
bool is_blank(std::string_view text);

}  // namespace dsupport
