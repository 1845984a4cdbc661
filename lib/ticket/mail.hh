// The canonical mail: what every copy of one mail shares, whatever the transport did to it. mail/ turns bytes
// into these; the fold sees nothing else of a mail.
//
// Events name texts and variants by hashes made here. So all that goes into a hash is frozen with the log:
// the members of the canonical form and their order, the rules of `text_hash`, `canonical_subject` and
// `canonical_message_id`, and the names of the verdicts. None of them may look at a setting.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/ids.hh"
#include "lib/base/instant.hh"

namespace dsupport {

enum class Verdict { human, generated, machine, bulk, bounce };
/// The name that people and scripts see, and that is hashed.
std::string_view verdict_name(Verdict verdict);

struct Mail {
    MailKey key;
    std::string message_id;  ///< without angle brackets; empty when the mail had none
    std::string author;      ///< the bare address
    std::string reply_address;
    Instant date;
    std::string subject;                  ///< decoded, as this copy has it
    std::string subject_tag;              ///< the code at the subject's end, as ticket_prefix gives it
    std::vector<std::string> references;  ///< of all References headers, oldest first
    std::vector<std::string> in_reply_to;
    Hash text;                   ///< of the normalised text, without footer and armour
    std::optional<Hash> armour;  ///< of the decoded armour it carries
    std::vector<Hash> attachments;
    Verdict verdict = Verdict::human;

    // For people only, and not in the hash: a list may change them in its copy.
    std::string author_name;
    std::string base_subject;  ///< `subject` without replies' marks, tag and the group's prefix

    /// From the armour: who signed the bundle, the text hash its header names, and the events it carries.
    std::optional<ReplicaKey> bundle_from;
    std::optional<Hash> bundle_text;
    std::vector<EventId> carried;
    /// Where these are one command with one open event: the key of that call's letter.
    std::optional<MailKey> letter;

    /// Ids under which a transport knew the same mail before it gave it this one.
    std::vector<std::string> other_ids;

    /// It says that it is sent in bulk, or came over a list that is not the group's. Copies may differ in it,
    /// so it is not in the hash and decides nothing but attention and where a ticket is listed.
    bool to_many = false;
    /// What it counts as: bulk for a person's mail to many.
    Verdict counts_as() const { return to_many && verdict == Verdict::human ? Verdict::bulk : verdict; }
    /// Somebody, or a program that reports, wants something.
    bool asks() const { return counts_as() == Verdict::human || counts_as() == Verdict::generated; }

    /// BLAKE2b-256 over all that copies share: equal for copies, different for variants.
    Hash canonical() const;
};

/// The hash of a text as the log compares it: line ends as LF, white space (space, tab) at line ends and
/// empty lines at both ends dropped; a line that is `From ...` behind one or more `>`, as mailboxes write it,
/// without them.
Hash text_hash(std::string_view text);

/// What the copies of one subject share, whether or not a list put its `[prefix]` on some of them: over and
/// over without white space at both ends, a leading `Re:`, `Fwd:`, `Fw:`, `AW:`, `WG:`, `SV:` or `Antw:` in
/// any case, and a leading `[...]` whatever is in it; then each run of white space as one space.
std::string canonical_subject(std::string_view subject);

/// The key of a mail without a Message-ID, from what its copies share.
MailKey key_without_id(const Mail& mail);

}  // namespace dsupport
