// Where outgoing mail is handed over: an SMTP submission server, or a folder. The SMTP one uses libcurl and
// lives in a private module that is loaded on first use.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lib/base/result.hh"
#include "lib/mail/server_access.hh"

namespace dsupport {

/// What the other side did with one mail for one recipient, in the terms of the outbox.
enum class Delivery {
    sent,     ///< accepted
    retry,    ///< a temporary refusal, or the connection failed before all data was out
    pause,    ///< the account is over a rate limit; everything waits
    stop,     ///< authentication, certificate or STARTTLS: nothing will work until a person acts
    refused,  ///< refused for good
    unknown,  ///< all data was out and no answer came: it may have arrived
};

struct RecipientReply {
    std::string recipient;
    Delivery delivery = Delivery::retry;
    int code = 0;      ///< the server's reply code, 0 when there was none
    std::string text;  ///< the server's or the library's own words, printable, one line
};

/// One mail on its way: fixed bytes to envelope recipients.
struct Envelope {
    std::string sender;
    std::vector<std::string> recipients;  ///< bare addresses, at least one
    std::string message_id;               ///< names the file in a folder
    std::string bytes;                    ///< CRLF line ends
};

class Carrier {
  public:
    virtual ~Carrier() = default;
    /// Hands one mail over and says what became of it, once for each recipient in their order. Connections
    /// are kept between calls. Never throws and never reports `sent` without the other side's word for it.
    virtual std::vector<RecipientReply> send(const Envelope& envelope) = 0;
};

struct SubmissionSettings : ServerAccess {
    std::string ehlo;  ///< name given in EHLO; empty means `localhost`
    long reply_timeout_s =
        600;  ///< for each later answer; RFC 5321, 4.5.3.2 asks for ten minutes after the dot
};

}  // namespace dsupport
