// Values that several commands take from the command line.
#pragma once

#include <optional>
#include <string>

#include "cli/env.hh"
#include "cli/ui/time.hh"
#include "lib/team/team.hh"
#include "lib/ticket/status.hh"

namespace dsupport {

/// --urgency, checked; nothing when it was not given. Fails with usage.
Result<std::optional<std::string>> read_urgency(const Args& args);
/// A typed urgency in any case. Fails with usage.
Result<std::string> read_urgency(const std::string& typed);

/// A client by key or name; where the team has written down no clients at all, any word will do.
Result<std::string> read_client(const Team& team, const std::string& typed);

/// `Ada Lovelace <ada@client.org>`, an address, or a name, as a requester; phone stays empty. Fails with
/// usage.
Result<Requester> read_requester(const std::string& typed);

/// Where the name is `me` or somebody's handle, that person's name and address instead.
void fill_from_team(const Team& team, const PersonId& me, Requester& requester);

/// Fails with usage when a text has more than `most` characters: what a command writes must fit one event.
Outcome check_length(std::string_view what, std::string_view text, std::size_t most);
/// A first line as a subject: itself, or of one that is too long for that its beginning.
std::string beginning_of(std::string_view line);
/// A subject, trimmed. Fails with usage when it is empty, more than one line of text, or too long.
Result<std::string> check_subject(std::string_view typed);
/// --subject, checked; nothing when it was not given.
Result<std::optional<std::string>> read_subject(const Args& args);

/// A typed TIME; one in a short form is said as it was understood: `until Fri 27 Nov 17:00 GMT`. Fails with
/// usage.
Result<Instant> read_moment(Env& env, const std::string& label, const std::string& typed,
                            Direction direction = Direction::future);

/// A phone number: digits, spaces, and + ( ) - . / #*; fails with usage.
Result<std::string> read_phone(const std::string& typed);

/// The value of an option that counts from 1. Fails with usage.
Result<std::size_t> read_count(const Args& args, std::string_view option);

}  // namespace dsupport
