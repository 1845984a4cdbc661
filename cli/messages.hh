// The messages of a ticket as they are shown: what an event or a mail says, who wrote it, what came with it
// and, of an answer, what became of its copies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/mail/message.hh"
#include "lib/store/store.hh"

namespace dsupport {

struct ShownFile {
    std::string name, type;  ///< as the mail has them; empty when only its hash is known
    std::int64_t size = 0;
    std::string hash;
    std::size_t n = 0;  ///< which of the mail's files it is, from 0
};

struct ShownMessage {
    const Message* message = nullptr;
    Mailbox from;  ///< of a mail; else the handle as the name, empty for an unknown key
    std::vector<std::string> to, cc;
    std::string text;    ///< whole
    std::string quoted;  ///< what of it are earlier mails
    std::vector<ShownFile> files;
    std::int64_t raw = 0;  ///< the row of the mail as it came; 0: it is not here
    std::string why;       ///< what decided the verdict; empty for a person's mail
    /// Who vouches for the sender of a mail; empty: nobody; nothing: it did not come from our server.
    std::optional<std::string> vouched_by;
    std::string possibly;           ///< the ticket that a stranger's subject names
    bool has_variants = false;      ///< of a mail: others with its Message-ID say something else
    std::size_t flood = 0;          ///< mails of its sender here in the ten minutes up to it, when too many
    std::vector<OutboxRow> copies;  ///< of an answer that was written on this machine
};

/// In the order in which they are counted. The ticket must outlive them.
Result<std::vector<ShownMessage>> shown_messages(Store& store, const LoadedTicket& ticket);

/// What a reader must know about the sender: a name that is an address, looks like a colleague's beside
/// another address, or mixes alphabets. Empty when there is nothing odd.
std::string odd_name(const Mailbox& from, const Team& team);

/// `messages[]` of show --json.
Json messages_json(const std::vector<ShownMessage>& messages);

}  // namespace dsupport
