// The letter that answers a client: in the thread of their last mail, to them and in copy to the group. Its
// bytes are made in the command's own transaction, so that what was written is what is sent, whenever that
// is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/message.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// The most that a mail may have in bytes, its attachments encoded: what groups and most servers take.
inline constexpr std::size_t kMostLetterBytes = 25'000'000;

/// The client's mail that an answer is an answer to: the last one on the ticket that asks for something and
/// whose text was not removed. Never a colleague's: what that says may be meant for the group alone. nullptr:
/// there is none, as after a call.
const Mail* mail_to_answer(const State& state, const TicketId& representative, const Team& team);

/// The last one that the requester wrote, or somebody of the same client; where there is none, as above. What
/// a stranger has written into the thread is quoted to nobody else.
const Mail* requesters_mail(const LoadedTicket& ticket, const Team& team);

/// Whether the team document has this address and the requester as one client's.
bool same_client(std::string_view address, const Summary& ticket, const Team& team);

/// Who wrote the mail that is answered, where that is another person than the requester. Nobody where a
/// program wrote it.
std::optional<Mailbox> other_writer(const Mail& answered, const Summary& ticket, const Team& team);

/// `On 2026-11-24 at 09:00 UTC, Mara wrote:`, and below it what they newly wrote, marked with `>`.
std::string quote_of(const Mail& mail, std::string_view text);

struct Letter {
    Mailbox from;
    std::vector<Mailbox> to, cc;  ///< beside the group
    std::string text;             ///< what the colleague wrote
    std::string quote;            ///< as quote_of gives it; may be empty
    std::vector<Attachment> attachments;
};

/// The mail that the letter is. `answered` may be nullptr. Fails with usage when it would carry events to
/// somebody who must not have them.
Result<OutgoingMail> answer_mail(const Letter& letter, const LoadedTicket& ticket, const Mail* answered,
                                 const Group& group, std::string message_id, Instant now);

/// Everybody it goes to, the group last, as bare addresses, each once.
std::vector<std::string> recipients_of(const OutgoingMail& mail, const Group& group);

/// The hashes of its attachments, as they are found in a mail that came in.
std::vector<Hash> attachment_hashes(const OutgoingMail& mail);

/// The rows of the outbox: a copy for each client, then the group's; each may fail alone. Fails with usage
/// when the bytes are too many.
Result<std::vector<OutboxRow>> letter_copies(const Event& reply, const OutgoingMail& mail,
                                             const std::string& bytes, const Group& group);

}  // namespace dsupport
