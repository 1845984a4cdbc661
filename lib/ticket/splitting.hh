// The events that give a mail, and what answers it, a ticket of their own.
#pragma once

#include <vector>

#include "lib/ticket/fold.hh"

namespace dsupport {

/// `first` is a mail on `from`, both of `state`. The mails that stay are placed where they are, unless they
/// are placed already: without that they would follow the only placed mail of their thread. The last events
/// put `first` and its descendants on `from` onto the ticket of its own id.
std::vector<EventContent> split_events(const State& state, const TicketState& from,
                                       const MailOnTicket& first);

}  // namespace dsupport
