#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/duty.hh"
#include "cli/ticket_change.hh"
#include "cli/ui/time.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/sync/addresses.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 12> kOptions = {{
    {"subject", 's', "TEXT", "what it is about; without it the first line of the text"},
    {"message", 'm', "TEXT", "what was said; - reads it from stdin"},
    {"from", 0, "WHO", "who called: 'NAME <mail>', an address or a name"},
    {"phone", 0, "NUMBER", "the caller's number"},
    {"client", 0, "CLIENT", "whom the caller belongs to", Values::client},
    {"nature", 0, "NATURE", "technical, business, question, other, or one of the team's", Values::nature},
    {"urgency", 0, "URGENCY", "low, normal, high or critical", Values::urgency},
    {"assign", 0, "PERSON", "give it to this person at once", Values::person},
    {"line", 0, "NAME", "the phone line that was called", Values::line},
    {"at", 0, "TIME", "when the call came; else now"},
    {"duration", 0, "TIME", "how long it took: 4m, 1h30m"},
    {"recover", 0, "FILE", "go on with the text of a draft that was kept", Values::file},
}};

struct Logged {
    std::vector<Event> events;
    TicketId id;
    bool has_group = false;
    Team team;
};

/// The subject and text: given, or asked for, or both out of one text whose first line is the subject.
Outcome read_text(Env& env, const Args& args, NewCall& call) {
    if (args.text("subject") == "") return fail(ErrorKind::usage, "the subject must not be empty");
    DS_TRY(const auto text, read_message(env, args));
    std::string body = text.value_or("");
    if (const auto draft = args.text("recover")) {
        DS_TRY(body, env.drafts().read(*draft));
        env.draft = *draft;
    }
    call.subject = trim(args.text("subject").value_or(""));
    if (!call.subject.empty()) {
        call.text = trim(body);
        return {};
    }
    if (body.empty()) {
        auto prompt = env.prompt();
        DS_TRY(call.subject, prompt.line("what is it about> ", "a subject", "-s TEXT"));
        if (call.subject.empty()) return fail(ErrorKind::gave_up, "nothing was logged: no subject");
        if (!call.requester.empty()) return {};
        DS_TRY(const auto who, prompt.line("who called (Enter: unknown)> ", "who called", "--from WHO"));
        if (who.empty()) return {};
        if (auto phone = read_phone(who))
            call.requester.phone = *phone;
        else {
            DS_TRY(call.requester, read_requester(who));
        }
        return {};
    }
    const auto first = body.find('\n');
    call.subject = trim(std::string_view(body).substr(0, first));
    if (first != std::string::npos) call.text = trim(std::string_view(body).substr(first));
    return {};
}

Result<NewCall> read_call(Env& env, const Args& args) {
    NewCall call;
    call.at = env.now();
    if (const auto typed = args.text("from")) {
        DS_TRY(call.requester, read_requester(*typed));
    }
    if (const auto typed = args.text("phone")) {
        DS_TRY(call.requester.phone, read_phone(*typed));
        call.number = call.requester.phone;
    }
    if (const auto typed = args.text("at")) {
        DS_TRY(call.at, read_time(*typed, env.now(), *env.zone, Direction::past));
        if (call.at > env.now())
            return fail(ErrorKind::usage, "a call cannot be logged before it came", "--at 9:40");
    }
    if (const auto typed = args.text("duration")) {
        DS_TRY(const auto ms, read_duration(*typed));
        call.duration_s = ms / kSecond;
    }
    DS_TRY(const auto urgency, read_urgency(args));
    call.urgency = urgency.value_or("");
    DS_CHECK(read_text(env, args, call));
    if (call.number.empty()) call.number = call.requester.phone;
    return call;
}

/// What only the team document can tell: lines, clients, natures, people.
Outcome check_words(Env& env, const Args& args, const WriteSession& session, NewCall& call) {
    const auto& team = session.team();
    if (const auto typed = args.text("nature")) {
        DS_TRY(call.nature, find_nature(team, *typed));
    }
    if (const auto typed = args.text("client")) {
        DS_TRY(call.client, read_client(team, *typed));
    }
    if (const auto typed = args.text("assign")) {
        DS_TRY(call.assignee, resolve_person(env, session, *typed, "first-level"));
    }
    if (const auto typed = args.text("line")) {
        if (!team.lines.empty() && !team.lines.contains(*typed)) {
            std::vector<std::string> names;
            for (const auto& [name, line] : team.lines) names.push_back(name);
            return fail(ErrorKind::usage, fmt::format("no phone line '{}'", *typed),
                        did_you_mean(*typed, names));
        }
        call.line = *typed;
    }
    return {};
}

void tell(Env& env, const Args& args, const Logged& logged, const NewCall& call, const std::string& code) {
    std::string line = fmt::format("{} logged", code);
    if (call.duration_s) line += ", " + duration_text(*call.duration_s * kSecond);
    line += call.assignee ? ", held by " + call.assignee->value : ", unassigned";
    if (const auto duty = duty_holder(logged.team, "first-level", env.now()))
        line += "; on duty: " + duty->value;
    line += logged.has_group ? "; will be mailed to the group" : "; the mail is held: no group address";
    say(env, args, line);
}

/// A failed write must not cost what was typed while somebody was on the phone.
Error keep_text(Env& env, const NewCall& call, Error error) {
    if (!env.draft.empty()) return with_draft(std::move(error), env.draft);
    const auto draft = env.drafts().keep("log", call.subject + "\n" + call.text + "\n");
    return draft ? with_draft(std::move(error), *draft) : error;
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto call, read_call(env, args));
    auto logged = write_home<Logged>(env, args.flag("dry-run"), [&](WriteSession& session) -> Result<Logged> {
        DS_CHECK(check_words(env, args, session, call));
        const auto domain = message_id_domain(env.config.text("me.email"), session.team().group);
        call.message_id = session.fresh_message_id({}, domain);
        auto change = log_call(call);
        const auto id = change.events.front().ticket;
        DS_TRY(auto events, session.append(std::move(change.events)));
        session.outbox().add(call_letter(events.front(), call, session.team().group, session.now()));
        return Logged{std::move(events), id, !session.team().group.addresses.empty(), session.team()};
    });
    if (!logged) return tl::unexpected(keep_text(env, call, std::move(logged).error()));
    drop_draft(env);
    if (args.flag("dry-run")) {
        print_events(env, logged->events);
        return {};
    }
    if (args.flag("json")) return show_ticket_json(env, logged->id.value);
    DS_TRY(auto* store, env.store(Access::write));
    tell(env, args, *logged, call, store->code_of(logged->id).value_or(logged->id.code()));
    return {};
}

}  // namespace

const Command& command_log() {
    static const Command kCommand{
        "log", "call",   "Work on tickets", "write up a phone call: a ticket, and a mail to the group",
        {},    kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
