// The texts of the log that can be searched, one after the other.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "lib/base/instant.hh"
#include "lib/store/database.hh"
#include "lib/ticket/event.hh"

namespace dsupport {

/// How far the log was read: the rows of the newest event and of the newest mail.
struct LogMark {
    std::int64_t event = 0, mail = 0;
    bool operator==(const LogMark&) const = default;
};

struct SearchText {
    std::int64_t source = 0;  ///< the row of an event, or minus the row of a mail
    TicketId ticket;          ///< empty for a mail that is on none
    std::string kind;         ///< `open`, `note`, `reply`, `mail`; `set` where only a field was set
    Instant at;
    std::string text;
};

enum class TextOrder { oldest_first, newest_first };

/// Takes every text behind `after` up to `to`, until `take` gives false: those of events and then those of
/// mails, or the newest first, which is exactly the other way round. An event that touches several tickets
/// comes once for each.
void each_text(Database& log, const LogMark& after, const LogMark& to, TextOrder order,
               const std::function<bool(SearchText&&)>& take);

/// What a source says now; nothing for a mail that is on no ticket. Where a mail belongs may change long
/// after its words were taken up; `ticket` is where an event does.
std::optional<SearchText> find_text(Database& log, std::int64_t source, const TicketId& ticket);

/// The redaction of a text leaves its hash in the header.
bool is_redacted(const Event& event);

}  // namespace dsupport
