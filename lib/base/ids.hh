// Identity: what names an event, a machine, a ticket, a mail, a person. Source of every rule here: the
// log format, lib/ticket/README.md.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/bytes.hh"

namespace dsupport {

/// BLAKE2b-256 of an event's header bytes.
using EventId = FixedBytes<32, struct EventIdTag>;
/// A machine's public Ed25519 key, which is its name.
using ReplicaKey = FixedBytes<32, struct ReplicaKeyTag>;
/// Any other BLAKE2b-256 (bodies, texts, attachments).
using Hash = FixedBytes<32, struct HashTag>;
/// One command's random number, shared by all its events.
using OpId = FixedBytes<16, struct OpIdTag>;
/// BLAKE2b-128 of a Message-ID.
using MailKey = FixedBytes<16, struct MailKeyTag>;
using Signature = FixedBytes<64, struct SignatureTag>;

/// A ticket's uid: 26 base32 characters.
struct TicketId {
    std::string value;
    auto operator<=>(const TicketId&) const = default;
    bool empty() const { return value.empty(); }
    /// What people say: the first `length` characters, a hyphen after the third: `K7M-2QX`.
    std::string code(std::size_t length = 6) const;
    /// From exactly 26 base32 characters in upper case.
    static std::optional<TicketId> parse(std::string_view text);
};

/// A person's handle in the team document; empty means nobody.
struct PersonId {
    std::string value;
    auto operator<=>(const PersonId&) const = default;
    bool empty() const { return value.empty(); }
};

/// A Message-ID (without angle brackets) as it is hashed and compared: white space removed; in an id of ours,
/// which some mail systems write in another case, N and uid in upper case and the domain in lower case.
std::string canonical_message_id(std::string_view message_id);

/// The ticket whose root mail has this Message-ID (without angle brackets), made canonical.
TicketId ticket_of_root(std::string_view message_id);

/// The key of the mail with this Message-ID (without angle brackets), made canonical.
MailKey mail_key(std::string_view message_id);

/// A fresh Message-ID of ours, canonical: `ds1.N@D` for a root, `ds1.N.UID@D` inside a ticket.
/// `nonce` is 16 random bytes; `ticket` is empty for a root.
std::string make_message_id(ByteView nonce, const TicketId& ticket, std::string_view domain);

/// What an id of ours says about its ticket: the uid itself (three parts) or the hash of the root id (two
/// parts); nothing for a foreign id. Any case is accepted.
std::optional<TicketId> ticket_of_own_id(std::string_view message_id);

/// What a person typed as a ticket, as an upper-case base32 prefix: hyphens dropped, O read as 0, I and L as
/// 1; nothing when it cannot be one (fewer than three or more than 26 characters, or a stray character).
std::optional<std::string> ticket_prefix(std::string_view typed);

}  // namespace dsupport

template <>
struct std::hash<dsupport::TicketId> {
    std::size_t operator()(const dsupport::TicketId& t) const noexcept {
        return std::hash<std::string>{}(t.value);
    }
};
