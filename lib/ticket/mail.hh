// The canonical mail: what every copy of one mail shares, whatever the transport did to it. mail/ turns bytes
// into these; the fold sees nothing else of a mail.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/ids.hh"
#include "lib/base/instant.hh"

namespace dsupport {

enum class Verdict { human, generated, machine, bulk, bounce };
std::string_view verdict_name(Verdict verdict);

struct Mail {
    MailKey key;
    std::string message_id;  ///< without angle brackets; empty when the mail had none
    std::string author_name, author;
    std::string reply_address;
    Instant date;
    std::string base_subject;
    std::string subject_tag;              ///< the code that base_subject left out, as ticket_prefix gives it
    std::vector<std::string> references;  ///< of all References headers, oldest first
    std::vector<std::string> in_reply_to;
    Hash text;                   ///< of the normalised text, without footer and armour
    std::optional<Hash> armour;  ///< of the decoded armour it carries
    std::vector<Hash> attachments;
    Verdict verdict = Verdict::human;

    /// From the armour: who signed the bundle, and the text hash its header names.
    std::optional<ReplicaKey> bundle_from;
    std::optional<Hash> bundle_text;

    /// BLAKE2b-256 over all that copies share: equal for copies, different for variants.
    Hash canonical() const;
};

/// The hash of a text as the log compares it: line ends as LF, white space at line ends and empty lines at
/// both ends dropped.
Hash text_hash(std::string_view text);

}  // namespace dsupport
