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

/// The events that no mail carries yet, split into what is news and what only rides along. Lives as long as a
/// flush: each event is read once, however many mails go out.
struct Waiting {
    std::vector<Event> news, riders;

    /// Adds what was written since the last call.
    void refresh(WriteSession& session);
    /// Whether something is news, or the oldest leftover has waited for an hour.
    bool post_due(Instant now) const;
    /// These are in a mail now.
    void remove(const std::vector<Event>& events);

  private:
    std::int64_t row_ = 0;
};

/// The mail of a logged call. Events that nobody waits for ride along.
Result<Post> call_post(WriteSession& session, const Waiting& due, const OutboxRow& row, const Mailbox& from);

/// One notice about the first ticket that has one due, else a bundle of the leftovers in the log thread of
/// the day.
Result<Post> next_post(WriteSession& session, const Waiting& due, const Mailbox& from,
                       const std::string& own_address);

}  // namespace dsupport
