// A mail that we are about to write, before it has bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/base/instant.hh"

namespace dsupport {

/// `Ada Lovelace <ada@example.org>`; the name may be empty.
struct Mailbox {
    std::string name;
    std::string address;
    bool operator==(const Mailbox&) const = default;
};

struct Attachment {
    std::string name;          ///< file name shown to the receiver
    std::string content_type;  ///< `text/plain`, `application/pdf`, ...
    std::string content;       ///< raw bytes
};

struct OutgoingMail {
    Mailbox from;
    std::vector<Mailbox> to, cc, reply_to;
    std::string subject;
    Instant date;
    std::string message_id;               ///< without angle brackets; likewise the next two
    std::string in_reply_to;              ///< empty for a root
    std::vector<std::string> references;  ///< oldest first, whole; the composer shortens it
    bool auto_submitted = false;          ///< adds `Auto-Submitted: auto-generated`
    std::vector<std::pair<std::string, std::string>>
        headers;       ///< further headers, for example X-Dsupport-Ticket
    std::string text;  ///< UTF-8, LF line ends
    std::vector<Attachment> attachments;
};

}  // namespace dsupport
