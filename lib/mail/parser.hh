// What the bytes of a mail that came in say, once they are read: the canonical mail that the fold knows, and
// what people are shown. The implementation uses GMime and libxml2 and lives in a private module that is
// loaded on first use.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hh"
#include "lib/mail/message.hh"
#include "lib/ticket/mail.hh"

namespace dsupport {

/// A mail that is larger is not parsed but kept as it is (mail.md, Parsing).
struct ParseLimits {
    std::size_t bytes = std::size_t{40} << 20U;
    std::size_t header_bytes = std::size_t{256} << 10U;
    int depth = 32;
    int parts = 500;
};

/// A file in a mail, or a part that is no text.
struct ReceivedFile {
    std::string name;          ///< decoded, as the mail has it: never a path to write to; may be empty
    std::string content_type;  ///< `application/pdf`, in lower case
    std::uint64_t size = 0;    ///< in bytes, decoded
    Hash hash;                 ///< SHA-256 of the decoded bytes
};

/// One recipient that a bounce says could not be reached.
struct Bounce {
    std::string message_id;  ///< of the mail that came back, without brackets; empty when it does not say
    std::string recipient;   ///< bare address; empty when it does not say
    std::string status;      ///< `5.1.1`
    std::string text;        ///< the other server's words, one line
    bool permanent = false;  ///< given up; else it is delayed
};

struct ReceivedMail {
    /// All but `bundle_from`, `bundle_text` and `carried`, which follow from `armours`. Its verdict looks at
    /// the mail alone: that it came over a list (`lists`) is judged where the group is known.
    Mail mail;
    std::vector<Mailbox> from, to, cc;  ///< as the headers have them, decoded
    std::vector<Mailbox> reply_to;
    std::string text;  ///< for people: UTF-8, LF, without armour, with quotes and signature
    /// To be read in place of a text that says nothing: what its files say (lib/mail/enclosed.hh). They are
    /// hashed as files, and this is not hashed.
    std::string enclosed;
    std::vector<ReceivedFile> files;     ///< without the armour's own
    std::vector<std::string> armours;    ///< decoded bytes, in order
    std::vector<std::string> other_ids;  ///< ids under which transports knew the same mail
    std::vector<std::string> lists;  ///< List-Id and List-Post, bare and in lower case: `support.example.org`
    bool bulk_precedence = false;    ///< `Precedence: bulk` or `junk`
    /// It offers to unsubscribe, in a way that no list on its way can have added.
    bool to_subscribers = false;
    std::string sign;  ///< what decided the verdict: `Auto-Submitted: auto-replied`; empty for human
    std::vector<Bounce> bounces;  ///< only of a mail whose verdict is bounce
    /// Authentication-Results and X-Original-Authentication-Results: the topmost ones, unfolded.
    std::string authentication_results, original_authentication_results;
    std::vector<std::string>
        remarks;  ///< what was not as it should be and had to be guessed, for `ingest --json`
};

class Parser {
  public:
    virtual ~Parser() = default;
    /// Reads any bytes, for several threads at once; what a damaged mail still says is kept. bad_data, with
    /// the reason, only for what is beyond the limits or is no mail at all (no header field).
    virtual Result<ReceivedMail> parse(std::string_view bytes, const ParseLimits& limits) = 0;
    /// The decoded bytes of the n-th of `files`, from 0. negative when there is none.
    virtual Result<std::string> file(std::string_view bytes, std::size_t n) = 0;
};

}  // namespace dsupport
