#include <fmt/format.h>

#include <array>

#include "cli/attachments.hh"
#include "cli/commands.hh"
#include "cli/messages.hh"
#include "cli/output_options.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/detail.hh"
#include "cli/ui/pager.hh"
#include "cli/ui/time.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/mail/blank_text.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/quoting.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 4> kOptions = {{
    {"message", 0, "N", "only this message's text, whole"},
    {"save", 0, "DIR", "with --message: write the files of that mail into this folder", Values::directory},
    {"raw", 0, "", "the events behind it, one JSON object a line"},
    {"as-of", 0, "TIME", "the ticket as it was then"},
}};

/// How moments look to the person at this terminal.
struct Times {
    Env& env;
    TimeStyle style;
    std::string operator()(std::optional<Instant> t) const {
        return t ? format_time(style, *t, env.now(), *env.zone) : std::string();
    }
};

std::string who(const PersonId& person) {
    return person.empty() ? "an unknown key" : person.value;
}

std::string status_line(const Summary& t, const Times& times) {
    const auto shown = shown_status(t, times.env.now());
    std::string out(status_name(shown));
    if (shown == StatusKind::closed) out += " as " + t.stored.resolution;
    if (shown == StatusKind::on_hold) out += " for " + t.stored.on;
    if (shown == StatusKind::pending) out += ", waits for the client";
    if (const auto wake = wake_at(t)) out += ", until " + times(wake);
    const auto by = reopened_by(t, times.env.now());
    if (by == "client") out += fmt::format(" (was {}; the client wrote)", status_name(t.stored.kind));
    if (by == "timer") out += fmt::format(" (was {}; its time has come)", status_name(t.stored.kind));
    return t.voided ? out + ", taken back" : out;
}

std::string conflict_words(const Summary& t, const Times& times) {
    std::string out;
    for (const auto& c : t.conflicts)
        for (const auto& other : c.others)
            out += fmt::format("{}{} {}: {} set {} {}; neither had seen the other", out.empty() ? "" : "\n",
                               c.field, value_words(c.field, c.shown.value), who(other.by),
                               value_words(c.field, other.value), times(other.at));
    return out;
}

std::string call_words(const Summary& t, const Times& times) {
    if (!t.call) return "";
    std::string out = times(t.call->at);
    if (!t.call->number.empty()) out += ", from " + t.call->number;
    if (!t.call->line.empty()) out += ", line " + t.call->line;
    if (t.call->duration_s) out += ", " + duration_text(*t.call->duration_s * kSecond);
    return out + ", logged by " + who(t.call_by);
}

std::string size_words(std::int64_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    return bytes < 1'000'000 ? fmt::format("{} kB", bytes / 1000) : fmt::format("{} MB", bytes / 1'000'000);
}

/// What became of an answer, unless all of it is out.
void add_copies(const ShownMessage& shown, std::vector<std::string>& notes) {
    if (!shown.to.empty()) notes.push_back("to " + join(shown.to, ", "));
    for (const auto& copy : shown.copies) {
        if (copy.state == MailState::sent) continue;
        const auto* fate = copy.state == MailState::failed    ? "did not reach"
                           : copy.state == MailState::unknown ? "may not have reached"
                                                              : "not sent to";
        notes.push_back(fmt::format("{} {}: {}{} (mail {} of the outbox)", fate,
                                    copy.recipient.empty() ? "the group" : copy.recipient,
                                    mail_state_name(copy.state),
                                    copy.reason.empty() ? "" : ", " + copy.reason, copy.n));
    }
}

void add_files(const ShownMessage& shown, std::vector<std::string>& notes) {
    for (const auto& file : shown.files)
        notes.push_back(file.type.empty()
                            ? "file " + file.hash.substr(0, 12)
                            : fmt::format("file {}, {}", file.name.empty() ? file.type : file.name,
                                          size_words(file.size)));
}

/// What says nothing to read, and yet came with files, is told how to get at them.
void add_way_to_files(const ShownMessage& shown, const std::string& code, int n,
                      std::vector<std::string>& notes) {
    if (shown.raw != 0 && !shown.files.empty() && is_blank(shown.text))
        notes.push_back(
            fmt::format("no text to read; dsupport show {} --message {} --save . writes its file{} here",
                        code, n, shown.files.size() == 1 ? "" : "s"));
}

/// A message without the earlier mails that it quotes.
ThreadMessage thread_message(Store& store, const ShownMessage& shown, const std::string& code, int n,
                             const Times& times) {
    const auto& m = *shown.message;
    ThreadMessage out;
    out.number = n;
    out.kind = message_kind_name(m.kind);
    out.by = m.mail
                 ? value_words(field::kRequester, Requester{shown.from.name, shown.from.address, {}}.json())
                 : who({shown.from.name});
    out.when = times(m.at);
    out.text = shown.text;
    if (auto odd = m.mail ? odd_name(shown.from, store.team().team) : ""; !odd.empty())
        out.notes.push_back(std::move(odd));
    if (m.mail && m.mail->counts_as() != Verdict::human)
        out.notes.push_back(fmt::format("{}{}", verdict_name(m.mail->counts_as()),
                                        shown.why.empty() ? "" : ": " + shown.why));
    if (shown.vouched_by)
        out.notes.push_back(shown.vouched_by->empty() ? "unverified sender"
                                                      : "verified by " + *shown.vouched_by);
    if (shown.flood > 0)
        out.notes.push_back(fmt::format("flood: {} mails of this sender in ten minutes", shown.flood));
    if (m.kind == MessageKind::reply) add_copies(shown, out.notes);
    add_files(shown, out.notes);
    add_way_to_files(shown, code, n, out.notes);
    if (!shown.possibly.empty())
        out.notes.push_back("possibly of " + shown.possibly +
                            ", which its subject names; its sender is new there");
    if (shown.has_variants) out.notes.emplace_back("another mail with other content has the same Message-ID");
    if (m.mail && !equal_no_case(m.mail->reply_address, m.mail->author))
        out.notes.push_back("asks for answers to " + m.mail->reply_address);
    // What the first message quotes stands nowhere else on the ticket.
    if (!shown.quoted.empty() && n > 1) {
        out.text = trim(split_quotes(shown.text).written);
        const auto left_out = lines(shown.quoted).size();
        out.notes.push_back(fmt::format("{} quoted line{} left out; --message {} shows all", left_out,
                                        left_out == 1 ? "" : "s", n));
    }
    if (m.redacted_by)
        out.notes.push_back(fmt::format("redacted by {}, {}",
                                        who(store.team().authority->person(m.redacted_by->by)),
                                        times(m.redacted_by->at)));
    if (m.incomplete) out.notes.emplace_back("part of the text has not arrived here");
    return out;
}

Result<std::string> screen(Env& env, Store& store, const LoadedTicket& loaded, TimeStyle style) {
    const auto& t = loaded.summary;
    const Times times{env, style};
    const auto shown = shown_status(t, env.now());
    std::string tags, links;
    for (const auto& tag : t.tags) tags += (tags.empty() ? "" : ", ") + tag;
    for (const auto& link : t.links)
        links += fmt::format("{}{} {}", links.empty() ? "" : ", ", link.rel,
                             store.code_of(link.id).value_or(link.id.code()));
    const std::array<LabelValue, 15> rows = {{
        {"status", status_line(t, times), shown == StatusKind::fresh ? Tone::warn : Tone::plain},
        {"owed by", owed_by(t, shown)},
        {"level", t.level},
        {"assignee", t.assignee.empty() ? "nobody" : store.team().team.display_name(t.assignee)},
        {"urgency", t.urgency, urgency_rank(t.urgency) >= 2 ? Tone::urgent : Tone::plain},
        {"nature", t.nature},
        {"requester", value_words(field::kRequester, t.requester.json())},
        {"client", t.client},
        {"call", call_words(t, times)},
        {"tags", tags},
        {"links", links},
        {"promised", times(t.promise_at)},
        {"created", times(t.created_at)},
        {"updated", times(std::min(t.updated_at, env.now()))},
        {"conflict", conflict_words(t, times), Tone::warn},
    }};
    std::string out = env.terminal.paint(Tone::heading, printable(loaded.code + "  " + t.subject)) + "\n\n";
    out += format_block(rows, env.terminal);
    DS_TRY(const auto messages, shown_messages(store, loaded));
    std::vector<ThreadMessage> thread;
    for (int n = 1; const auto& message : messages)
        thread.push_back(thread_message(store, message, loaded.code, n++, times));
    return out + "\n" + format_thread(thread, env.terminal);
}

Result<LoadedTicket> load(Env& env, const Args& args, Store& store) {
    DS_TRY(const auto id, store.resolve(args.argument("TICKET"), env.now()));
    const auto typed = args.text("as-of");
    if (!typed) return store.load(id);
    DS_TRY(const auto at, read_moment(env, "as of", *typed, Direction::past));
    return store.load_as_of(id, at);
}

Result<ShownMessage> find_message(Store& store, const LoadedTicket& ticket, const Args& args) {
    DS_TRY(const auto n, read_count(args, "message"));
    DS_TRY(auto messages, shown_messages(store, ticket));
    if (n > messages.size())
        return fail(ErrorKind::negative, fmt::format("{} has no message {}", ticket.code, n),
                    "dsupport show " + ticket.code);
    return std::move(messages[n - 1]);
}

void show_message(Env& env, const ShownMessage& shown) {
    env.output.out(env.terminal.stdout_tty ? printable(shown.text, true) : shown.text);
    if (!shown.text.ends_with('\n')) env.output.out("\n");
}

Outcome save_files(Env& env, Store& store, const std::string& code, const ShownMessage& shown,
                   const std::string& folder) {
    if (shown.files.empty() || shown.raw == 0)
        return fail(ErrorKind::negative, "the message has no files that are here", "dsupport show " + code);
    DS_TRY(const auto raw, store.raw_mail(shown.raw));
    DS_TRY(const auto parser, load_parser(env.module_dir));
    for (const auto& file : shown.files) {
        DS_TRY(const auto content, parser->file(raw, file.n));
        DS_TRY(const auto path, save_file(folder, file.name, content));
        env.output.out(printable(path) + "\n");
    }
    return {};
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    DS_TRY(const auto printer,
           RecordPrinter::make(ticket_records(), options, {env.terminal, env.now(), *env.zone}));
    DS_TRY(const auto ticket, load(env, args, *store));
    if (args.flag("raw")) {
        const auto about = events_about(ticket);
        for (const auto& event : ticket.events)
            if (about.contains(event.id)) env.output.out(event.header + "\n");
        return {};
    }
    if (args.text("message")) {
        DS_TRY(const auto message, find_message(*store, ticket, args));
        if (const auto folder = args.text("save"))
            return save_files(env, *store, ticket.code, message, *folder);
        show_message(env, message);
        return {};
    }
    if (args.text("save"))
        return fail(ErrorKind::usage, "--save needs the message whose files it shall write", "--message N");
    if (options.asks_for_data()) {
        const auto code_of = [&](const TicketId& id) { return store->code_of(id).value_or(id.code()); };
        auto json = ticket_json(ticket.summary, ticket.code, env.now(), code_of);
        DS_TRY(const auto messages, shown_messages(*store, ticket));
        json.set("messages", messages_json(messages));
        json.set("history", history_json(ticket, *store->team().authority, code_of));
        printer.print_one(json, env.output);
        return {};
    }
    const auto style = options.time.value_or(env.terminal.stdout_tty ? options.table_time : TimeStyle::iso);
    DS_TRY(const auto text, screen(env, *store, ticket, style));
    return show_paged(text, choose_pager(env.variable, env.config.text("ui.pager")), env.terminal, env.output,
                      env.processes);
}

}  // namespace

const Command& command_show() {
    static const Command kCommand{
        "show",          "",       "Look",  "show a ticket and everything said about it",
        kTicketArgument, kOptions, kOutput, run};
    return kCommand;
}

}  // namespace dsupport
