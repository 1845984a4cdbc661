#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/output_options.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/undo.hh"
#include "lib/base/text.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/barrier.hh"
#include "lib/sync/notice.hh"
#include "lib/sync/posts.hh"
#include "lib/sync/sender.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"VERB", "list, show, retry or drop; list unless told", Values::words, false, false,
     "list|show|retry|drop"},
    {"N", "the number of the mail, as list shows it", Values::anything, false},
}};

constexpr std::array<Option, 5> kOptions = {{
    {"all", 0, "", "also what was sent or dropped"},
    {"quiet", 'q', "", "print nothing when it worked"},
    {"yes", 'y', "", "drop: do not ask"},
    {"dry-run", 'n', "", "retry, drop: only say what would happen"},
    {"anyway", 0, "", "retry: send an answer although somebody has answered or written meanwhile"},
}};

constexpr std::array<Column, 7> kColumns = {{
    {"n", "N"},
    {"state", "STATE"},
    {"kind", "KIND"},
    {"code", "TICKET"},
    {"due_at", "DUE"},
    {"reason", "REASON"},
    {"subject", "SUBJECT", true},
}};
constexpr std::array<std::string_view, 14> kNames = {
    "schema", "n",       "state",     "kind",       "code",     "id",         "due_at",
    "reason", "subject", "recipient", "message_id", "attempts", "created_at", "changed_at"};
constexpr RecordKind kMails{kColumns, kNames};

Json row_json(const OutboxRow& row, Store& store) {
    const bool waits =
        row.state == MailState::queued || row.state == MailState::retry || row.state == MailState::unknown;
    return Json::object(
        {{"schema", 1},
         {"n", row.n},
         {"state", mail_state_name(row.state)},
         {"kind", row.kind == MailKind::letter ? "letter" : "post"},
         {"code", row.ticket.empty() ? Json() : Json(store.code_of(row.ticket).value_or(row.ticket.code()))},
         {"id", text_json(row.ticket.value)},
         {"due_at", waits ? time_json(row.due) : Json()},
         {"reason", text_json(row.reason)},
         {"subject", row.subject},
         {"recipient", text_json(row.recipient)},
         {"message_id", row.message_id},
         {"attempts", row.attempts},
         {"created_at", time_json(row.date)},
         {"changed_at", time_json(row.changed)}});
}

/// Events that no mail carries yet, as the post they will become: at once, or with the next mail.
Json waiting_json(std::size_t events, std::optional<Instant> due) {
    return Json::object(
        {{"schema", 1},
         {"n", Json()},
         {"state", "queued"},
         {"kind", "post"},
         {"code", Json()},
         {"id", Json()},
         {"due_at", due ? time_json(*due) : Json()},
         {"reason", due ? Json("rides along with the next mail") : Json()},
         {"subject", fmt::format("({} change{}, composed when sent)", events, events == 1 ? "" : "s")},
         {"recipient", Json()},
         {"message_id", Json()},
         {"attempts", 0},
         {"created_at", Json()},
         {"changed_at", Json()}});
}

/// Whether these events, which no mail carries yet, will be told in a mail of their own.
Result<bool> has_news(Store& store, const std::vector<Event>& waiting) {
    DS_TRY(const auto ops, store.my_ops(kLookBack));
    std::vector<Event> mine;
    for (const auto& op : ops) mine.insert(mine.end(), op.events.begin(), op.events.end());
    const auto posted = [&](const EventId& id) {
        return std::ranges::find(waiting, id, &Event::id) == waiting.end();
    };
    const auto find = [&](const EventId& id) { return store.event(id).value_or(std::nullopt); };
    const auto told = lines_of(waiting, mine, *store.team().authority, posted);
    return std::ranges::any_of(told,
                               [&](const NoticeLine& line) { return deserves_notice(*line.event, find); });
}

Outcome list_mails(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    DS_TRY(const auto printer, RecordPrinter::make(kMails, options, {env.terminal, env.now(), *env.zone}));
    DS_TRY(const auto rows, store->outbox(args.flag("all")));
    std::vector<Json> records;
    for (const auto& row : rows) records.push_back(row_json(row, *store));
    DS_TRY(const auto events, store->unposted());
    if (!events.empty()) {
        DS_TRY(const bool news, has_news(*store, events));
        const auto at_the_latest = events.front().at.t + kLongestRide;
        records.push_back(waiting_json(events.size(), news ? std::nullopt : std::optional(at_the_latest)));
    }
    printer.print(records, env.output);
    if (env.terminal.stdout_tty && records.empty() && !options.asks_for_data())
        env.output.err("Nothing waits to be sent.\n");
    return {};
}

Result<std::int64_t> number(const Args& args) {
    const auto n = parse_integer(args.argument("N")).value_or(0);
    if (n < 1) return fail(ErrorKind::usage, "which mail?", "dsupport outbox lists them with their numbers");
    return n;
}

tl::unexpected<Error> no_such_mail(std::int64_t n) {
    return fail(ErrorKind::negative, fmt::format("no mail {} in the outbox", n),
                "dsupport outbox list --all");
}

/// What to type about an answer that is held.
std::string hint_for_held(std::int64_t n) {
    return fmt::format(
        "dsupport outbox retry {} --anyway sends it all the same, dsupport outbox drop {} does not", n, n);
}

Outcome show_mail(Env& env, const Args& args) {
    DS_TRY(const auto n, number(args));
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto row, store->mail(n));
    if (!row) return no_such_mail(n);
    if (args.flag("json")) {
        env.output.out(row_json(*row, *store).dump_pretty() + "\n");
        return {};
    }
    const auto state = row->reason.empty() ? std::string(mail_state_name(row->state))
                                           : fmt::format("{}: {}", mail_state_name(row->state), row->reason);
    env.output.out(
        printable(fmt::format("{} {}, {} attempts\n{}\n\n", n, state, row->attempts, row->subject), true));
    if (!row->bytes) {
        const bool is_done = row->state == MailState::sent || row->state == MailState::dropped;
        env.output.out(is_done ? "(forgotten: something in it was redacted)\n"
                               : "(composed when it is first sent)\n");
        return {};
    }
    env.output.out(env.terminal.stdout_tty ? printable(*row->bytes, true) : *row->bytes);
    if (row->state == MailState::held && row->reason != kNoGroup)
        env.output.err("hint: " + hint_for_held(n) + "\n");
    return {};
}

/// What the next sync would hold again is not queued.
Outcome pass_barrier(WriteSession& session, const OutboxRow& row, bool anyway) {
    if (anyway) {
        send_anyway(session, row);
        return {};
    }
    DS_TRY(const auto reason, reason_to_hold(session, row));
    if (!reason) return {};
    return fail(ErrorKind::negative, fmt::format("mail {} stays held: {}", row.n, *reason),
                hint_for_held(row.n));
}

Outcome change_mail(Env& env, const Args& args, bool drop) {
    DS_TRY(const auto n, number(args));
    if (drop && !args.flag("yes") && !args.flag("dry-run") && env.prompt().possible()) {
        DS_TRY(const bool sure,
               env.prompt().confirm(fmt::format(
                   "Drop mail {}, and the other copies of it that wait? They will never be sent.", n)));
        if (!sure) return fail(ErrorKind::gave_up, "nothing was dropped");
    }
    const bool dry_run = args.flag("dry-run");
    DS_TRY(auto* store, env.store_to_write(dry_run));
    bool taken_back = false;
    std::vector<std::string> numbers;
    const auto change = [&](WriteSession& session) -> Result<bool> {
        auto row = session.outbox().find(n);
        if (!row) return no_such_mail(n);
        if (row->state == MailState::sent || row->state == MailState::sending ||
            row->state == MailState::dropped)
            return fail(ErrorKind::negative,
                        fmt::format("mail {} is {} already", n, mail_state_name(row->state)),
                        "dsupport outbox list --all");
        if (!drop && row->reason == kNoGroup && session.team().group.addresses.empty())
            return fail(ErrorKind::negative, fmt::format("mail {} waits for a group to be sent to", n),
                        "dsupport init --group support@example.org");
        if (!drop && is_reply(session, *row)) DS_CHECK(pass_barrier(session, *row, args.flag("anyway")));
        auto copies = decided_together(session, *row);
        bool forget = false;
        if (drop && is_reply(session, copies.front())) {
            DS_TRY(forget, may_quote_redacted(session, copies.front()));
            if (forget) session.leave_no_trace();
        }
        for (auto& copy : copies) {
            numbers.push_back(std::to_string(copy.n));
            copy.state = drop ? MailState::dropped : MailState::queued;
            copy.reason = drop ? "dropped by hand" : "";
            copy.due = copy.changed = session.now();
            if (!drop) copy.first_try.reset();
            // What a dropped mail carried goes with another one.
            if (drop && copy.bytes) session.mark_posted(events_in(*copy.bytes), false);
            if (forget) copy.bytes.reset();
            session.outbox().update(copy);
        }
        if (!drop) session.set_meta(kPausedUntil, "0");
        if (drop && is_reply(session, copies.front())) {
            DS_TRY(taken_back, take_back_unsent(session, *store, *copies.front().event));
        }
        return true;
    };
    DS_CHECK(write_home<bool>(env, dry_run, change));
    say(env, args,
        fmt::format("{} {}{}{}", join(numbers, ", "), dry_run ? "would be " : "",
                    drop                 ? "dropped"
                    : numbers.size() > 1 ? "queued; dsupport sync sends them"
                                         : "queued; dsupport sync sends it",
                    taken_back ? ", and the answer taken back" : ""));
    return {};
}

Outcome run(Env& env, const Args& args) {
    const auto verb = args.argument("VERB");
    if (verb.empty() || verb == "list") return list_mails(env, args);
    if (verb == "show") return show_mail(env, args);
    if (verb == "retry") return change_mail(env, args, false);
    if (verb == "drop") return change_mail(env, args, true);
    constexpr std::array<std::string_view, 4> kVerbs = {"list", "show", "retry", "drop"};
    const auto near = nearest(verb, kVerbs);
    return fail(ErrorKind::usage, fmt::format("outbox cannot '{}'", verb),
                near.empty() ? "list, show, retry or drop" : fmt::format("did you mean '{}'?", near));
}

}  // namespace

const Command& command_outbox() {
    static const Command kCommand{"outbox",   "",       "Mail",  "mails that wait, failed or were sent",
                                  kArguments, kOptions, kOutput, run};
    return kCommand;
}

}  // namespace dsupport
