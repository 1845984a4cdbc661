// Bounces in words: what mail systems send that know no report a program can read (RFC 3464), such as qmail,
// Notes, and older releases of Exim, Exchange and sendmail. They all name the failed address somewhere, and
// most give back at least the header of the mail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/parser.hh"

namespace dsupport {

struct TextBounce {
    std::string_view subject, text;                ///< for people, UTF-8
    std::string_view returned;                     ///< a part with the mail that came back; "" when none
    std::vector<std::string> failed_recipients;    ///< the values of X-Failed-Recipients
    const std::vector<std::string>& answered_ids;  ///< In-Reply-To, or else References
};

/// One for each address that can be meant; one without a recipient when none is named. Nothing when the text
/// gives no mail back, unless it answers one and names who has failed or repeats a server's refusal. Only for
/// a mail whose verdict is bounce, for a person's answer may quote all of this.
std::vector<Bounce> read_text_bounce(const TextBounce& bounce);

}  // namespace dsupport
