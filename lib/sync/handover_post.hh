// The mail that tells the Group of a handover: its text was written when the seat changed hands, so a late
// mail still says how things stood then.
#pragma once

#include <string>

#include "lib/rota/handover.hh"
#include "lib/sync/posts.hh"

namespace dsupport {

/// The outbox row of a handover's mail; held when there is no group yet. The message id is the caller's.
OutboxRow handover_letter(const Event& event, const Handover& handover, const PersonId& before,
                          const Group& group, std::string message_id, Instant now);

/// That mail, with the record itself and what may ride along.
Result<Post> handover_post(WriteSession& session, const Waiting& due, const OutboxRow& row,
                           const Mailbox& from);

}  // namespace dsupport
