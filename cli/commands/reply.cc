#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "cli/attachments.hh"
#include "cli/commands.hh"
#include "cli/mailbox.hh"
#include "cli/ticket_change.hh"
#include "cli/transport.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/wire.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/letter.hh"
#include "lib/team/group_address.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 9> kOptions = {{
    {"message", 'm', "TEXT", "the answer; - reads it from stdin; without it an editor opens"},
    {"template", 0, "NAME", "begin with this text of the team's"},
    {"to", 0, "WHO", "instead of the requester: an address, or 'NAME <mail>'", Values::anything, {}, true},
    {"cc", 0, "WHO", "in copy, beside the group", Values::anything, {}, true},
    {"attach", 0, "FILE", "send this file along", Values::file, {}, true},
    {"status", 0, "STATUS", "pending or open, whatever it was", Values::words, "pending|open"},
    {"keep-closed", 0, "", "do not reopen a closed ticket"},
    {"promise", 0, "TIME", "when the client is promised to hear more"},
    {"now", 0, "", "also send what is queued, as dsupport sync does"},
}};

tl::unexpected<Error> wrong_recipient(std::string_view option, std::string_view typed, std::string_view why) {
    return fail(ErrorKind::usage, fmt::format("cannot write to '{}': {}", typed, why),
                fmt::format("--{} 'Mara Client <mara@client.org>'", option));
}

bool is_group(const std::string& address, const Group& group) {
    return equal_no_case(address, group.log_address) || is_group_address(group, address);
}

/// The addresses of --to or --cc.
Result<std::vector<Mailbox>> typed_recipients(const Args& args, std::string_view option, const Group& group,
                                              const Composer& composer) {
    std::vector<Mailbox> out;
    for (const auto& typed : args.texts(option)) {
        auto mailbox = read_mailbox(typed);
        if (mailbox) mailbox->address = composer.wire_address(mailbox->address);
        if (!mailbox || !sendable_address(mailbox->address))
            return wrong_recipient(option, typed, "it is not one mail address");
        if (is_group(mailbox->address, group))
            return wrong_recipient(option, typed, "that is the group itself, which gets a copy anyway");
        out.push_back(*mailbox);
    }
    return out;
}

/// Where the requester wants their answers.
Result<Mailbox> requester_of(const Summary& ticket, const std::string& code, const Team& team,
                             const Composer& composer) {
    const auto cannot = [&](std::string_view why) {
        return fail(ErrorKind::negative, fmt::format("cannot answer {}: {}", code, why),
                    fmt::format("dsupport reply {} --to ADDRESS, or dsupport edit {} --from 'NAME <mail>'",
                                code, code));
    };
    if (ticket.reply_to.empty())
        return cannot(person_of_address(team, ticket.requester.email)
                          ? "only colleagues have written, and no client"
                          : "no mail address of its requester is known");
    auto address = composer.wire_address(ticket.reply_to);
    if (!sendable_address(address))
        return cannot(fmt::format("its requester's address '{}' cannot be mailed to", ticket.reply_to));
    if (is_group(address, team.group)) return cannot("its requester is the group itself");
    return Mailbox{printable(ticket.requester.name), std::move(address)};
}

/// The ticket as it is before the person begins to write: what they can have read.
struct Before {
    LoadedTicket ticket;
    const Mail* answered = nullptr;
    std::set<MailRef> seen;
};

/// Whoever asks, and whoever wrote the mail that is answered if both are of one client: somebody of whom
/// nobody knows may have learned the id of a mail and no more. Gives what the person who answers must know of
/// that.
Result<std::string> add_askers(Letter& letter, Before& before, const Team& team, const Composer& composer) {
    const auto& ticket = before.ticket.summary;
    DS_TRY(auto requester, requester_of(ticket, before.ticket.code, team, composer));
    letter.to.push_back(std::move(requester));
    std::vector<std::string> out;
    if (!ticket.requester.email.empty() && !equal_no_case(ticket.reply_to, ticket.requester.email))
        out.push_back(fmt::format("{} asks for answers to {}", ticket.requester.email, ticket.reply_to));
    auto writer = before.answered ? other_writer(*before.answered, ticket, team) : std::nullopt;
    if (writer) writer->address = composer.wire_address(writer->address);
    if (writer && sendable_address(writer->address)) {
        const bool same = same_client(writer->address, ticket, team);
        out.push_back(same ? fmt::format("{} wrote last and gets the answer, too", writer->address)
                           : fmt::format("{} wrote last and gets no answer; to give it: --cc {}",
                                         writer->address, writer->address));
        if (same)
            letter.to.push_back(std::move(*writer));
        else
            before.answered = requesters_mail(before.ticket, team);
    }
    return printable(join(out, "; "));
}

Result<std::optional<StatusKind>> wanted_status(const Args& args) {
    const auto typed = args.text("status");
    if (!typed) return std::optional<StatusKind>();
    if (args.flag("keep-closed"))
        return fail(ErrorKind::usage, "--status and --keep-closed say different things: one is enough",
                    "leave one of them out");
    const auto word = lower(trim(*typed));
    if (word == "pending") return std::optional(StatusKind::pending);
    if (word == "open") return std::optional(StatusKind::open);
    return fail(ErrorKind::usage, fmt::format("a reply cannot make a ticket '{}'", *typed),
                "--status pending or open; dsupport wait and dsupport close do the rest");
}

Result<std::string> template_text(const Args& args, const Team& team) {
    const auto name = args.text("template");
    if (!name) return std::string();
    if (args.text("message"))
        return fail(ErrorKind::usage, "-m and --template give a text each: one is enough",
                    "leave one of them out");
    if (const auto it = team.templates.find(*name); it != team.templates.end()) return it->second;
    std::vector<std::string> names;
    for (const auto& [known, text] : team.templates) names.push_back(known);
    const auto near = did_you_mean(*name, names);
    return fail(ErrorKind::usage, fmt::format("the team has no template '{}'", *name),
                !near.empty()   ? near
                : names.empty() ? "templates stand in the team document: dsupport team show"
                                : "the templates are: " + join(names, ", "));
}

/// What the person sees above their answer.
std::string notes_of(const Letter& letter, const std::string& subject, const std::string& other) {
    std::string out = "Your answer to ";
    for (const auto& who : letter.to) out += mailbox_text(who.name, who.address) + ", ";
    out += "then save and leave.\nAn empty text gives up. About: " + printable(subject);
    if (!other.empty()) out += "\nNote: " + other;
    if (!letter.quote.empty()) out += "\nThis is quoted below it:\n" + letter.quote;
    return out;
}

Result<std::string> answer_text(Env& env, const Args& args, const std::string& beginning,
                                const std::string& code, const std::string& notes) {
    const bool asks = env.prompt().possible();
    if (args.text("recover") && !asks) return need_message(env, args, "reply-" + code, "the answer");
    if (!beginning.empty() && !asks) return std::string(trim(beginning));
    DS_CHECK(env.prompt().need("the answer", "-m TEXT"));
    return edit_typed(env, "reply-" + code, beginning, notes, args.text("recover").value_or(""));
}

/// That of the team, or of the team that this first write will found.
Result<Group> group_of(Env& env, Store& store) {
    if (store.team().id) return store.team().team.group;
    DS_TRY(const auto founder, env.founder());
    return founder.group;
}

/// As if `dsupport sync` had been typed, too.
Outcome sync_now(Env& env, const Args& args) {
    std::vector<std::string> words;
    if (args.flag("quiet") || args.flag("json")) words.emplace_back("--quiet");
    const auto& sync = command_sync();
    DS_TRY(const auto given, parse_args(sync, words, env.global));
    return sync.run(env, given);
}

Result<Before> look(Env& env, const Args& args, Store& store) {
    DS_TRY(const auto id, store.resolve(args.argument("TICKET"), env.now()));
    Before out;
    DS_TRY(out.ticket, store.load(id));
    out.answered = mail_to_answer(out.ticket.state, id, store.team().team);
    out.seen = seen_mails(out.ticket.state, id);
    return out;
}

Result<std::string> quote_from(Store& store, const Before& before) {
    if (before.answered == nullptr) return std::string();
    DS_TRY(const auto content, store.mail_content({before.answered->key, before.answered->canonical()}));
    return content ? quote_of(*before.answered, content->text) : std::string();
}

/// An answer that only has to be written down.
struct Answer {
    NewReply reply;
    Letter letter;
    Before before;
    Group group;
    std::unique_ptr<Composer> composer;
};

/// What is piped in is read first, so that it survives all that is wrong with the rest; an editor opens last,
/// when nothing is.
Result<Answer> prepare(Env& env, const Args& args) {
    Answer out;
    auto& [reply, letter, before, group, composer] = out;
    if (args.text("message")) {
        DS_TRY(letter.text, need_message(env, args, "", "the answer"));
    }
    DS_TRY(reply.status, wanted_status(args));
    reply.keep_closed = args.flag("keep-closed");
    if (const auto typed = args.text("promise")) {
        DS_TRY(reply.promise, read_moment(env, "promised", *typed));
    }
    DS_TRY(letter.attachments, read_attachments(args.texts("attach")));
    DS_TRY(auto* store, founded_store(env));
    DS_TRY(before, look(env, args, *store));
    DS_TRY(group, group_of(env, *store));
    auto team = store->team().team;
    team.group = group;
    if (group.addresses.empty())
        return fail(ErrorKind::config, "no group address is set: what the client answers would reach nobody",
                    "dsupport init --group support@example.org");
    DS_TRY(letter.from, own_mailbox(env, group.addresses));
    DS_TRY(composer, load_composer(env.module_dir));
    DS_TRY(letter.to, typed_recipients(args, "to", group, *composer));
    DS_TRY(letter.cc, typed_recipients(args, "cc", group, *composer));
    std::string other;
    if (letter.to.empty()) {
        DS_TRY(other, add_askers(letter, before, team, *composer));
    }
    DS_TRY(const auto beginning, template_text(args, team));
    DS_TRY(letter.quote, quote_from(*store, before));
    if (letter.text.empty()) {
        const auto notes = notes_of(letter, before.ticket.summary.subject, other);
        DS_TRY(letter.text, answer_text(env, args, beginning, before.ticket.code, notes));
    } else if (!other.empty() && !args.flag("quiet")) {
        env.output.err("note: " + other + "\n");
    }
    return out;
}

Outcome run(Env& env, const Args& args) {
    const auto answer = prepare(env, args);
    if (!answer) return tl::unexpected(keep_text(env, answer.error()));
    const auto& before = answer->before;
    const auto& group = answer->group;
    OutgoingMail mail;
    const auto write = [&](WriteSession& session, const Situation& at) -> Result<Change> {
        const auto domain = message_id_domain(env.config.text("me.email"), group);
        DS_TRY(mail, answer_mail(answer->letter, before.ticket, before.answered, group,
                                 session.fresh_message_id(at.ticket.id, domain), session.now()));
        auto reply = answer->reply;
        reply.message_id = mail.message_id;
        reply.letter_text = text_hash(mail.text);
        reply.attachments = attachment_hashes(mail);
        reply.to = recipients_of(mail, group);
        reply.text = answer->letter.text;
        auto seen = at;
        seen.seen = before.seen;
        DS_TRY(auto change, dsupport::reply(seen, std::move(reply)));
        change.letter_to = recipients_of(mail, group);
        change.letter_to.pop_back();
        return change;
    };
    const auto queue = [&](WriteSession& session, const std::vector<Event>& events) -> Outcome {
        DS_TRY(const auto bytes, answer->composer->compose(mail));
        DS_TRY(const auto copies, letter_copies(events.front(), mail, bytes, group));
        for (const auto& copy : copies) session.outbox().add(copy);
        return {};
    };
    DS_CHECK(change_ticket(env, args, before.ticket.summary.id.value, write, queue));
    if (!args.flag("now") || args.flag("dry-run")) return {};
    return sync_now(env, args);
}

}  // namespace

const Command& command_reply() {
    static const Command kCommand{"reply",         "",       "Work on tickets", "answer the client by mail",
                                  kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
