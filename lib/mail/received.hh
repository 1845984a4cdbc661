// From the fields and parts of a mail to what is kept of it. Which part is which, and what encoded words and
// addresses say, the MIME library has found out; the rules are here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/header_fields.hh"
#include "lib/mail/parser.hh"

namespace dsupport {

/// How the MIME library reads values of header fields.
class FieldReader {
  public:
    virtual ~FieldReader() = default;
    /// Encoded words decoded; valid UTF-8 in one line.
    virtual std::string text(const std::string& value) const = 0;
    /// Members of groups too, names decoded.
    virtual std::vector<Mailbox> mailboxes(const std::string& value) const = 0;
    virtual std::optional<Instant> date(const std::string& value) const = 0;
};

struct TextPart {
    bool html = false;
    std::string text;  ///< UTF-8, LF
};

struct FilePart {
    std::string name;
    std::string type;  ///< `application/pdf`, in lower case
    std::uint64_t size = 0;
    Hash hash;  ///< SHA-256 of the content
    /// Of a text or a mail, and where it was asked for; else let go, so that only one is held at a time.
    std::string content;
};

struct MailBody {
    std::string type, report_type;  ///< of the mail itself
    std::vector<TextPart> texts;    ///< what is read as the mail's text, in its order
    std::vector<FilePart> files;
    std::string delivery_status, returned;  ///< of a report: the contents of its parts
    std::vector<std::string> remarks;
};

/// Takes the armour's own files out of `body.files`; the rest keep their order.
ReceivedMail assemble(const HeaderBlock& header, const FieldReader& reader, MailBody& body);

}  // namespace dsupport
