// What somebody wrote in a mail, apart from what they quoted and how they signed. For display only: nothing
// is decided by it and nothing hashed, so its rules may change.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

struct QuotedText {
    std::string written;    ///< never empty when the text is not
    std::string quoted;     ///< earlier mails, with the lines that introduce them
    std::string signature;  ///< with its `-- ` line, or `Sent from my phone`
};

/// From a text with LF line ends. Knows how mail programs introduce a quote in some twenty languages (`On ...
/// wrote:`, the header block of Outlook, forwarded mails). Quotes between what was written stay in place
/// there.
QuotedText split_quotes(std::string_view text);

}  // namespace dsupport
