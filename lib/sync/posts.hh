// What goes together into one mail to the Group.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/mail/message.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// A mail that is about to be composed, with the events it carries.
struct Post {
    OutboxRow row;
    OutgoingMail mail;  ///< text and addresses are final; the armour is attached when it is frozen
    std::vector<Event> events;
};

/// The mail of a logged call. Events that nobody waits for ride along.
Result<Post> call_post(WriteSession& session, const OutboxRow& row, const Mailbox& from);

/// One notice about the first ticket that has one due, or, once the oldest leftover is an hour old, a bundle
/// in the log thread of the day. Nothing when neither is due.
Result<std::optional<Post>> next_post(WriteSession& session, const Mailbox& from,
                                      const std::string& own_address);

}  // namespace dsupport
