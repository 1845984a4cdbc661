// The words of IMAP commands and answers that are more than themselves: quoted strings, names of mailboxes,
// sets of uids, and what a refusal means.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/error.hh"
#include "lib/mail/fetcher.hh"
#include "lib/mail/imap_reader.hh"

namespace dsupport {

/// As a quoted string; nothing when that cannot hold it (control characters, bytes beyond ASCII).
std::optional<std::string> imap_quoted(std::string_view text);

/// A name in UTF-8 as servers know it: in modified UTF-7 (RFC 3501, 5.1.3). Nothing when it is no UTF-8.
std::optional<std::string> mailbox_utf7(std::string_view name);

/// `1:3,7`. `uids` must be ascending.
std::string uid_set(std::span<const Uid> uids);

/// The uids of such a set, in its order; nothing when it is none, or names more than `most`.
std::optional<std::vector<Uid>> read_uid_set(std::string_view set, std::size_t most);

/// The numbers of a SEARCH; nothing when there is something else between them.
std::optional<std::vector<Uid>> read_numbers(std::string_view text);

/// What a NO, BAD or BYE means: a word of RFC 5530 decides, where the server gives one, else `otherwise`.
ErrorKind refusal_kind(const ImapResponse& response, ErrorKind otherwise);

}  // namespace dsupport
