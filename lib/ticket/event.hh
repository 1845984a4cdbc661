// The event: one signed, immutable change. Its bytes are frozen; event.cc and event_content.cc are the only
// place that makes or reads them. An event's id is the BLAKE2b-256 of its header bytes, so nothing is ever
// written anew from the decoded form: the bytes that arrived are the bytes that are kept and passed on.
//
// Writers are strict, readers are not. An event is refused only where its author, its place in the chain or
// its signature is in doubt: everybody who holds the log must hold it too, or its chain has a hole for good.
// What it says may be of a later version; then it is kept and counted, and a later version folds it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/crypto.hh"
#include "lib/base/ids.hh"
#include "lib/base/instant.hh"
#include "lib/base/json.hh"
#include "lib/base/result.hh"

namespace dsupport {

inline constexpr std::string_view kEventNamespace = "dsupport-event-v1";
inline constexpr std::size_t kMaxHeader = 4UL * 1024;
inline constexpr std::size_t kMaxBody = 64UL * 1024;
/// Longer texts go into several events of one op.
inline constexpr std::size_t kPartBody = 48UL * 1024;

/// One field of one ticket gets a value, in place of the writes it names.
struct FieldWrite {
    std::string field;
    Json value;
    std::vector<EventId> replaces;
    bool operator==(const FieldWrite&) const = default;
};

/// A tag is added, or the named adds of it are taken away.
struct TagWrite {
    std::string tag;
    bool on = true;
    std::vector<EventId> removes;
    bool operator==(const TagWrite&) const = default;
};

/// A mail, and which of its variants where copies with one Message-ID differ.
struct MailRef {
    MailKey key;
    std::optional<Hash> variant;  ///< the canonical hash of that variant
    auto operator<=>(const MailRef&) const = default;
    std::string text() const;  ///< `key` or `key:hash` in hex
    static std::optional<MailRef> parse(std::string_view text);
};

/// A mail is put on the event's ticket, in place of the placements it names.
struct Placement {
    MailRef mail;
    std::vector<EventId> replaces;
    bool operator==(const Placement&) const = default;
};

struct Part {
    std::int64_t index = 1, count = 1;
    bool operator==(const Part&) const = default;
};

/// What an event says, before it has an author, a place in a chain and a signature.
struct EventContent {
    std::string kind;
    TicketId ticket;                 ///< empty where the kind has none
    Json own = Json::object();       ///< the kind's own members, in their order
    std::vector<FieldWrite> writes;  ///< sealed sorted by field
    std::vector<TagWrite> tags;      ///< sealed sorted by tag
    std::vector<Placement> placements;
    std::vector<MailRef> covers;
    std::optional<Part> part;
    std::optional<std::string> body;
};

/// Where and when an event is written.
struct EventPlace {
    EventId team;  ///< zero in team.create
    std::int64_t seq = 1;
    EventId previous;  ///< zero at seq 1
    Instant t;
    OpId op;
};

/// An event with its bytes. `header` and `signature` are verbatim; the rest is decoded from them.
struct Event {
    EventId id;
    std::string header;
    Signature signature;
    ReplicaKey rep;
    EventPlace at;
    /// `body` is empty when there is none, or it was redacted or not carried. Of an event that is not
    /// readable nothing else is here, not even the kind: so nobody can use half of it.
    EventContent content;
    std::optional<Hash> body_hash;
    std::string fault;   ///< why it is not readable
    bool newer = false;  ///< says something, wholly or in part, that this version does not know

    bool readable() const { return fault.empty(); }
    const std::string& kind() const { return content.kind; }
    const TicketId& ticket() const { return content.ticket; }
};

/// Makes the bytes, signs them and gives the event. Fails with bad_data when the header is longer than
/// kMaxHeader, the body longer than kMaxBody, a text is not UTF-8, or the content has another shape than the
/// format's.
Result<Event> seal(EventContent content, const EventPlace& place, const SigningKey& key);

/// The most bytes that the header of this content can have, wherever and by whomever it is sealed, with a
/// body and as a part.
std::size_t longest_header(const EventContent& content);

/// Checks the signature, then reads the header; `body` must fit `bh` (absent is allowed: redacted). bad_data
/// says which rule the bytes break. What the event says is no reason to refuse it: see Event::fault.
Result<Event> read_event(std::string header, const Signature& signature, std::optional<std::string> body);

/// The same without the signature and body checks, for bytes that were checked when they were stored.
Result<Event> read_stored_event(std::string header, const Signature& signature,
                                std::optional<std::string> body);

/// BLAKE2b-256 of a body.
Hash body_hash(std::string_view body);

/// The ticket event kinds: those that may carry writes, placements and covers.
bool is_ticket_kind(std::string_view kind);
/// Whether this version knows what the kind means.
bool is_known_kind(std::string_view kind);

}  // namespace dsupport
