// The last look before an answer to a client goes out: what has come in since it was written may make it the
// wrong answer, or the second one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/store/store.hh"

namespace dsupport {

/// Whether this row is a copy of an answer to a client.
bool is_reply(WriteSession& session, const OutboxRow& row);

/// Why the copies of an answer must wait for a person: `ann answered 14:02 UTC`, `the client wrote 14:02
/// UTC`, `a message was redacted 14:02 UTC`. Nothing when a copy is out already, or somebody said to send it
/// anyway.
Result<std::optional<std::string>> reason_to_hold(WriteSession& session, const OutboxRow& row);

/// Whether a message on the ticket was redacted when this answer was written already: it may quote it.
Result<bool> may_quote_redacted(WriteSession& session, const OutboxRow& row);

/// All copies that are still to go out wait together.
void hold_copies(WriteSession& session, const OutboxRow& row, const std::string& reason);

/// The copies a person decides about with this one: while none of an answer is out, all that wait; else it
/// alone.
std::vector<OutboxRow> decided_together(WriteSession& session, const OutboxRow& row);

/// From now on nothing holds this answer.
void send_anyway(WriteSession& session, const OutboxRow& row);

}  // namespace dsupport
