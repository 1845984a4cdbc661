// A ticket as JSON, as dsupport-json(5) promises it to scripts: members are only ever added.
#pragma once

#include <set>
#include <string>

#include "cli/ui/records.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// How a ticket's id is spoken, for links and for tickets that were merged or closed as duplicates.
using CodeOf = std::function<std::string(const TicketId&)>;

/// The object that `list --json`, `show --json` and every mutating command with --json give.
Json ticket_json(const Summary& ticket, const std::string& code, Instant now, const CodeOf& code_of);

/// The nine fields of TSV and table, from the row alone.
Json row_json(const TicketRow& row, Instant now);

/// The columns and all field names of a ticket.
const RecordKind& ticket_records();

/// The events of this ticket and of those merged into it. What else was loaded belongs to related tickets.
std::set<EventId> events_about(const LoadedTicket& ticket);

/// `history[]` of show --json, and what the command history prints.
/// Only what is about this ticket and those merged into it; `code` says which of these, null for itself.
Json history_json(const LoadedTicket& ticket, const Authority& authority, const CodeOf& code_of);

/// What an event did, in a few words: `status open, assignee bo`.
std::string event_words(const Event& event);
/// What a command did.
std::string op_words(const OpSummary& op);

/// A moment as JSON: RFC 3339 in UTC, or null.
Json time_json(std::optional<Instant> t);
/// Text as JSON: null when empty.
Json text_json(const std::string& text);

/// A field's value in words, for why, history and conflicts: `on-hold for vendor`, `Ada <ada@client.org>`.
std::string value_words(std::string_view field, const Json& value);

}  // namespace dsupport
