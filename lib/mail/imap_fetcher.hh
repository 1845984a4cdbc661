// The fetcher that speaks IMAP, over any channel.
#pragma once

#include <memory>

#include "lib/mail/fetcher.hh"
#include "lib/mail/imap_channel.hh"

namespace dsupport {

/// Fails with `config` when the settings cannot be said in IMAP. The URL and the login are the channel's.
Result<std::unique_ptr<Fetcher>> make_imap_fetcher(const FetchSettings& settings,
                                                   std::unique_ptr<ImapChannel> channel);

}  // namespace dsupport
