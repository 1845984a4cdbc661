#include <array>

#include "cli/commands.hh"
#include "cli/tags.hh"
#include "cli/ticket_change.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"TICKET", "which ticket: a code, its beginning, or @", Values::ticket},
    {"TAG", "words to tag it with", Values::tag, false, true},
}};

constexpr std::array<Option, 1> kOptions = {{
    {"remove", 0, "A,B", "take these tags away", Values::tag, "", true},
}};

Outcome run(Env& env, const Args& args) {
    const auto add = args.arguments("TAG"), remove = args.list("remove");
    if (add.empty() && remove.empty())
        return fail(ErrorKind::usage, "which tag?", "dsupport tag TICKET vip --remove later");
    DS_CHECK(check_tags(add, remove));
    return change_ticket(env, args, args.argument("TICKET"),
                         [&](WriteSession&, const Situation& at) { return tag(at, add, remove); });
}

}  // namespace

const Command& command_tag() {
    static const Command kCommand{
        "tag",      "",       "Work on tickets", "put tags on a ticket, or take them away",
        kArguments, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
