// Whether an address is the group's own: nobody writes from there, and what goes there reaches everybody.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "lib/base/text.hh"
#include "lib/team/team.hh"

namespace dsupport {

inline bool is_group_address(const Group& group, std::string_view address) {
    return std::ranges::any_of(group.addresses,
                               [&](const std::string& own) { return equal_no_case(own, address); });
}

}  // namespace dsupport
