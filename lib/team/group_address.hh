// Which addresses are our own: the group's, where nobody writes from and what goes there reaches everybody,
// and those of the colleagues.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "lib/base/text.hh"
#include "lib/team/team.hh"

namespace dsupport {

inline bool is_group_address(const Group& group, std::string_view address) {
    return std::ranges::any_of(group.addresses,
                               [&](const std::string& own) { return equal_no_case(own, address); });
}

/// The group's, that of its log, or a colleague's, active or not.
inline bool is_our_address(const Team& team, std::string_view address) {
    return is_group_address(team.group, address) ||
           (!address.empty() && equal_no_case(team.group.log_address, address)) ||
           person_of_address(team, address).has_value();
}

/// All of those, in lower case.
inline std::set<std::string> our_addresses(const Team& team) {
    std::set<std::string> out;
    for (const auto& address : team.group.addresses) out.insert(lower(address));
    out.insert(lower(team.group.log_address));
    for (const auto& [id, person] : team.people) out.insert(lower(person.email));
    return out;
}

}  // namespace dsupport
