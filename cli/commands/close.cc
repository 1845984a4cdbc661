#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 3> kOptions = {{
    {"as", 0, "RESOLUTION", "fixed, answered, invalid, wontfix, duplicate, no-reply or spam",
     Values::resolution},
    {"message", 'm', "TEXT", "what happened; - reads it from stdin; without it an editor opens"},
    {"of", 0, "TICKET", "with --as duplicate: the ticket it repeats", Values::ticket},
}};

Result<std::string> resolution(const Args& args) {
    const auto as = lower(args.text("as").value_or(""));
    if (std::ranges::find(kResolutions, as) != kResolutions.end()) return as;
    if (as.empty())
        return fail(ErrorKind::usage, "how was the ticket resolved?",
                    "--as fixed, answered, invalid, wontfix, duplicate, no-reply or spam");
    const auto near = nearest(as, kResolutions);
    return fail(ErrorKind::usage, fmt::format("'{}' is not a resolution", as),
                near.empty() ? "one of fixed, answered, invalid, wontfix, duplicate, no-reply, spam"
                             : fmt::format("did you mean '{}'?", near));
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto as, resolution(args));
    const auto of = args.text("of");
    if (of && as != "duplicate")
        return fail(ErrorKind::usage, "--of goes with --as duplicate only", "--as duplicate --of TICKET");
    if (!of && as == "duplicate")
        return fail(ErrorKind::usage, "a duplicate of which ticket?", "--as duplicate --of TICKET");
    DS_TRY(const auto comment, need_message(env, args, "close-" + args.argument("TICKET"), "what happened"));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             TicketId original;
                             if (of) {
                                 DS_TRY(auto* store, env.store(Access::write));
                                 DS_TRY(original, store->resolve(*of, session.now()));
                                 if (original == at.ticket.id)
                                     return fail(ErrorKind::usage, "a ticket cannot be a duplicate of itself",
                                                 "--of names the other one, which stays");
                             }
                             return close(at, as, comment, original);
                         });
}

}  // namespace

const Command& command_close() {
    static const Command kCommand{
        "close",         "",       "Work on tickets", "close a ticket and say what happened",
        kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
