// A mailbox in one stream (mbox), or one mail in it.
//
// A mailbox begins with a line `From ...`; each mail in it begins behind a line of that kind (from_line.hh).
// A line `From ...` behind one or more `>` loses one of them, as it was marked (mboxrd; of what mboxo does
// not mark nothing is lost but one `>` of several). Content-Length is not looked at: programs that change a
// mail leave it as it was.
#pragma once

#include <memory>
#include <string>

#include "lib/mail/byte_stream.hh"
#include "lib/mail/mail_source.hh"

namespace dsupport {

/// A stream that does not begin with such a line, empty lines aside, is one mail, as it is.
std::unique_ptr<MailSource> read_stream(std::unique_ptr<ByteStream> stream, std::string name,
                                        std::size_t largest);

/// A mail that grows while it is read. Of one that is too large the beginning is kept.
class GrowingMail {
  public:
    GrowingMail(std::string origin, std::size_t largest) : largest_(largest) {
        mail_.origin = std::move(origin);
    }
    void add(std::string_view bytes);
    /// Up to the end of the stream; what came before a failure is kept.
    Outcome add_all(ByteStream& stream);
    SourceMail finish();

  private:
    SourceMail mail_;
    std::size_t largest_;
};

}  // namespace dsupport
