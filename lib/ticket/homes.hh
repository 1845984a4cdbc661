// Which ticket a mail belongs to. Pure rules over the reply forest and the placements that staff signed; the
// rule that decided is kept, so that `why` can say it.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "lib/ticket/threads.hh"

namespace dsupport {

/// The rules in their order: the first that applies decides. Only the first three look at signed events, and
/// no unsigned mail can change what they say of a placed mail.
enum class HomeRule {
    placed,           ///< (a) staff put it there
    ancestor_placed,  ///< (b) its nearest placed ancestor's ticket
    own_id,           ///< (c) an id of ours among the ids it, or its nearest ancestor that has one, names
    thread_placed,    ///< (d) the ticket of the placed mails of its thread (several: the smallest uid)
    subject_tag,      ///< (e) the tag in the topmost mail's subject, from somebody who wrote on that ticket
    root,             ///< (f) the root id of its thread
};
std::string_view home_rule_name(HomeRule rule);

struct Home {
    TicketId ticket;
    HomeRule rule = HomeRule::root;
    MailKey parent;      ///< the mail it answers, zero for a topmost one
    MailKey topmost;     ///< of its thread, maybe itself
    bool speaks = true;  ///< of the variants of its key, the one whose ids decided
    TicketId possibly;   ///< its thread has the tag of this ticket, but the sender is a stranger there
};

/// The tickets staff placed each mail on. Several: those tickets are joined, and the smallest is the mail's
/// home.
using Placements = std::map<MailKey, std::set<TicketId>>;

/// One home for each mail, in their order. A placed mail counts as known even where it has not arrived.
///
/// Rule (e) resolves the tag among the tickets on which its sender wrote a mail by placement or by the thread
/// alone; exactly one must fit. Mails of a thread that itself begins with a tag are no proof for another tag,
/// so no mail can vouch for itself and no two for each other.
std::vector<Home> find_homes(std::span<const Mail> mails, const Placements& placements,
                             const Vouched& vouched = {});

}  // namespace dsupport
