// Values that several commands take from the command line.
#pragma once

#include <optional>
#include <string>

#include "cli/args.hh"
#include "lib/team/team.hh"
#include "lib/ticket/status.hh"

namespace dsupport {

/// --urgency, checked; nothing when it was not given. Fails with usage.
Result<std::optional<std::string>> read_urgency(const Args& args);

/// A client by key or name; where the team has written down no clients at all, any word will do.
Result<std::string> read_client(const Team& team, const std::string& typed);

/// `Ada Lovelace <ada@client.org>`, an address, or a name, as a requester; phone stays empty. Fails with
/// usage.
Result<Requester> read_requester(const std::string& typed);

/// A phone number: digits, spaces, and + ( ) - . / #*; fails with usage.
Result<std::string> read_phone(const std::string& typed);

/// The value of an option that counts from 1. Fails with usage.
Result<std::size_t> read_count(const Args& args, std::string_view option);

}  // namespace dsupport
