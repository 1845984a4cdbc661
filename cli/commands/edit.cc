#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 4> kOptions = {{
    {"subject", 's', "TEXT", "what it is about"},
    {"from", 0, "WHO", "who asked: 'NAME <mail>', an address or a name"},
    {"phone", 0, "NUMBER", "the requester's number"},
    {"client", 0, "CLIENT", "whom the requester belongs to", Values::client},
}};

Outcome run(Env& env, const Args& args) {
    const auto from = args.text("from"), phone = args.text("phone");
    if (!args.text("subject") && !from && !phone && !args.text("client"))
        return fail(ErrorKind::usage, "what shall change?", "--subject, --from, --phone or --client");
    if (args.text("subject") == "") return fail(ErrorKind::usage, "the subject must not be empty");
    std::optional<Requester> asked;
    if (from) {
        DS_TRY(asked, read_requester(*from));
    }
    std::string number;
    if (phone) {
        DS_TRY(number, read_phone(*phone));
    }
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             Edit wanted;
                             wanted.subject = args.text("subject");
                             if (asked || phone) {
                                 wanted.requester = at.ticket.requester;
                                 if (asked)
                                     wanted.requester->name = asked->name,
                                     wanted.requester->email = asked->email;
                                 if (phone) wanted.requester->phone = number;
                             }
                             if (const auto typed = args.text("client")) {
                                 DS_TRY(wanted.client, read_client(session.team(), *typed));
                             }
                             return edit(at, wanted);
                         });
}

}  // namespace

const Command& command_edit() {
    static const Command kCommand{
        "edit",          "",       "Work on tickets", "correct the subject, the requester or the client",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
