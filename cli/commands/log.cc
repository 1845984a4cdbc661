#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/call_prompt.hh"
#include "cli/commands.hh"
#include "cli/duty.hh"
#include "cli/ticket_change.hh"
#include "cli/ui/time.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/sync/addresses.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 13> kOptions = {{
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
    {"recover", 0, "FILE", "log what a draft that was kept says", Values::file},
    {"resume", 0, "", "go on at the prompt with the newest draft of a call"},
}};

struct Logged {
    std::vector<Event> events;
    TicketId id;
    bool has_group = false;
    std::optional<PersonId> on_duty;
};

/// What the options say; a draft may say more.
Result<CallForm> given(Env& env, const Args& args) {
    CallForm form;
    if (args.flag("resume") && args.text("recover"))
        return fail(ErrorKind::usage, "--resume and --recover take up a draft each: one is enough",
                    "--recover takes the draft that you name, --resume the newest");
    if (args.flag("resume")) {
        if (args.text("message"))
            return fail(ErrorKind::usage, "--resume asks for the text itself", "leave -m out");
        DS_TRY(const auto draft, env.drafts().newest("log"));
        env.typed.draft = draft.path;
    }
    if (const auto draft = args.text("recover")) env.typed.draft = *draft;
    if (!env.typed.draft.empty()) {
        DS_TRY(const auto kept, env.drafts().read(env.typed.draft));
        form = CallForm::read(kept);
    }
    form.caller = args.text("from").value_or(form.caller);
    form.nature = args.text("nature").value_or(form.nature);
    form.client = args.text("client").value_or(form.client);
    form.assign = args.text("assign").value_or(form.assign);
    DS_TRY(const auto urgency, read_urgency(args));
    form.urgency = urgency.value_or(form.urgency);
    if (const auto typed = args.text("at")) {
        DS_TRY(form.at, read_moment(env, "at", *typed, Direction::past));
        if (form.at > env.now())
            return fail(ErrorKind::usage, "a call cannot be logged before it came", "--at 9:40");
    }
    return form;
}

/// The subject and text: given, or asked for, or both out of one text whose first line is the subject.
Outcome read_text(Env& env, const Args& args, CallForm& form, NewCall& call) {
    DS_TRY(const auto subject, read_subject(args));
    if (args.text("message")) {
        DS_TRY(const auto text, read_message(env, args));
        form.text = *text;
    } else if (args.flag("resume") || (!subject && form.text.empty())) {
        const bool resumed = args.flag("resume");
        DS_CHECK(env.prompt().need("a subject", "-s TEXT"));
        const bool whole = !resumed && !args.text("at");
        DS_CHECK(ask_call(env, form));
        env.clock.refresh();
        const auto seconds = (env.now() - *form.at) / kSecond;
        if (whole && seconds > 0) call.duration_s = seconds;
    }
    const auto text = trim(form.text);
    const auto first = text.substr(0, text.find('\n'));
    if (subject) {
        call.subject = *subject;
        call.text = text;
        if (!args.text("message")) env.typed.on_line = true;
    } else {
        // Texts come out of mails and documents: a tab in the first line is no mistake.
        std::string line(first);
        std::ranges::replace(line, '\t', ' ');
        DS_TRY(call.subject, check_subject(beginning_of(line)));
        // A paragraph in one line stays whole.
        call.text = call.subject == trim(line) ? trim(text.substr(first.size())) : text;
    }
    env.typed.text = call.subject + "\n" + call.text;
    return {};
}

Outcome read_call(Env& env, const Args& args, CallForm& form, NewCall& call) {
    if (const auto typed = args.text("phone")) {
        DS_TRY(call.number, read_phone(*typed));
    }
    if (const auto typed = args.text("duration")) {
        DS_TRY(const auto ms, read_duration(*typed));
        call.duration_s = ms / kSecond;
    }
    if (const auto typed = args.text("from")) DS_CHECK(read_requester(*typed));
    const auto asked = call.duration_s;
    DS_CHECK(read_text(env, args, form, call));
    if (asked) call.duration_s = asked;
    call.at = form.at.value_or(env.now());
    if (!form.caller.empty()) {
        DS_TRY(call.requester, args.text("from") ? read_requester(form.caller) : read_caller(form.caller));
    }
    call.urgency = form.urgency;
    return {};
}

/// What only the team document can tell: lines, clients, natures, people.
Outcome check_words(const Args& args, const WriteSession& session, const CallForm& form, NewCall& call) {
    const auto& team = session.team();
    fill_from_team(team, session.me(), call.requester);
    if (!call.number.empty()) call.requester.phone = call.number;
    call.number = call.requester.phone;
    if (!form.nature.empty()) {
        DS_TRY(call.nature, find_nature(team, form.nature));
    }
    if (!form.client.empty()) {
        DS_TRY(call.client, read_client(team, form.client));
    }
    if (!form.assign.empty()) {
        DS_TRY(call.assignee, resolve_person(session, form.assign, "first-level"));
    }
    if (const auto typed = args.text("line")) {
        if (!team.lines.empty() && !team.lines.contains(*typed)) {
            std::vector<std::string> names;
            for (const auto& [name, line] : team.lines) names.push_back(name);
            const auto near = did_you_mean(*typed, names);
            return fail(ErrorKind::usage, fmt::format("no phone line '{}'", *typed),
                        near.empty() ? "the lines are: " + join(names, ", ") : near);
        }
        call.line = *typed;
    }
    return {};
}

void tell(Env& env, const Args& args, const Logged& logged, const NewCall& call, const std::string& code) {
    std::string line = fmt::format("{} logged", code);
    if (call.duration_s) line += ", " + duration_text(*call.duration_s * kSecond);
    line += call.assignee ? ", held by " + call.assignee->value : ", unassigned";
    if (logged.on_duty) line += "; on duty: " + logged.on_duty->value;
    line += logged.has_group ? "; will be mailed to the group" : "; the mail is held: no group address";
    say(env, args, line);
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto form, given(env, args));
    NewCall call;
    if (auto read = read_call(env, args, form, call); !read)
        return tl::unexpected(keep_text(env, std::move(read).error()));
    auto logged = write_home<Logged>(env, args.flag("dry-run"), [&](WriteSession& session) -> Result<Logged> {
        DS_CHECK(check_words(args, session, form, call));
        const auto domain = message_id_domain(env.config.text("me.email"), session.team().group);
        call.message_id = session.fresh_message_id({}, domain);
        auto change = log_call(call);
        const auto id = change.events.front().ticket;
        DS_TRY(auto events, session.append(std::move(change.events)));
        session.outbox().add(call_letter(events.front(), call, session.team().group, session.now()));
        return Logged{std::move(events), id, !session.team().group.addresses.empty(),
                      session.on_duty("first-level")};
    });
    if (!logged) return tl::unexpected(keep_text(env, std::move(logged).error()));
    if (!args.flag("dry-run")) drop_draft(env);
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
