#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 3> kOptions = {{
    {"on", 0, "WHOM", "client, first-level, technical, a person, or anybody else in a word or two",
     Values::words, "client|first-level|technical"},
    {"until", 0, "TIME", "comes back by itself then"},
    {"message", 'm', "TEXT", "say why; - reads it from stdin"},
}};

/// `client`, a level or a person as scripts look for them; anybody else as typed.
Result<std::string> waited_for(const WriteSession& session, const std::string& typed,
                               const std::string& level) {
    const auto word = lower(trim(typed));
    if (word == "client" || std::ranges::find(kLevels, word) != kLevels.end()) return word;
    const auto& team = session.team();
    const bool person =
        word == "me" || word == "on-duty" || team.person({word}) || person_of_address(team, word);
    if (!person) return std::string(trim(typed));
    DS_TRY(const auto found, resolve_person(session, word, level));
    return found.value;
}

Outcome run(Env& env, const Args& args) {
    const auto on = args.text("on");
    if (!on || trim(*on).empty())
        return fail(ErrorKind::usage, "whom does the ticket wait for?",
                    "--on client, or --on 'the printer vendor'");
    DS_CHECK(check_length("whom a ticket waits for", trim(*on), 200));
    std::optional<Instant> until;
    if (const auto typed = args.text("until")) {
        DS_TRY(until, read_moment(env, "until", *typed));
    }
    DS_TRY(const auto comment, read_message(env, args));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession& session, const Situation& at) -> Result<Change> {
                             DS_TRY(const auto whom, waited_for(session, *on, at.ticket.level));
                             return wait(at, whom, until, comment.value_or(""));
                         });
}

}  // namespace

const Command& command_wait() {
    static const Command kCommand{
        "wait",          "",       "Work on tickets", "let a ticket wait for the client or somebody else",
        kTicketArgument, kOptions, kMutates | kText,  run};
    return kCommand;
}

}  // namespace dsupport
