// The messages of a ticket as they are shown: what an event or a mail says, who wrote it, what came with it
// and, of an answer, what became of its copies.
#pragma once

#include <string>
#include <vector>

#include "lib/mail/message.hh"
#include "lib/store/store.hh"

namespace dsupport {

struct ShownFile {
    std::string name, type;  ///< as the mail has them; empty when only its hash is known
    std::int64_t size = 0;
    std::string hash;
};

struct ShownMessage {
    const Message* message = nullptr;
    Mailbox from;  ///< of a mail; else the handle as the name, empty for an unknown key
    std::vector<std::string> to, cc;
    std::string text;    ///< whole
    std::string quoted;  ///< what of it are earlier mails
    std::vector<ShownFile> files;
    std::int64_t raw = 0;           ///< the row of the mail as it came; 0: it is not here
    std::string why;                ///< what decided the verdict; empty for a person's mail
    std::vector<OutboxRow> copies;  ///< of an answer that was written on this machine
};

/// In the order in which they are counted. The ticket must outlive them.
Result<std::vector<ShownMessage>> shown_messages(Store& store, const LoadedTicket& ticket);

/// What a reader must know about the sender: a name that is an address, or a colleague's beside another
/// address. Empty when there is nothing odd.
std::string odd_name(const Mailbox& from, const Team& team);

/// `messages[]` of show --json.
Json messages_json(const std::vector<ShownMessage>& messages);

}  // namespace dsupport
