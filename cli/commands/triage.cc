#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/tags.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 6> kOptions = {{
    {"nature", 0, "NATURE", "technical, business, question, other, or one of the team's", Values::nature},
    {"urgency", 0, "URGENCY", "low, normal, high or critical", Values::urgency},
    {"client", 0, "CLIENT", "whom the requester belongs to", Values::client},
    {"subject", 's', "TEXT", "a better subject"},
    {"tag", 0, "A,B", "add these tags", Values::tag, "", true},
    {"untag", 0, "A,B", "take these tags away", Values::tag, "", true},
}};

Outcome run(Env& env, const Args& args) {
    Triage wanted{{}, {}, {}, args.text("subject"), args.list("tag"), args.list("untag")};
    DS_CHECK(check_tags(wanted.tags));
    DS_TRY(wanted.urgency, read_urgency(args));
    if (wanted.subject && wanted.subject->empty())
        return fail(ErrorKind::usage, "the subject must not be empty");
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
        "triage",        "",       "Work on tickets", "say what a ticket is about and how urgent it is",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
