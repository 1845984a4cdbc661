// The names by which the row of a mail is found.
#pragma once

#include <set>
#include <string>

#include "lib/ticket/mail.hh"

namespace dsupport {

/// Every name under which this mail must be found when one of them changes: the raw bytes of its own key and
/// of the keys of all ids it names; the uids of the tickets it may be on by any rule that looks at ids; `#`
/// and the code in its subject's tag.
std::set<std::string> mail_names(const Mail& mail);

/// The uids among those names: where the mail can be while nobody has placed it or a mail before it, and no
/// tag moves it.
std::set<TicketId> possible_tickets(const Mail& mail);

inline std::string tag_name(std::string_view tag) {
    return "#" + std::string(tag);
}

}  // namespace dsupport
