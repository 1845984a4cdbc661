#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/ticket_change.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 1> kOptions = {{
    {"message", 0, "N", "which message, as show numbers them"},
}};

struct Parted {
    std::vector<Event> events;
    std::string code, other;
};

Outcome run(Env& env, const Args& args) {
    DS_TRY(const auto n, read_count(args, "message"));
    DS_TRY(auto* store, founded_store(env));
    DS_TRY(const auto parted,
           write_home<Parted>(env, args.flag("dry-run"), [&](WriteSession& session) -> Result<Parted> {
               DS_TRY(const auto id, store->resolve(args.argument("TICKET"), session.now()));
               DS_TRY(const auto loaded, session.load(id));
               DS_TRY(auto change, split(session.situation(loaded), n));
               DS_TRY(auto events, session.append(std::move(change.events)));
               DS_TRY(auto code, store->code_of(events.back().ticket()));
               return Parted{std::move(events), std::move(code), loaded.code};
           }));
    if (args.flag("dry-run")) {
        print_events(env, parted.events);
        return {};
    }
    if (args.flag("json")) return show_ticket_json(env, parted.code);
    say(env, args, fmt::format("{} is a ticket of its own now, apart from {}", parted.code, parted.other));
    return {};
}

}  // namespace

const Command& command_split() {
    static const Command kCommand{
        "split",         "",       "Work on tickets", "give a mail, and what answers it, a ticket of its own",
        kTicketArgument, kOptions, kMutates,          run};
    return kCommand;
}

}  // namespace dsupport
