// The store of one machine: the log, the projection, the outbox, the search index and the key. Reads see one
// consistent state; a write is one transaction in which the command checks, writes its events and queues its
// mails, or nothing happens.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/clock.hh"
#include "lib/rota/duty.hh"
#include "lib/store/mails.hh"
#include "lib/store/outbox.hh"
#include "lib/store/rota_events.hh"
#include "lib/store/search.hh"
#include "lib/store/team_state.hh"
#include "lib/store/tickets.hh"
#include "lib/ticket/change.hh"

namespace dsupport {

struct StorePaths {
    std::string directory;  ///< made when missing, mode 0700
    std::string database() const { return directory + "/dsupport.db"; }
    std::string search() const { return directory + "/search.db"; }
    std::string mails() const { return directory + "/mails"; }
    std::string key() const { return directory + "/key"; }
};

/// Who writes, for the private team that a first write founds.
struct Founder {
    PersonId handle;
    Person person;
    Group group;
    bool test_home = false;  ///< a home that begins so never sends mail to the world
};

/// A ticket with all that its fold needed. Moved, never copied: the state points into the mails.
struct LoadedTicket {
    LoadedTicket() = default;
    LoadedTicket(LoadedTicket&&) = default;
    LoadedTicket& operator=(LoadedTicket&&) = default;

    std::vector<Event> events;
    std::vector<Mail> mails;
    State state;
    Summary summary;  ///< of the component
    std::string code;
};

struct OpSummary {
    OpId op;
    EventId last;
    Instant at;
    std::vector<Event> events;  ///< without bodies
    std::vector<TicketId> tickets;
    bool undone = false;
    bool is_undo = false;
    std::optional<EventId> undo_of;
};

class Indexer;
class WriteSession;

class Store {
  public:
    /// A database that does not exist yet reads as an empty one, and so it is rehearsed with. Fails with
    /// config for a newer schema, bad_data for a damaged file, io for one that cannot be used, try_later for
    /// a locked one.
    /// The zones must outlive it.
    static Result<std::unique_ptr<Store>> open(StorePaths paths, Access access, const TimeZones& zones);
    ~Store();
    /// Whether its end would only give memory back, which a process that ends need not wait for.
    bool has_nothing_to_finish() const;

    Result<std::vector<TicketRow>> list(const ListQuery& query);
    /// What a person typed as a ticket: a code, a prefix, or `@`. Fails with negative when there is none,
    /// with usage when several begin so (they are listed in the message).
    Result<TicketId> resolve(std::string_view typed, Instant now);
    /// The same without following merges: the very ticket that was named.
    Result<TicketId> resolve_member(std::string_view typed, Instant now);
    Result<LoadedTicket> load(const TicketId& id);
    /// The ticket as the events up to that time had it.
    Result<LoadedTicket> load_as_of(const TicketId& id, Instant at);
    /// What people are shown of a mail; nothing when it is not here.
    Result<std::optional<MailContent>> mail_content(const MailRef& mail);
    /// The mail as it came. Empty once it was redacted.
    Result<std::string> raw_mail(std::int64_t row);
    Result<std::vector<UnreadableMail>> unreadable();
    Result<bool> has_mail(const MailKey& key);
    /// The row of exactly this ticket.
    Result<std::optional<TicketRow>> row(const TicketId& id, Instant now);
    Result<std::string> code_of(const TicketId& id);
    Result<TicketTable::Counts> counts(Instant now);
    Result<std::vector<SearchHit>> search(const std::string& words, std::size_t limit);
    /// The outbox without the bytes of its mails, and one mail with them.
    Result<std::vector<OutboxRow>> outbox(bool all);
    Result<std::optional<OutboxRow>> mail(std::int64_t n);
    /// The copies of the letter that an event is, without bytes.
    Result<std::vector<OutboxRow>> copies(const EventId& event);
    Result<std::vector<Event>> unposted();
    Result<std::optional<Event>> event(const EventId& id);
    /// The commands of this machine, newest first.
    Result<std::vector<OpSummary>> my_ops(std::size_t limit);

    /// Who is on duty. Fails with negative where there is no answer, as lib/rota/duty.hh says.
    Result<Duty> duty(Instant t);
    /// The covers, days away and cancels of the rota, and the records of its handovers.
    Result<std::vector<RotaEvent>> rota_exceptions();
    Result<std::vector<RotaEvent>> rota_handovers();
    /// How the rota came to be what it is: its states from then on.
    Result<RotaHistory> rota_history(Instant from);

    /// Out of these four a damaged file throws, so that callers need not ask; explain() knows what it means.
    const TeamState& team();
    /// This machine's key; nothing before the first write.
    std::optional<ReplicaKey> me();
    std::string meta(const std::string& key);
    bool is_test_home() { return !meta("test_home").empty(); }
    /// What an exception says about this store; nothing when it is not about a store.
    std::optional<Error> explain(const std::exception& thrown) const;
    Result<Hash> log_digest();
    Result<Hash> state_digest();
    struct Size {
        std::int64_t events = 0, tickets = 0, mails = 0, held = 0, unknown = 0;
    };
    Result<Size> size();
    Result<std::map<ReplicaKey, std::vector<SeqRange>>> holes();
    Result<std::map<ReplicaKey, ChainHead>> heads();
    /// Every event in the order of arrival.
    Outcome each_event(const std::function<void(const Event&)>& f);
    /// Every mail that is kept, as it came: equal mails in equal order.
    Outcome each_mail(const std::function<void(const Mail&, std::string_view raw)>& f);
    /// Looks at every page; bad_data when one is damaged.
    Outcome check_integrity();

    /// Runs `f` inside one transaction; what it returns decides between commit and rollback. With `dry_run`
    /// everything is rolled back.
    template <class T>
    Result<T> write(const Founder& founder, Clock& clock, Random& random, bool dry_run,
                    const std::function<Result<T>(WriteSession&)>& f) {
        Result<T> out = fail(ErrorKind::bug, "the write did not run");
        const auto done = transact(&founder, clock, random, dry_run, [&](WriteSession& session) -> Outcome {
            out = f(session);
            if (!out) return tl::unexpected(out.error());
            return {};
        });
        if (!done) return tl::unexpected(done.error());
        return out;
    }

    /// The same for upkeep of the log (import, rebuild): a home without a team stays without one.
    template <class T>
    Result<T> maintain(Clock& clock, Random& random, bool dry_run,
                       const std::function<Result<T>(WriteSession&)>& f) {
        Result<T> out = fail(ErrorKind::bug, "the write did not run");
        const auto done = transact(nullptr, clock, random, dry_run, [&](WriteSession& session) -> Outcome {
            out = f(session);
            if (!out) return tl::unexpected(out.error());
            return {};
        });
        if (!done) return tl::unexpected(done.error());
        return out;
    }

    /// Makes the search index anew from the log.
    Outcome rebuild_search();

  private:
    friend class WriteSession;
    Store(StorePaths paths, const TimeZones& zones);
    Result<TicketId> resolve(std::string_view typed, Instant now, bool follow_merges);

    StorePaths paths_;
    const TimeZones& zones_;
    MailFile mail_file_;
    std::unique_ptr<Database> db_;
    std::unique_ptr<EventTable> events_;
    std::optional<TeamState> team_;
    std::optional<Duty> duty_;          ///< what `meta` keeps, once it was asked for
    std::unique_ptr<Indexer> indexer_;  ///< once something was written

    Outcome start(Access access);
    std::optional<Duty> kept_duty(Instant t);
    Duty evaluate_duty(Instant t);
    Result<LoadedTicket> load_until(const TicketId& id, std::optional<Instant> at);
    Outcome transact(const Founder* founder, Clock& clock, Random& random, bool dry_run,
                     const std::function<Outcome(WriteSession&)>& f);
    void index_new_events(const LogMark& before, bool may_remove_texts);
    void finish_indexing();
};

/// What a command does inside its transaction.
class WriteSession {
  public:
    const Team& team() const;
    const Authority& authority() const;
    const TeamState& team_state() const;
    std::vector<RotaEvent> rota_exceptions() const;
    std::vector<RotaEvent> rota_handovers() const;
    /// The holder of a level's role now; nothing without a rota or when it is vacant.
    std::optional<PersonId> on_duty(std::string_view level) const;
    PersonId me() const;
    bool lead() const;
    Instant now() const { return now_; }
    const ReplicaKey& replica() const { return chain_.key.id(); }
    /// The last event of this key's chain that is here, whatever is missing before it.
    ChainPoint end_of(const ReplicaKey& key);

    Result<LoadedTicket> load(const TicketId& id);
    /// Where the ticket is, as the pure commands want it. `loaded` must outlive the situation.
    Situation situation(const LoadedTicket& loaded) const;

    /// Seals the contents as events of this command's op and adds them.
    Result<std::vector<Event>> append(std::vector<EventContent> contents);
    /// The same in the chain of another key that this machine was given for one act, the recovery key.
    Result<std::vector<Event>> append_as(const SigningKey& key, std::vector<EventContent> contents);
    /// take_in for events alone. Gives how many were new.
    std::size_t accept(const std::vector<Event>& events) { return take_in(events, {}).events; }
    struct TakenIn {
        std::size_t events = 0;   ///< how many of them were new
        std::vector<bool> mails;  ///< for each whether it was new; another copy of a mail is not
    };
    /// Adds mails that came in and verified events of other machines, each in any order.
    TakenIn take_in(const std::vector<Event>& events, const std::vector<IncomingMail>& mails);
    /// Keeps what cannot be read. Gives whether it was new.
    bool keep_unreadable(std::string_view raw, const UnreadableMail& mail);
    void forget_unreadable(std::int64_t row);
    std::string raw_mail(std::int64_t row);
    TicketId ticket_of(const MailRef& mail);
    /// Mails whose events wait for this machine to be in a team.
    void mark_waiting(const MailRef& mail);
    std::vector<std::int64_t> take_waiting();
    /// Folds everything again. Gives whether the digests before and after are equal.
    Result<bool> rebuild();

    Outbox& outbox() { return outbox_; }
    /// What this command overwrites shall be gone from the disk when it says so.
    void leave_no_trace() { may_remove_texts_ = true; }
    /// These own events are in a frozen mail now; or, with `posted` false, that mail will never go out.
    void mark_posted(const std::vector<EventId>& events, bool posted = true);
    /// Own events in no mail yet, calls left out, that were added after `row`; `row` becomes the newest one.
    std::vector<Event> unposted(std::int64_t& row);
    bool is_posted(const EventId& id);
    /// The tickets that an event touches.
    std::vector<TicketId> tickets_of(const EventId& id);
    std::optional<Event> find(const EventId& id);
    /// Whether this machine got the one event after the other.
    bool arrived_after(const EventId& event, const EventId& other);
    std::int64_t ticket_count();
    std::string fresh_message_id(const TicketId& ticket, std::string_view domain);
    void set_meta(const std::string& key, const std::string& value);
    std::string meta(const std::string& key);
    /// Of the fields these events write, one that a later write has replaced: taking those back shows
    /// nothing.
    std::string superseded(const std::vector<Event>& events);
    /// The events appended so far.
    const std::vector<Event>& written() const { return written_; }
    /// Signs a bundle of these events for a mail with this text. The digest reads every ticket, so only the
    /// first bundle of a flush states it.
    std::string bundle(const std::vector<Event>& events, const Hash& text, bool with_digest);

  private:
    friend class Store;
    WriteSession(Store& store, const SigningKey& key, Clock& clock, Random& random);
    Outcome found(const Founder& founder);
    /// A key and where its chain ends.
    struct Chain {
        SigningKey key;
        std::optional<ChainEnd> end;
    };
    Result<Event> seal_next(Chain& chain, EventContent content, const EventId& team, const OpId& op);
    Result<std::vector<Event>> append_to(Chain& chain, std::vector<EventContent> contents);
    void refresh(const std::vector<Event>& events, const std::vector<std::int64_t>& mails = {});
    void show_undelivered();
    void forget_duty();
    void keep_duty();
    void fold_anew_after_upgrade();
    void forget_redacted();
    void forget_redacted_mails(const std::set<MailKey>& keys);
    void forget_redacted_copies(const std::vector<std::int64_t>& mails);
    bool is_letter_of_redacted(const MailKey& key);
    bool builds_upon(const FieldValue& head, const std::string& field, const EventId& event);
    OpId fresh_op();

    Store& store_;
    Chain chain_;
    Random& random_;
    Instant now_;
    Outbox outbox_;
    MailTable mails_;
    OpId op_;
    std::vector<Event> written_;
    bool may_remove_texts_ = false;  ///< a redaction, or a right that makes an older one count
};

}  // namespace dsupport
