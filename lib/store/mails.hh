// The table of mails that came in. Of the copies of a mail the one with the fewest bytes is kept, and of
// those the one whose bytes come first, so that all machines end up with the same; beside that a row never
// changes, only the ticket it is on follows the fold.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/json.hh"
#include "lib/store/database.hh"
#include "lib/store/mail_file.hh"
#include "lib/ticket/event.hh"
#include "lib/ticket/mail.hh"

namespace dsupport {

/// A mail as whoever fetched it hands it over.
struct IncomingMail {
    Mail mail;
    Json detail;       ///< what people are shown beside the text (lib/sync/intake.cc says which members)
    std::string text;  ///< as people read it
    std::string raw;
};

/// What is kept of a mail for people.
struct MailContent {
    std::int64_t n = 0;
    Json detail;
    std::string text;
};

/// A mail that could not be read, kept as it came.
struct UnreadableMail {
    std::int64_t n = 0;
    std::string origin, reason;
    std::int64_t size = 0;  ///< of what is kept, in bytes
    bool whole = true;      ///< all of it is kept
};

/// What became of a mail that was handed over.
struct Arrival {
    std::int64_t row = 0;
    bool is_new = false;   ///< there was no copy of it
    bool changed = false;  ///< the row says what this copy says; it did not before
};

class MailTable {
  public:
    explicit MailTable(Database& db) : db_(db) {}

    /// `file` takes the mail as it came.
    Arrival insert(const IncomingMail& mail, MailFile& file);
    /// Gives the row of bytes that are no mail to us, or not yet; nothing when they are here already.
    std::optional<std::int64_t> insert_unreadable(std::string_view raw, const UnreadableMail& mail,
                                                  MailFile& file);
    std::vector<UnreadableMail> unreadable();
    void forget_unreadable(std::int64_t row);
    /// Forgets what the mail said, and keeps that it was here.
    void drop_content(std::int64_t row, MailFile& file);

    std::vector<std::int64_t> named(std::string_view name);
    /// Mails whose subject has a tag that this ticket's uid begins with.
    std::vector<std::int64_t> tagged(const TicketId& ticket);
    /// Those that any mail names whose uids begin so.
    std::vector<TicketId> tickets_beginning_with(const std::string& prefix);
    Mail at_row(std::int64_t row);
    MailKey key_of(std::int64_t row);
    /// The next row after this one; nothing at the end.
    std::optional<std::int64_t> row_after(std::int64_t row);
    /// Whether any mail has this key.
    bool has(const MailKey& key);
    /// The rows of this mail: of that one variant, or of all.
    std::vector<std::int64_t> variants(const MailRef& mail);
    std::optional<std::int64_t> find(const MailRef& mail);
    /// Those that one of our machines sent and that carry this event: they may say in words what it says.
    std::vector<std::int64_t> carrying(const EventId& event);
    MailContent content(std::int64_t row);
    /// Empty once it was redacted.
    std::string raw(std::int64_t row, MailFile& file);
    /// Every mail that could be read and was not redacted, as it came, in the order of key and hash.
    void each_raw(MailFile& file, const std::function<void(const Mail&, std::string_view raw)>& f);

    TicketId ticket_of(std::int64_t row);
    void put_on(std::int64_t row, const TicketId& ticket);
    std::int64_t count();
    /// Behind the last byte that a row names in the file of mails, or has named.
    std::int64_t end_of_bytes();

    /// Waits for what is not here yet: bundles of a team that this machine is not in so far.
    void mark_waiting(std::int64_t row, bool waiting);
    std::vector<std::int64_t> waiting();

  private:
    Database& db_;

    std::optional<std::int64_t> row_inserted_by(SQLite::Statement& q);
    void add_names(const Mail& mail, std::int64_t row);
    Arrival compare(const IncomingMail& mail, const Hash& hash, MailFile& file);
    void replace(std::int64_t row, const IncomingMail& mail, MailFile& file);
    void insert_body(std::int64_t row, const std::string& detail, const std::string& text,
                     const MailFile::Place& place);
    MailFile::Place place_of(std::int64_t row);
    std::vector<MailFile::Place> former_places(std::int64_t row);
    void add_name(std::string_view name, std::int64_t row);
    void drop_name(std::string_view name, std::int64_t row);
};

}  // namespace dsupport
