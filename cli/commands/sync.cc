#include <fmt/format.h>

#include <array>
#include <optional>

#include "cli/commands.hh"
#include "cli/exit_code.hh"
#include "cli/intake_warnings.hh"
#include "cli/mail_fetch.hh"
#include "cli/team_change.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/transport.hh"
#include "cli/ui/stop_signal.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/sync/acknowledge.hh"
#include "lib/sync/addresses.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 6> kOptions = {{
    {"send", 0, "", "only send what is queued, without looking at what is new"},
    {"fetch", 0, "", "only fetch what is new"},
    {"watch", 0, "", "go on until interrupted: fetch when there is news, send what is queued"},
    {"dry-run", 'n', "", "say what is due and where from, and reach for nothing"},
    {"json", 0, "", "print the result as JSON"},
    {"quiet", 'q', "", "print nothing when it worked"},
}};

/// How long a round of --watch waits for news before it looks for mails to send.
constexpr long kWatch_s = 20;

/// What one round did.
struct Round {
    IntakeReport fetched;
    SendReport sent;
};

Json problems_json(const std::vector<MailProblem>& problems) {
    Json out = Json::array();
    for (const auto& p : problems)
        out.push(Json::object({{"n", p.n}, {"subject", p.subject}, {"reason", p.reason}}));
    return out;
}

Json result_json(const Round& round) {
    Json refused = Json::array();
    for (const auto& r : round.fetched.refused)
        refused.push(Json::object({{"source", r.source}, {"reason", r.reason}}));
    return Json::object({{"schema", 1},
                         {"sent", static_cast<std::int64_t>(round.sent.sent)},
                         {"held", problems_json(round.sent.held)},
                         {"failed", problems_json(round.sent.failed)},
                         {"retry", problems_json(round.sent.retry)},
                         {"unknown", problems_json(round.sent.unknown)},
                         {"fetched", round.fetched.read},
                         {"added", round.fetched.added},
                         {"own", round.fetched.own},
                         {"new_tickets", round.fetched.new_tickets},
                         {"events", round.fetched.events},
                         {"refused", std::move(refused)}});
}

std::string fetched_words(const IntakeReport& report) {
    std::string out = fmt::format("{} fetched, {} new", report.read, report.news());
    if (report.new_tickets > 0)
        out += fmt::format(", {} new ticket{}", report.new_tickets, report.new_tickets == 1 ? "" : "s");
    return out;
}

std::string sent_words(const SendReport& report) {
    std::string out = fmt::format("{} sent", report.sent);
    const auto add = [&](const std::vector<MailProblem>& list, std::string_view word) {
        if (!list.empty()) out += fmt::format(", {} {}", list.size(), word);
    };
    add(report.held, "held");
    add(report.retry, "to be tried again");
    add(report.unknown, "of unknown fate");
    add(report.failed, "failed");
    return out;
}

void warn(Env& env, const Round& round) {
    for (const auto& r : round.fetched.refused)
        env.output.err(printable(fmt::format("refused: {}: {}", r.source, r.reason)) + "\n");
    if (round.sent.near_limit)
        env.output.err(fmt::format("more than {} notices today; at {} they wait for tomorrow\n", kPostsWarn,
                                   kPostsLimit));
}

/// The exit code that says most: a mail that failed for good, one to be tried again, one that is held.
Outcome verdict(const SendReport& report) {
    const auto told = [](ErrorKind kind, const MailProblem& p) {
        return fail(kind, fmt::format("mail {} ({}): {}", p.n, p.subject, p.reason),
                    fmt::format("dsupport outbox show {}", p.n));
    };
    if (!report.failed.empty()) return told(ErrorKind::refused, report.failed.front());
    if (report.stopped) return tl::unexpected(*report.stopped);
    if (!report.retry.empty()) return told(ErrorKind::try_later, report.retry.front());
    if (!report.unknown.empty()) return told(ErrorKind::try_later, report.unknown.front());
    if (!report.held.empty()) return told(ErrorKind::negative, report.held.front());
    return {};
}

/// Everything a sync needs, made once however many rounds it has.
class Sync {
  public:
    Sync(Env& env, const Args& args, Store& store) : env_(env), args_(args), store_(store) {}

    Outcome prepare() {
        show_ = env_.terminal.stderr_tty && !args_.flag("quiet");
        if (args_.flag("watch")) stop_.emplace();
        if (!args_.flag("fetch")) {
            DS_TRY(sender_, sender_setup(env_, store_));
            if (show_)
                sender_->progress = [&](std::size_t sent) {
                    env_.output.err(fmt::format("\r{} sent", sent));
                };
        }
        if (!args_.flag("send")) DS_CHECK(prepare_fetch());
        return {};
    }

    /// What is new comes in first, so that no answer leaves after a colleague's unseen.
    Result<Round> round() {
        Round out;
        if (fetch_) {
            DS_TRY(out.fetched, fetch_->run());
        }
        if (sender_) {
            DS_CHECK(acknowledge_new(out.fetched.asking));
            DS_TRY(out.sent, send_all(store_, {env_.paths.data_dir}, env_.clock, env_.random, *sender_));
        }
        if (show_ && (out.fetched.read > 0 || out.sent.sent > 0)) env_.output.err("\r");
        return out;
    }

    Outcome print(const Round& round) {
        if (args_.flag("json")) {
            env_.output.out(result_json(round).dump() + "\n");
        } else {
            std::string line = fetch_ ? fetched_words(round.fetched) : "";
            if (sender_) line += (line.empty() ? "" : "; ") + sent_words(round.sent);
            say(env_, args_, line);
        }
        warn(env_, round);
        DS_TRY(const auto warnings, intake_warnings(store_, round.fetched));
        env_.output.err(warnings);
        return {};
    }

    /// Rounds until a signal comes. What can be tried again later is, and nothing else ends it.
    Outcome watch() {
        for (;;) {
            env_.clock.refresh();
            auto done = round();
            if (!done && done.error().kind == ErrorKind::interrupted) return {};
            if (done) {
                if (done->fetched.news() > 0 || done->sent.sent > 0) DS_CHECK(print(*done));
            } else if (done.error().kind == ErrorKind::try_later) {
                env_.output.err(error_text(done.error()));
            } else {
                return tl::unexpected(std::move(done).error());
            }
            auto more = done && fetch_ ? fetch_->wait(kWatch_s) : Result<bool>(false);
            if (!more && more.error().kind == ErrorKind::interrupted) return {};
            if ((!done || !more) && stop_->wait(static_cast<int>(kWatch_s) * 1000)) return {};
        }
    }

  private:
    Env& env_;
    const Args& args_;
    Store& store_;
    bool show_ = false;
    std::optional<StopSignal> stop_;
    std::optional<SenderSetup> sender_;
    std::optional<MailFetch> fetch_;

    /// One machine does it for the team.
    Outcome acknowledge_new(const std::vector<MailRef>& mails) {
        const auto& state = store_.team();
        if (mails.empty() || !state.team.templates.contains(kAcknowledgement) || !store_.me() ||
            keeper_of(state) != store_.me())
            return {};
        DS_TRY(const auto composer, load_composer(env_.module_dir));
        const auto queued = write_home<std::size_t>(env_, false, [&](WriteSession& session) {
            return acknowledge(session, mails, *composer, sender_->from);
        });
        if (!queued) return tl::unexpected(queued.error());
        return {};
    }

    Outcome prepare_fetch() {
        DS_TRY(auto place, fetch_place(env_, store_));
        if (!place.nowhere()) {
            fetch_.emplace(env_, store_, std::move(place), stop_ ? stop_->fd() : -1, show_);
            return {};
        }
        if (args_.flag("fetch") || args_.flag("watch"))
            return fail(ErrorKind::config, "no server to fetch mail from is set",
                        "dsupport config set imap.url imaps://imap.example.org:993");
        env_.output.err(
            "note: no server to fetch mail from is set (imap.url), so nobody looked at what is new\n");
        return {};
    }
};

/// What a round would begin with, as far as this machine can know it by itself.
struct Preview {
    std::vector<OutboxRow> mails;
    std::size_t changes = 0;  ///< that no mail carries yet
    std::string place;        ///< where it would fetch from; empty: nowhere
};

bool is_due(const OutboxRow& row, Instant now) {
    const bool again = row.state == MailState::unknown && row.recipient.empty();
    const bool has_group_now = row.state == MailState::held && row.reason == kNoGroup;
    return (row.state == MailState::queued || row.state == MailState::retry || again || has_group_now) &&
           row.due <= now;
}

Result<Preview> look_ahead(Env& env, const Args& args, Store& store) {
    Preview out;
    if (!args.flag("fetch")) {
        DS_CHECK(sender_setup(env, store));
        DS_TRY(out.mails, store.outbox(false));
        std::erase_if(out.mails, [&](const OutboxRow& row) { return !is_due(row, env.now()); });
        DS_TRY(const auto events, store.unposted());
        out.changes = events.size();
    }
    if (!args.flag("send")) {
        DS_TRY(const auto place, fetch_place(env, store));
        out.place = place.folder.empty() ? place.account.name : place.folder;
    }
    return out;
}

Outcome print_preview(Env& env, const Args& args, const Preview& preview) {
    if (args.flag("json")) {
        Json mails = Json::array();
        for (const auto& row : preview.mails)
            mails.push(Json::object(
                {{"n", row.n}, {"recipient", text_json(row.recipient)}, {"subject", row.subject}}));
        env.output.out(Json::object({{"schema", 1},
                                     {"due", std::move(mails)},
                                     {"changes", static_cast<std::int64_t>(preview.changes)},
                                     {"fetch_from", text_json(preview.place)}})
                           .dump() +
                       "\n");
        return {};
    }
    if (!args.flag("send"))
        say(env, args, preview.place.empty() ? "nowhere to fetch from" : "would fetch from " + preview.place);
    for (const auto& row : preview.mails)
        say(env, args,
            fmt::format("would send {} to {}: {}", row.n, row.recipient.empty() ? "the group" : row.recipient,
                        row.subject));
    if (preview.changes > 0)
        say(env, args,
            fmt::format("changes that no mail carries yet: {}; composed when they are sent",
                        preview.changes));
    if (!args.flag("fetch") && preview.mails.empty() && preview.changes == 0)
        say(env, args, "nothing is due to be sent");
    return {};
}

Outcome check_flags(const Args& args) {
    if (args.flag("send") && (args.flag("fetch") || args.flag("watch")))
        return fail(ErrorKind::usage,
                    "--send looks at nothing that is new; it goes with no --fetch or --watch");
    return {};
}

Outcome run(Env& env, const Args& args) {
    DS_CHECK(check_flags(args));
    if (args.flag("dry-run")) {
        DS_TRY(auto* reader, env.store(Access::read));
        DS_TRY(const auto preview, look_ahead(env, args, *reader));
        return print_preview(env, args, preview);
    }
    DS_TRY(auto* store, env.store(Access::write));
    Sync sync(env, args, *store);
    DS_CHECK(sync.prepare());
    if (args.flag("watch")) return sync.watch();
    DS_TRY(const auto round, sync.round());
    DS_CHECK(sync.print(round));
    return verdict(round.sent);
}

}  // namespace

const Command& command_sync() {
    static const Command kCommand{"sync", "",       "Mail",   "fetch what is new and send what is queued",
                                  {},     kOptions, kNothing, run};
    return kCommand;
}

}  // namespace dsupport
