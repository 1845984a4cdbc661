// The wire: a bundle of events, and the armour that carries it through mail. The format is frozen; golden
// files in tests/unit/ticket hold it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/ticket/event.hh"

namespace dsupport {

inline constexpr std::string_view kBundleNamespace = "dsupport-bundle-v1";
inline constexpr std::string_view kArmourFile = "dsupport-events.txt";
/// At most this much in one mail.
inline constexpr std::size_t kMaxBundleBytes = std::size_t{100} * 1024;
inline constexpr std::size_t kMaxBundleEvents = 200;
/// Raised when the fold changes what it makes of the same log; digests compare only at equal versions.
inline constexpr std::int64_t kFoldVersion = 1;

/// The last event the sender holds without a gap on one chain.
struct ChainHead {
    std::int64_t seq = 0;
    EventId id;
    /// The last events of its other branches, where a chain has forked.
    std::vector<EventId> branches = {};
    bool operator==(const ChainHead&) const = default;
};

/// First and last seq of a hole in a chain.
using SeqRange = std::pair<std::int64_t, std::int64_t>;

/// What a bundle says of itself. Only `from` must be readable: entries of another shape than this version's
/// are read as if they were not there, and cost no event.
struct BundleHeader {
    ReplicaKey from;
    Hash text;                                         ///< text_hash of the mail it travels in, or zero
    std::map<ReplicaKey, ChainHead> heads;             ///< what the sender has of every replica
    std::map<ReplicaKey, std::vector<SeqRange>> need;  ///< what it misses
    std::vector<MailRef> seen;                         ///< client mails new to it
    std::int64_t fold_version = kFoldVersion;
    std::optional<Hash> digest;  ///< of its events-only state, where it is stated
};

struct Bundle {
    BundleHeader header;
    std::vector<Event> events;  ///< each verified
    std::size_t refused = 0;    ///< events that could not be read or verified
};

/// The signed bytes of a bundle. `header.from` must be the key's own id.
std::string encode_bundle(const BundleHeader& header, const std::vector<Event>& events,
                          const SigningKey& key);

/// Reads and verifies. A bundle with a wrong signature is refused whole; a single bad event inside a good
/// bundle is counted in `refused` and left out.
Result<Bundle> decode_bundle(std::string_view bytes);

inline constexpr std::string_view kArmourBegin = "-----BEGIN DSUPPORT EVENTS v1-----";
inline constexpr std::string_view kArmourEnd = "-----END DSUPPORT EVENTS v1-----";

/// Between these two lines base64 in lines of at most 76 columns.
std::string armour(std::string_view bundle);

/// The decoded bytes of every armour block in a text, in order. Lines quoted with `>` are not looked at.
/// Footers around it do no harm, nor does what happens to white space, in the marks too: line ends that
/// became spaces, text in one line, other margins. A block that does not decode is left out.
std::vector<std::string> find_armour(std::string_view text);

/// Bytes that an event adds to a bundle.
std::size_t bundle_size(const Event& event);

}  // namespace dsupport
