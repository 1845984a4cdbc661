// Which ticket a mail belongs to. Pure rules over canonical mails and staff placements; the reason is kept.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "lib/ticket/mail.hh"

namespace dsupport {

/// The rules in their order: the first that applies decides.
enum class HomeRule {
    placed,           ///< (a) staff put it there
    ancestor_placed,  ///< (b) its nearest placed ancestor's ticket
    own_id,           ///< (c) an id of ours among the ids it, or its nearest ancestor that has one, names
    thread_placed,    ///< (d) the ticket of the placed mails of its thread
    subject_tag,      ///< (e) the tag in the subject, from somebody who is on that ticket
    root,             ///< (f) the root id of its thread
};
std::string_view home_rule_name(HomeRule rule);

struct Home {
    TicketId ticket;
    HomeRule rule = HomeRule::root;
    MailKey parent;  ///< the mail it answers, zero for a topmost one
    TicketId possibly;  ///< rule (e) named a ticket but the sender is a stranger there
};

/// The tickets staff placed each mail on (several: those tickets are joined).
using Placements = std::map<MailKey, std::set<TicketId>>;

/// One home for each mail, in their order. `tags` resolves a spoken code in a subject to the tickets it may mean.
std::vector<Home> find_homes(std::span<const Mail> mails, const Placements& placements);

/// The id that names a mail's thread when nothing else is known: walks to the topmost mail, then its first
/// Reference, else first In-Reply-To, else its own id.
std::string thread_root_id(std::span<const Mail> mails, std::size_t index);

}  // namespace dsupport
