// The outbox table: mails to be sent, each with its state. What the states mean and when they change is
// decided in lib/sync; here they are only kept.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/ids.hh"
#include "lib/base/instant.hh"
#include "lib/store/database.hh"

namespace dsupport {

enum class MailState { queued, held, sending, sent, retry, failed, unknown, dropped };
std::string_view mail_state_name(MailState state);

/// A letter has fixed content from the command on; a post (notices, bundles) is composed when it is sent.
enum class MailKind { letter, post };

struct OutboxRow {
    std::int64_t n = 0;
    MailKind kind = MailKind::letter;
    MailState state = MailState::queued;
    std::string reason;            ///< why it is held, failed or waits
    TicketId ticket;               ///< empty for the daily log
    std::optional<EventId> event;  ///< the open or reply event of a letter
    std::string recipient;         ///< empty: the group
    std::string subject, message_id;
    Instant date;
    std::string sender;                ///< envelope sender, set with the bytes
    std::optional<std::string> bytes;  ///< frozen at the first attempt
    std::int64_t attempts = 0;
    Instant due;
    std::optional<Instant> first_try;
    Instant changed;
};

class Outbox {
  public:
    explicit Outbox(Database& db) : db_(db) {}

    std::int64_t add(const OutboxRow& row);
    void update(const OutboxRow& row);
    /// The tickets whose letters an update of this object may have made undelivered, or that no more.
    const std::set<TicketId>& touched() const { return touched_; }
    /// Whether a person has to see to a copy of this letter, the one of an open or reply event: it has
    /// failed, or nobody knows whether it reached a client.
    bool has_undelivered(const EventId& letter);
    std::optional<OutboxRow> find(std::int64_t n);
    /// All that are not sent or dropped, or all; without bytes. Oldest first.
    std::vector<OutboxRow> list(bool all);
    /// The copies of one mail to its several recipients.
    std::vector<OutboxRow> of_message(const std::string& message_id);
    bool has_message(const std::string& message_id);
    std::vector<OutboxRow> of_event(const EventId& event);
    /// The same without bytes, to look at.
    std::vector<OutboxRow> states_of(const EventId& event);
    /// Whether a letter that no command wrote went, or will go, to this address about this ticket, or since
    /// then about any.
    bool has_letter_without_event(const std::string& address, const TicketId& ticket, Instant since);
    /// The one to send next among those due; nothing when none is. What may have reached a client already is
    /// never among them.
    std::optional<OutboxRow> next_due(Instant now);
    std::vector<OutboxRow> in_state(MailState state);
    /// Drops the letters of an answer that was redacted before anybody got it, with their bytes. What is
    /// being tried is left alone: it may have arrived, and the group's copy carries other events.
    void drop_unsent(const EventId& event, Instant now);
    /// Forgets the bytes of what went out about a ticket or about several, and of what was dropped: they may
    /// say what was redacted, and nobody needs them any more.
    void forget_done(const TicketId& ticket);
    /// How many mails were sent since then.
    std::int64_t sent_since(Instant t);
    /// How many notices and bundles were sent since then, or are composed and still to be sent.
    std::int64_t posts_since(Instant t);

  private:
    Database& db_;
    std::set<TicketId> touched_;
    std::vector<OutboxRow> select(const char* sql, std::optional<std::int64_t> value = {});
    std::vector<OutboxRow> select_of(const char* sql, const EventId& event);
};

}  // namespace dsupport
