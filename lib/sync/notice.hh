// What the mails to the Group say to a person who has nothing but a mail program: the letter of a call, and
// the notices of what happened to a ticket.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "lib/team/team.hh"
#include "lib/ticket/event.hh"
#include "lib/ticket/summary.hh"

namespace dsupport {

/// The event with this id, if it is here.
using FindEvent = std::function<std::optional<Event>(const EventId&)>;

/// take, assign, escalate, de-escalate, close and reopen are told at once; everything else rides along with
/// the next mail that goes out. `find` is only asked what an opening replaced.
bool deserves_notice(const Event& event, const FindEvent& find);

/// The text of a call's letter, from its open event alone (and further parts of its text), so that it is the
/// same whenever it is sent.
std::string call_text(const Event& open, const std::string& text, const std::string& code, const Team& team,
                      const PersonId& logged_by);

/// One line for each thing that happened, then how the ticket stands.
std::string notice_text(std::span<const Event> events, const Summary& ticket, const std::string& code,
                        const Team& team, const PersonId& author, Instant now);

/// `Portal down [K7M-2QX]`; an answer gets one `Re: `.
std::string tagged_subject(const std::string& subject, const std::string& code, bool answer);

}  // namespace dsupport
