// Who asks on a ticket, and where they want the answer. This is part of the view: whose address is a
// colleague's stands in the team document, and a colleague who writes a mail, or forwards one, asks for
// nothing unless somebody has said so.
#pragma once

#include <string>

#include "lib/team/team.hh"
#include "lib/ticket/fold.hh"

namespace dsupport {

/// Where the author of this mail wants answers: what it says in Reply-To, else the author's address. Never an
/// address of our own: one in Reply-To is passed over, and a mail of a colleague gives "".
std::string answer_address(const Mail& mail, const Team& team);

struct Asker {
    Requester who;         ///< for people: where no client is known, whoever wrote the first mail
    std::string reply_to;  ///< may be empty: no client's address is known
};

/// The requester that somebody wrote down in the field or with the call; else the author of the mail the
/// ticket began with; where that is a colleague's, of the first mail of anybody else, those that were placed
/// before others.
///
/// Where an address is written down, the answer goes there, unless that mail is from this very address and
/// asks for answers elsewhere. What a mail asks for does not count against the address that a call left.
Asker asker_of(const TicketState& ticket, const Team& team);

}  // namespace dsupport
