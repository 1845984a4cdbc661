// Turns an OutgoingMail into RFC 5322 bytes. The implementation uses GMime and lives in a private module
// that is loaded on first use, because linking it would cost every command two milliseconds.
#pragma once

#include <string>

#include "lib/base/result.hh"
#include "lib/mail/message.hh"

namespace dsupport {

class Composer {
  public:
    virtual ~Composer() = default;
    /// The whole mail with CRLF line ends, 7-bit, no line above 998 bytes. The same mail always gives the
    /// same bytes. bad_data when a header value contains CR, LF or NUL, when an address is not sendable
    /// (lib/mail/wire.hh), when the text or a header is not UTF-8, or when an id of ours is no Message-ID.
    virtual Result<std::string> compose(const OutgoingMail& mail) = 0;
    /// The address as the wire takes it: of a domain in other letters its ASCII form (RFC 5891, `xn--...`).
    /// As it is where there is none; whether it is sendable is another question.
    virtual std::string wire_address(const std::string& address) const = 0;
};

}  // namespace dsupport
