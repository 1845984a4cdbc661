// What the mails to the Group say to a person who has nothing but a mail program: the letter of a call, and
// the notices of what happened to a ticket.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/team/team.hh"
#include "lib/ticket/authority.hh"
#include "lib/ticket/event.hh"
#include "lib/ticket/summary.hh"

namespace dsupport {

/// The event with this id, if it is here.
using FindEvent = std::function<std::optional<Event>(const EventId&)>;

/// An answer, take, assign, escalate, de-escalate, close and reopen are told at once; everything else rides
/// along with the next mail that goes out. `find` is only asked what an opening replaced. A command that
/// takes one of these back is told, too, once the group has heard of it (see lines_of).
bool deserves_notice(const Event& event, const FindEvent& find);

/// What one event becomes in a notice.
struct NoticeLine {
    enum class Turn { done, taken_back, done_again };
    const Event* event;  ///< what was done; its writes and its text are told
    Turn turn = Turn::done;
    Instant at;  ///< when it was done or taken back
};

/// What `events` say to a person, in their order: nothing of what was taken back before the group heard of
/// it, and of an undo what it takes back if the group has heard of that. `all` are the ticket's events; they
/// must outlive the result. `is_posted` tells what was mailed before.
std::vector<NoticeLine> lines_of(std::span<const Event> events, std::span<const Event> all,
                                 const Authority& authority,
                                 const std::function<bool(const EventId&)>& is_posted);

/// The text of a call's letter, from its open event alone (and further parts of its text), so that it is the
/// same whenever it is sent.
std::string call_text(const Event& open, const std::string& text, const std::string& code, const Team& team,
                      const PersonId& logged_by);

/// One line for each thing that happened, then how the ticket stands; `on_duty` says who holds the seat of
/// its level, which matters to a ticket that nobody has.
std::string notice_text(std::span<const NoticeLine> lines, const Summary& ticket, const std::string& code,
                        const Team& team, const PersonId& author, Instant now, const PersonId& on_duty = {});

/// The subject that a ticket's thread began with: what mail programs hold a thread together by.
std::string thread_subject(std::span<const Event> events, const Summary& ticket);

/// `Portal down [K7M-2QX]`; an answer gets one `Re: `.
std::string tagged_subject(const std::string& subject, const std::string& code, bool answer);

}  // namespace dsupport
