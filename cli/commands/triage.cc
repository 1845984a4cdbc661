#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/tags.hh"
#include "cli/ticket_change.hh"
#include "cli/triage_steps.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"TICKET", "which ticket; without it, at a terminal, all new ones", Values::ticket, false},
}};

constexpr std::array<Option, 6> kOptions = {{
    {"nature", 0, "NATURE", "technical, business, question, other, or one of the team's", Values::nature},
    {"urgency", 0, "URGENCY", "low, normal, high or critical", Values::urgency},
    {"client", 0, "CLIENT", "whom the requester belongs to", Values::client},
    {"subject", 's', "TEXT", "a better subject"},
    {"tag", 0, "A,B", "add these tags", Values::tag, "", true},
    {"untag", 0, "A,B", "take these tags away", Values::tag, "", true},
}};

Outcome run(Env& env, const Args& args) {
    if (args.argument("TICKET").empty()) {
        const bool bare = std::ranges::none_of(
            kOptions, [&](const Option& option) { return args.text(option.name).has_value(); });
        if (bare && env.prompt().possible()) return triage_all_new(env, args);
        return fail(
            ErrorKind::usage, "triage needs TICKET",
            bare ? "without one, it goes through all new tickets at a terminal" : "dsupport help triage");
    }
    Triage wanted{{}, {}, {}, {}, args.list("tag"), args.list("untag")};
    DS_CHECK(check_tags(wanted.tags, wanted.untags));
    DS_TRY(wanted.urgency, read_urgency(args));
    DS_TRY(wanted.subject, read_subject(args));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             if (const auto typed = args.text("nature")) {
                                 DS_TRY(wanted.nature, find_nature(session.team(), *typed));
                             }
                             if (const auto typed = args.text("client")) {
                                 DS_TRY(wanted.client, read_client(session.team(), *typed));
                             }
                             return triage(at, wanted);
                         });
}

}  // namespace

const Command& command_triage() {
    static const Command kCommand{
        "triage",   "",       "Work on tickets", "say what a ticket is about and how urgent it is",
        kArguments, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
