#include "lib/store/store.hh"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "lib/store/indexer.hh"
#include "lib/store/key_file.hh"
#include "lib/store/migrations.hh"
#include "lib/store/projection.hh"
#include "lib/store/related.hh"
#include "lib/ticket/digest.hh"

namespace dsupport {
namespace {

Outcome migrate(Database& db, const std::string& path) {
    const auto& all = migrations();
    const int newest = static_cast<int>(all.size());
    if (db.version() == newest) return {};
    Transaction transaction(db);
    const int version = db.version();
    if (version > newest)
        return fail(
            ErrorKind::config,
            fmt::format("the database {} has format {}, this program knows up to {}", path, version, newest),
            "use a newer dsupport on this machine; nothing was changed");
    for (int i = version; i < newest; ++i) db.run(std::string(all[static_cast<std::size_t>(i)]));
    db.run(fmt::format("PRAGMA user_version = {}", newest));
    transaction.commit();
    return {};
}

Outcome make_directory(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    std::filesystem::create_directories(path, error);
    if (error)
        return fail(ErrorKind::io, fmt::format("cannot make the directory {}", path),
                    "check its parent's permissions", error.message());
    ::chmod(path.c_str(), 0700);
    return {};
}

/// For SQLite a file of no bytes, or none, is a new database. But one with a key beside it was written to
/// before, and so was one with a write-ahead log, which SQLite would delete.
Outcome check_not_emptied(const StorePaths& paths) {
    const auto damaged = [&](std::string_view cause) {
        return fail(ErrorKind::bad_data, fmt::format("the database {} is damaged", paths.database()),
                    damage_hint(paths.database()), std::string(cause));
    };
    std::error_code error;
    const auto size = std::filesystem::file_size(paths.database(), error);
    if (!error) {
        if (size <= 1 && std::filesystem::exists(paths.key(), error)) return damaged("it is empty");
    } else if (error == std::errc::no_such_file_or_directory) {
        const auto log = std::filesystem::file_size(paths.database() + "-wal", error);
        // Asked again: another first command may have made both in between.
        if (!error && log != 0 && !std::filesystem::exists(paths.database(), error))
            return damaged("it is gone, but the log beside it is there");
    }
    return {};
}

constexpr std::size_t kMostCandidates = 5;

/// Leaves one row for each ticket that people see, under its id.
void join_merged(TicketTable& table, std::vector<TicketRow>& rows) {
    std::set<TicketId> seen;
    std::erase_if(rows, [&](TicketRow& row) {
        row.id = table.shown_in(row.id);
        return !seen.insert(row.id).second;
    });
}

}  // namespace

Store::Store(StorePaths paths, const TimeZones& zones)
    : paths_(std::move(paths)), zones_(zones), mail_file_(paths_.mails()) {}
Store::~Store() = default;

bool Store::has_nothing_to_finish() const {
    return !indexer_ && db_ && db_->leaves_log();
}

Result<std::unique_ptr<Store>> Store::open(StorePaths paths, Access access, const TimeZones& zones) {
    std::unique_ptr<Store> store(new Store(std::move(paths), zones));
    DS_CHECK(guarded(store->paths_.database(), [&] { return store->start(access); }));
    return store;
}

Outcome Store::start(Access access) {
    const auto path = paths_.database();
    DS_CHECK(check_not_emptied(paths_));
    std::error_code error;
    const bool there = access != Access::write && std::filesystem::exists(path, error);
    if (error)
        return fail(ErrorKind::io, fmt::format("cannot use the database {}", path),
                    "check the permissions of its directory", error.message());
    if (access == Access::rehearse && !there) {
        db_ = std::make_unique<Database>(":memory:", Access::write, Durability::derived);
        DS_CHECK(migrate(*db_, path));
    } else if (access != Access::read) {
        DS_CHECK(make_directory(paths_.directory));
        db_ = std::make_unique<Database>(path, Access::write, Durability::full);
        DS_CHECK(migrate(*db_, path));
    } else {
        // A home nobody has written to yet reads as an empty one.
        db_ = std::make_unique<Database>(there ? path : ":memory:", there ? Access::read : Access::write,
                                         Durability::full);
        const int version = db_->version(), newest = static_cast<int>(migrations().size());
        if (!there || version > newest) {
            DS_CHECK(migrate(*db_, path));
        } else if (version < newest) {
            // The first command after an upgrade brings the schema up to date, even if it only reads.
            Database writer(path, Access::write, Durability::full);
            DS_CHECK(migrate(writer, path));
        }
        db_->run("BEGIN");
    }
    events_ = std::make_unique<EventTable>(*db_);
    return {};
}

const TeamState& Store::team() {
    if (!team_) team_ = load_team(*events_);
    return *team_;
}

std::string Store::meta(const std::string& key) {
    auto& q = db_->query("SELECT value FROM meta WHERE key = ?");
    q.bind(1, key);
    return q.executeStep() ? q.getColumn(0).getString() : std::string();
}

std::optional<ReplicaKey> Store::me() {
    return ReplicaKey::from_hex(meta("replica"));
}

Result<std::vector<TicketRow>> Store::list(const ListQuery& query) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::vector<TicketRow>> { return TicketTable(*db_).list(query); });
}

Result<TicketTable::Counts> Store::counts(Instant now) {
    return guarded(paths_.database(),
                   [&]() -> Result<TicketTable::Counts> { return TicketTable(*db_).counts(now); });
}

Result<std::string> Store::code_of(const TicketId& id) {
    return guarded(paths_.database(), [&]() -> Result<std::string> { return TicketTable(*db_).code_of(id); });
}

Result<TicketId> Store::resolve(std::string_view typed, Instant now) {
    return resolve(typed, now, true);
}

Result<TicketId> Store::resolve_member(std::string_view typed, Instant now) {
    return resolve(typed, now, false);
}

Result<TicketId> Store::resolve(std::string_view typed, Instant now, bool follow_merges) {
    return guarded(paths_.database(), [&]() -> Result<TicketId> {
        TicketTable table(*db_);
        if (typed == "@") {
            const auto mine = me();
            auto& q = db_->query(
                "SELECT touch.ticket FROM event JOIN touch ON touch.event = event.n"
                " WHERE rep = ? AND kind IN ('open', 'set', 'note', 'reply') ORDER BY seq DESC LIMIT 1");
            if (mine) bind_blob(q, 1, mine->view());
            if (!mine || !q.executeStep())
                return fail(ErrorKind::negative,
                            "'@' means the last ticket you touched, and there is none yet", "dsupport list");
            const TicketId last{q.getColumn(0).getString()};
            return follow_merges ? table.shown_in(last) : last;
        }
        const auto prefix = ticket_prefix(typed);
        if (!prefix)
            return fail(ErrorKind::usage, fmt::format("'{}' is not a ticket code", typed),
                        "a code looks like K7M-2QX; at least its first three characters are needed");
        auto rows = table.with_prefix(*prefix, now);
        if (follow_merges) join_merged(table, rows);
        if (rows.empty())
            return fail(ErrorKind::negative, fmt::format("no ticket begins with {}", typed),
                        "dsupport list --all");
        if (rows.size() > 1) {
            std::string hint = "it may mean";
            for (std::size_t i = 0; i < std::min(rows.size(), kMostCandidates); ++i)
                hint += fmt::format("\n  {}  {}", rows[i].code, rows[i].subject);
            if (rows.size() > kMostCandidates) hint += "\n  ...";
            return fail(ErrorKind::usage, fmt::format("'{}' is the beginning of several codes", typed), hint);
        }
        return rows.front().id;
    });
}

Result<LoadedTicket> Store::load(const TicketId& id) {
    return load_until(id, std::nullopt);
}

Result<LoadedTicket> Store::load_as_of(const TicketId& id, Instant at) {
    return load_until(id, at);
}

Result<LoadedTicket> Store::load_until(const TicketId& id, std::optional<Instant> at) {
    return guarded(paths_.database(), [&]() -> Result<LoadedTicket> {
        LoadedTicket out;
        MailTable mails(*db_);
        Relations relations(*events_, mails);
        relations.add(id);
        auto related = std::move(relations).find();
        out.events = std::move(related.events);
        out.mails = std::move(related.mails);
        if (at) {
            std::erase_if(out.events, [&](const Event& event) { return event.at.t > *at; });
            std::erase_if(out.mails, [&](const Mail& mail) { return mail.date > *at; });
        }
        out.state = fold(out.events, out.mails, *team().authority);
        auto summary = summarize(out.state, id, team().team, *team().authority);
        if (!summary && at)
            return fail(ErrorKind::negative, fmt::format("{} did not exist on {}", id.code(), rfc3339(*at)),
                        fmt::format("dsupport history {}", id.code()));
        if (!summary)
            return fail(ErrorKind::negative, fmt::format("no ticket {}", id.code()), "dsupport list --all");
        out.summary = std::move(*summary);
        out.summary.undelivered = has_undelivered(*db_, out.state, out.summary.id);
        out.code = TicketTable(*db_).code_of(out.summary.id);
        return out;
    });
}

Result<std::optional<MailContent>> Store::mail_content(const MailRef& mail) {
    return guarded(paths_.database(), [&]() -> Result<std::optional<MailContent>> {
        MailTable mails(*db_);
        const auto row = mails.find(mail);
        return row ? std::optional(mails.content(*row)) : std::nullopt;
    });
}

Result<std::string> Store::raw_mail(std::int64_t row) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::string> { return MailTable(*db_).raw(row, mail_file_); });
}

Result<bool> Store::has_mail(const MailKey& key) {
    return guarded(paths_.database(), [&]() -> Result<bool> { return MailTable(*db_).has(key); });
}

Result<std::vector<UnreadableMail>> Store::unreadable() {
    return guarded(paths_.database(),
                   [&]() -> Result<std::vector<UnreadableMail>> { return MailTable(*db_).unreadable(); });
}

Result<std::optional<TicketRow>> Store::row(const TicketId& id, Instant now) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::optional<TicketRow>> { return TicketTable(*db_).find(id, now); });
}

Result<std::vector<OutboxRow>> Store::outbox(bool all) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::vector<OutboxRow>> { return Outbox(*db_).list(all); });
}

Result<std::optional<OutboxRow>> Store::mail(std::int64_t n) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::optional<OutboxRow>> { return Outbox(*db_).find(n); });
}

Result<std::vector<OutboxRow>> Store::copies(const EventId& event) {
    return guarded(paths_.database(),
                   [&]() -> Result<std::vector<OutboxRow>> { return Outbox(*db_).states_of(event); });
}

Result<std::vector<Event>> Store::unposted() {
    return guarded(paths_.database(), [&]() -> Result<std::vector<Event>> {
        std::int64_t from = 0;
        return events_->unposted(from);
    });
}

Result<std::optional<Event>> Store::event(const EventId& id) {
    return guarded(paths_.database(), [&]() -> Result<std::optional<Event>> { return events_->find(id); });
}

Result<Hash> Store::log_digest() {
    return guarded(paths_.database(),
                   [&]() -> Result<Hash> { return dsupport::log_digest(events_->all_ids()); });
}

Result<Hash> Store::state_digest() {
    return guarded(paths_.database(), [&]() -> Result<Hash> { return Projection(*db_, *events_).digest(); });
}

Result<Store::Size> Store::size() {
    return guarded(paths_.database(), [&]() -> Result<Size> {
        Size out;
        SQLite::Statement q(db_->handle(),
                            "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM ticket),"
                            " (SELECT count(*) FROM mail)");
        q.executeStep();
        out.events = q.getColumn(0).getInt64();
        out.tickets = q.getColumn(1).getInt64();
        out.mails = q.getColumn(2).getInt64();
        SQLite::Statement newer(db_->handle(), "SELECT count(*) FROM event WHERE newer = 1");
        newer.executeStep();
        out.unknown = newer.getColumn(0).getInt64();
        const auto& authority = *team().authority;
        SQLite::Statement reps(db_->handle(), "SELECT rep, count(*) FROM event GROUP BY rep");
        while (reps.executeStep()) {
            const auto key = blob_id<ReplicaKey>(reps, 0);
            // The recovery key is nobody's, and what it writes counts.
            if (authority.person(key).empty() && authority.roster().recovery() != key)
                out.held += reps.getColumn(1).getInt64();
        }
        return out;
    });
}

Result<std::map<ReplicaKey, std::vector<SeqRange>>> Store::holes() {
    return guarded(paths_.database(), [&]() -> Result<std::map<ReplicaKey, std::vector<SeqRange>>> {
        return events_->chains().holes();
    });
}

Result<std::map<ReplicaKey, ChainHead>> Store::heads() {
    return guarded(paths_.database(),
                   [&]() -> Result<std::map<ReplicaKey, ChainHead>> { return events_->chains().heads(); });
}

Outcome Store::each_event(const std::function<void(const Event&)>& f) {
    return guarded(paths_.database(), [&]() -> Outcome {
        events_->each(f);
        return {};
    });
}

Outcome Store::each_mail(const std::function<void(const Mail&, std::string_view)>& f) {
    return guarded(paths_.database(), [&]() -> Outcome {
        MailTable(*db_).each_raw(mail_file_, f);
        return {};
    });
}

Outcome Store::check_integrity() {
    return guarded(paths_.database(), [&]() -> Outcome {
        SQLite::Statement q(db_->handle(), "PRAGMA quick_check(1)");
        if (!q.executeStep() || q.getColumn(0).getString() != "ok")
            throw SQLite::Exception(q.getColumn(0).getString(), SQLITE_CORRUPT);
        if (const auto end = MailTable(*db_).end_of_bytes()) mail_file_.read({end - 1, 1});
        return {};
    });
}

std::optional<Error> Store::explain(const std::exception& thrown) const {
    const auto* e = dynamic_cast<const SQLite::Exception*>(&thrown);
    if (!e) return std::nullopt;
    return sqlite_error(*e, paths_.database());
}

Outcome Store::transact(const Founder* founder, Clock& clock, Random& random, bool dry_run,
                        const std::function<Outcome(WriteSession&)>& f) {
    LogMark before;
    bool may_remove_texts = false;
    const auto done = guarded(paths_.database(), [&]() -> Outcome {
        Transaction transaction(*db_);
        before = newest_rows(*db_);
        team_.reset();
        duty_.reset();
        if (dry_run) mail_file_.pretend();
        DS_TRY(const auto key, load_or_make_key(paths_.key(), dry_run));
        WriteSession session(*this, key, clock, random);
        session.fold_anew_after_upgrade();
        if (founder) DS_CHECK(session.found(*founder));
        DS_CHECK(f(session));
        if (dry_run) return {};
        session.show_undelivered();
        session.keep_duty();
        mail_file_.commit();
        // Only a commit that nobody reads behind can empty the write-ahead log.
        finish_indexing();
        transaction.commit();
        may_remove_texts = session.may_remove_texts_;
        if (may_remove_texts) db_->empty_log();
        return {};
    });
    mail_file_.finish();
    team_.reset();
    if (!done || dry_run) duty_.reset();
    if (!done || dry_run) events_->chains().forget();
    if (done && !dry_run) index_new_events(before, may_remove_texts);
    return done;
}

}  // namespace dsupport
