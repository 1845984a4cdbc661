#include <fmt/format.h>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/undo.hh"

namespace dsupport {
namespace {

struct Parted {
    std::vector<Event> events;
    std::string code, other;
};

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, founded_store(env));
    const auto typed = args.argument("TICKET");
    DS_TRY(const auto parted,
           write_home<Parted>(env, args.flag("dry-run"), [&](WriteSession& session) -> Result<Parted> {
               // The code of a merged ticket leads to the one it is part of: here the member itself is meant.
               DS_TRY(const auto member, store->resolve_member(typed, session.now()));
               DS_TRY(const auto loaded, session.load(member));
               DS_TRY(const auto code, store->code_of(member));
               DS_TRY(const auto links, merge_links(loaded.state, member, code));
               std::vector<EventContent> undos;
               for (const auto& link : links) undos.push_back(undo(link));
               DS_TRY(auto events, session.append(std::move(undos)));
               session.set_meta(deed_mark(events.front().at.op), "unmerge");
               return Parted{std::move(events), code, loaded.code};
           }));
    if (args.flag("dry-run")) {
        print_events(env, parted.events);
        return {};
    }
    if (args.flag("json")) return show_ticket_json(env, parted.code);
    say(env, args, fmt::format("{} is a ticket of its own again, apart from {}", parted.code, parted.other));
    return {};
}

}  // namespace

const Command& command_unmerge() {
    static const Command kCommand{"unmerge",       "", "Work on tickets", "take a merge back",
                                  kTicketArgument, {}, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
