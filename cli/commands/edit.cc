#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/mailbox.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 4> kOptions = {{
    {"subject", 's', "TEXT", "what it is about"},
    {"from", 0, "WHO", "who asked: 'NAME <mail>', an address or a name"},
    {"phone", 0, "NUMBER", "the requester's number"},
    {"client", 0, "CLIENT", "whom the requester belongs to", Values::client},
}};

/// What shall be otherwise, as typed.
struct Wanted {
    std::optional<std::string> subject, from, phone, client;
    bool any() const { return subject || from || phone || client; }
};

struct Line {
    std::string_view name;
    std::optional<std::string> Wanted::*value;
};
constexpr std::array<Line, 4> kLines = {{{"subject", &Wanted::subject},
                                         {"from", &Wanted::from},
                                         {"phone", &Wanted::phone},
                                         {"client", &Wanted::client}}};

/// The lines of an edited text; what is as `before` has it is not wanted otherwise.
Result<Wanted> read_lines(const std::string& text, const Wanted& before) {
    Wanted out;
    for (const auto line : lines(text)) {
        if (trim(line).empty()) continue;
        const auto colon = line.find(':');
        const auto name = lower(trim(line.substr(0, colon)));
        const auto known = std::ranges::find(kLines, std::string_view(name), &Line::name);
        if (colon == std::string_view::npos || known == kLines.end())
            return fail(ErrorKind::usage, fmt::format("'{}' is no line of a ticket", printable(line)),
                        "subject:, from:, phone: or client:");
        std::string value(trim(line.substr(colon + 1)));
        if (value != before.*known->value) out.*known->value = std::move(value);
    }
    return out;
}

/// The person changes the lines of the ticket in an editor.
Result<Wanted> edit_lines(Env& env, const Args& args) {
    const auto draft = args.text("recover");
    if (!draft && !env.prompt().possible())
        return fail(ErrorKind::usage, "what shall change?", "--subject, --from, --phone or --client");
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto id, store->resolve(args.argument("TICKET"), env.now()));
    DS_TRY(const auto loaded, store->load(id));
    const auto& t = loaded.summary;
    const Wanted before{t.subject, mailbox_text(t.requester.name, t.requester.email), t.requester.phone,
                        t.client};
    std::string text;
    if (draft && !env.prompt().possible()) {
        DS_TRY(const auto kept, read_message(env, args));
        text = *kept;
    } else {
        for (const auto& line : kLines)
            text += fmt::format("{}: {}\n", line.name, (before.*line.value).value());
        DS_TRY(text, edit_typed(env, "edit-" + loaded.code, text,
                                "Change what is wrong, then save and leave.", draft.value_or("")));
    }
    auto wanted = read_lines(text, before);
    if (!wanted) return tl::unexpected(keep_text(env, std::move(wanted).error()));
    return wanted;
}

Result<Change> change(const WriteSession& session, const Situation& at, const Wanted& wanted) {
    Edit out;
    if (wanted.subject) {
        DS_TRY(out.subject, check_subject(*wanted.subject));
    }
    if (wanted.from || wanted.phone) out.requester = at.ticket.requester;
    if (wanted.from) {
        Requester asked;
        if (!wanted.from->empty()) {
            DS_TRY(asked, read_requester(*wanted.from));
        }
        fill_from_team(session.team(), session.me(), asked);
        out.requester->name = asked.name;
        out.requester->email = asked.email;
    }
    if (wanted.phone) {
        out.requester->phone.clear();
        if (!wanted.phone->empty()) {
            DS_TRY(out.requester->phone, read_phone(*wanted.phone));
        }
    }
    if (wanted.client) {
        out.client = "";
        if (!wanted.client->empty()) {
            DS_TRY(out.client, read_client(session.team(), *wanted.client));
        }
    }
    return edit(at, out);
}

Outcome run(Env& env, const Args& args) {
    Wanted wanted{{}, args.text("from"), args.text("phone"), args.text("client")};
    DS_TRY(wanted.subject, read_subject(args));
    if (wanted.from) DS_CHECK(read_requester(*wanted.from));
    if (wanted.phone) DS_CHECK(read_phone(*wanted.phone));
    if (!wanted.any()) {
        DS_TRY(wanted, edit_lines(env, args));
        // The lines are no message: nothing of them is to be kept as a note.
        env.typed.text.clear();
    }
    return change_ticket(env, args, args.argument("TICKET"), [&](WriteSession& session, const Situation& at) {
        return change(session, at, wanted);
    });
}

}  // namespace

const Command& command_edit() {
    static const Command kCommand{
        "edit",          "",       "Work on tickets", "correct the subject, the requester or the client",
        kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
