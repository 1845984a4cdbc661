// Where mails come from that are there already: an mbox, a Maildir, a folder of .eml files, one mail,
// standard input. A source is read once from its front, in pieces: memory stays below that of its largest
// mail that is accepted, whatever its own size. It is never written to: nothing is marked, moved or locked
// for long.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "lib/base/result.hh"
#include "lib/mail/parser.hh"

namespace dsupport {

struct SourceMail {
    /// As it was sent: without a mailbox's `From ` line and marks. With a `problem`, only its beginning.
    std::string bytes;
    /// Where it lies: `team.mbox:1234`, the offset of its `From ` line in bytes; or the path of its file.
    std::string origin;
    std::uint64_t size = 0;  ///< of the whole mail, in bytes
    /// Why not all of it is in `bytes`: `the mail is larger than 40 MiB`. Empty: it is all there.
    std::string problem;
};

struct SourceProgress {
    std::uint64_t done = 0, total = 0;  ///< bytes; total is 0 where nobody knows, as for a pipe
    std::int64_t passed_over = 0;  ///< files of a folder that are no mails to take in, and look like some
};

class MailSource {
  public:
    virtual ~MailSource() = default;
    /// The next mail; nothing at the end. A mail that cannot be read comes with its `problem`, and the next
    /// one can be asked for. An error means that there is no more to come: `io` when reading failed.
    virtual Result<std::optional<SourceMail>> next() = 0;
    virtual SourceProgress progress() const = 0;
};

/// By what is there: a folder with Maildirs in it or below it, a folder of .eml files, an mbox, or a file
/// with one mail. Of a file, what was there when it was opened is read. `largest` is the size in bytes above
/// which a mail is passed over, with a `problem`. Fails with `no_input` when there is nothing or a folder
/// that holds no mails, with `io` when it cannot be read, with `try_later` when somebody is writing to the
/// mbox.
Result<std::unique_ptr<MailSource>> open_source(const std::string& path,
                                                std::size_t largest = ParseLimits{}.bytes);

/// What comes through an open descriptor, which stays the caller's: a mailbox if it begins with a `From `
/// line, as what procmail or an MDA hands over may, too: that is then a mailbox of one mail. Else one mail.
/// `name` stands for it in `origin`.
std::unique_ptr<MailSource> open_stream(int descriptor, const std::string& name,
                                        std::size_t largest = ParseLimits{}.bytes);

}  // namespace dsupport
