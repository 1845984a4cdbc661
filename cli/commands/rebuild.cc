#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/env.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"quiet", 'q', "", "print nothing when all was right"},
    {"json", 0, "", "print the result as JSON"},
}};

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* reader, env.store(Access::read));
    DS_TRY(auto size, reader->size());
    Hash before, after;
    DS_TRY(before, reader->state_digest());
    after = before;
    bool equal = true;
    // A home that nobody has written to stays as it is: there is nothing to fold.
    if (size.events > 0) {
        // What is folded again from a damaged log would look whole.
        DS_CHECK(reader->check_integrity());
        DS_TRY(auto* store, env.store(Access::write));
        DS_TRY(equal, store->maintain<bool>(env.clock, env.random, false,
                                            [](WriteSession& session) { return session.rebuild(); }));
        DS_CHECK(store->rebuild_search());
        DS_TRY(after, store->state_digest());
        DS_TRY(size, store->size());
    }
    if (args.flag("json"))
        env.output.out(Json::object({{"schema", 1},
                                     {"events", size.events},
                                     {"tickets", size.tickets},
                                     {"before", before.hex()},
                                     {"after", after.hex()},
                                     {"equal", equal}})
                           .dump() +
                       "\n");
    else if (!args.flag("quiet") || !equal)
        env.output.out(fmt::format("tickets: {}, folded from events: {}; state {}\n", size.tickets,
                                   size.events, after.hex().substr(0, 16)));
    if (!equal)
        return fail(ErrorKind::negative, "the stored state was not what the log says; it is now",
                    "please report it, with a copy of the database if you can");
    return {};
}

}  // namespace

const Command& command_rebuild() {
    static const Command kCommand{
        "rebuild", "",       "This machine", "fold everything again from the log and compare",
        {},        kOptions, kNothing,       run};
    return kCommand;
}

}  // namespace dsupport
