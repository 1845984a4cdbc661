// Mail addresses as people type them: bare, or behind a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/mail/message.hh"

namespace dsupport {

/// Good enough to be mailed to later; the composer is the one that refuses for good.
bool looks_like_address(std::string_view text);

/// `Ada Lovelace <ada@client.org>`, `"Doe, John" <john@client.org>`, or an address. Nothing for anything
/// else, several addresses among it.
std::optional<Mailbox> read_mailbox(std::string_view typed);

/// The same in writing, so that read_mailbox() gives it back: the name in quotes where it needs them. Either
/// may be empty.
std::string mailbox_text(std::string_view name, std::string_view address);

}  // namespace dsupport
