// The word that a client's mail has arrived. Off unless the team's document has a template `acknowledgement`,
// and written by one machine only, the keeper's (the caller sees to that). A machine that answers by itself
// must do no harm (RFC 3834): it answers people only, never a list or another machine, says what it is, and
// is never asked for more by what comes back.
#pragma once

#include <span>
#include <string>

#include "lib/mail/composer.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// The name of the template that turns it on.
inline constexpr const char* kAcknowledgement = "acknowledgement";

/// Queues a letter for each of these new mails whose sender has had none on that ticket, nor any other in the
/// last 24 hours. Left out: mails that are no person's, ours, older than a day, of somebody in the team, or
/// from an address that cannot be mailed to or that nobody reads (`no-reply`, `owner-list`). Gives how many
/// were queued.
Result<std::size_t> acknowledge(WriteSession& session, std::span<const MailRef> mails, Composer& composer,
                                const Mailbox& from);

}  // namespace dsupport
