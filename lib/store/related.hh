// Which events and mails the fold of some tickets needs, so that it gives them the same as a fold of all
// there is.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "lib/store/events.hh"
#include "lib/store/mails.hh"

namespace dsupport {

struct Related {
    std::set<TicketId> tickets;      ///< the given ones, and all that share a link or a mail with them
    std::vector<Event> events;       ///< in the order of arrival
    std::vector<Mail> mails;         ///< likewise
    std::vector<std::int64_t> rows;  ///< of the mails, in their order
};

/// Closed under what fold() asks for: same ticket, linked ticket, same mail placed, covered or redacted, same
/// op, undo of; and of mails: all that name an id which another one has or names, or that a tag may bring.
class Relations {
  public:
    Relations(EventTable& events, MailTable& mails) : events_(events), mails_(mails) {}

    void add(const TicketId& ticket);
    void add_mail(std::int64_t row);
    Related find() &&;

  private:
    EventTable& events_;
    MailTable& mails_;
    std::set<TicketId> tickets_;
    std::vector<TicketId> new_tickets_;
    std::map<std::int64_t, Event> loaded_;
    std::vector<std::int64_t> new_events_, mates_;
    std::map<std::int64_t, Mail> mail_;
    std::vector<std::int64_t> new_mails_;
    std::set<MailKey> keys_;

    void follow(const TicketId& ticket);
    void follow_event(std::int64_t row);
    void follow_mail(std::int64_t row);
    void add_tickets_of(std::int64_t event_row);
    void add_key(const MailKey& key);
    void follow_tag(const Mail& mail);
};

}  // namespace dsupport
