// What goes together into one mail to the Group.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lib/mail/composer.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// A mail that is about to be composed, with the events it carries.
struct Post {
    OutboxRow row;
    OutgoingMail mail;  ///< text and addresses are final; the armour is attached when it is frozen
    std::vector<Event> events;
};

/// How long an event that nobody waits for may wait for a mail to ride along with.
inline constexpr std::int64_t kLongestRide = kHour;

/// The events that no mail carries yet, but for those of calls that go with their letters. Lives as long as
/// a flush: each event is read once, however many mails go out, and a mail costs what it takes along.
class Waiting {
  public:
    /// Adds what was written since the last call.
    void refresh(WriteSession& session);
    /// Whether a ticket has news, or the oldest leftover has waited for an hour; what decides whether
    /// another machine's events count does not wait.
    bool post_due(Instant now) const;
    /// The next ticket that has news; it is asked for once.
    std::optional<TicketId> next_ticket();
    /// This one is being told now.
    void told(const TicketId& ticket);

    /// Those of one ticket, and those that wait for no notice of their own.
    std::vector<Event> of(const TicketId& ticket) const;
    std::vector<Event> riders() const;
    /// These are in a mail now.
    void remove(const std::vector<Event>& events);

  private:
    struct Item {
        Event event;
        std::vector<TicketId> tickets;  ///< that it touches
        std::size_t notices = 0;        ///< of these, the ones that have news
    };
    std::map<std::size_t, Item> items_;  ///< oldest first
    std::map<EventId, std::size_t> number_of_;
    std::map<TicketId, std::set<std::size_t>> of_ticket_;
    std::set<std::size_t> riders_;  ///< those that no notice waits for
    std::set<std::size_t> urgent_;
    std::map<std::size_t, TicketId> news_;   ///< in the order in which something happened to them
    std::map<TicketId, std::size_t> turns_;  ///< their places in it
    std::size_t next_ = 0;
    std::int64_t row_ = 0;

    void add(Event event, std::vector<TicketId> tickets);
    void add_news(const TicketId& ticket);
};

/// The mail of a logged call, or of a handover. Events that nobody waits for ride along.
Result<Post> call_post(WriteSession& session, const Waiting& due, const OutboxRow& row, const Mailbox& from,
                       const Composer& composer);

/// The notice with an answer to a client: it goes out before the letter itself, so that no colleague answers
/// a second time. Nothing when there is nothing to tell.
Result<std::optional<Post>> reply_post(WriteSession& session, Waiting& due, const OutboxRow& row,
                                       const Mailbox& from, const std::string& own_address);

/// One notice about the first ticket that has news, else, once the oldest leftover is an hour old, a bundle
/// of the leftovers in the log thread of the day. Nothing when neither is due.
Result<std::optional<Post>> next_post(WriteSession& session, Waiting& due, const Mailbox& from,
                                      const std::string& own_address);

}  // namespace dsupport
