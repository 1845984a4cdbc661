// What one answer of a submission server means for the outbox. Pure: a code and a text in, a Delivery out.
// Codes are those of RFC 5321 and RFC 4954, the three numbers at the front of a text those of RFC 3463.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/mail/carrier.hh"

namespace dsupport {

/// Which of our words the server answers.
enum class SmtpStep {
    greeting,   ///< the connection itself
    hello,      ///< EHLO
    tls,        ///< STARTTLS
    login,      ///< AUTH and what belongs to it
    sender,     ///< MAIL
    recipient,  ///< RCPT
    data,       ///< DATA, before any byte of the mail
    body,       ///< the final dot
};

/// What the answer says about the mail. A positive answer is `sent` only to the final dot; before that it
/// decides nothing, and `retry` stands for an exchange that broke off after it.
Delivery classify_reply(SmtpStep step, int code, std::string_view text);

/// How long the account rests after a `pause`: an hour, or a day when the day's allowance is used up (5xx).
std::int64_t pause_ms(int code);

}  // namespace dsupport
