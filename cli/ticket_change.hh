// The common way of every verb that changes one ticket: resolve what was typed, check and write in one
// transaction, print one line.
#pragma once

#include <functional>
#include <string>

#include "cli/env.hh"
#include "cli/typed_text.hh"
#include "lib/ticket/change.hh"

namespace dsupport {

/// What the verb does, inside the transaction.
using Verb = std::function<Result<Change>(WriteSession& session, const Situation& at)>;
/// What else is kept in the same transaction, once the events are there.
using AfterVerb = std::function<Outcome(WriteSession& session, const std::vector<Event>& events)>;

/// Writes what `verb` makes of the ticket `typed` and says it: code, new state, what will be mailed; the
/// ticket with --json; the events with --dry-run. A text that the verb had no use for, for the ticket is so
/// already, becomes a note; one that could not be written stays in a draft.
Outcome change_ticket(Env& env, const Args& args, const std::string& typed, const Verb& verb,
                      const AfterVerb& after = {});

/// The store for writing, of a home that has been written to before: what changes a ticket has nothing to do
/// in any other, and must not found a team there. Fails with negative.
Result<Store*> founded_store(Env& env);

/// Fails with not_allowed on a machine that is not in the team of its log: nothing it writes would ever
/// count.
Outcome need_enrolled(const WriteSession& session);

/// Runs `f` in a transaction of this home with the options --dry-run of the command.
template <class T>
Result<T> write_home(Env& env, bool dry_run, const std::function<Result<T>(WriteSession&)>& f) {
    DS_TRY(auto* store, env.store_to_write(dry_run));
    DS_TRY(const auto founder, env.founder());
    return store->write<T>(founder, env.clock, env.random, dry_run, [&](WriteSession& session) -> Result<T> {
        DS_CHECK(need_enrolled(session));
        return f(session);
    });
}

/// The person a word means: a handle, an address, a name, `me`, or `on-duty` for the holder of the role that
/// fits the ticket's level (or what it is about to be).
Result<PersonId> resolve_person(const WriteSession& session, const std::string& typed,
                                const std::string& level);

/// The ticket as JSON, as it now is.
Outcome show_ticket_json(Env& env, const std::string& typed);

/// Prints `line` unless --quiet.
void say(Env& env, const Args& args, const std::string& line);

/// The events of a dry run, one JSON header a line, each body below it as JSON text.
void print_events(Env& env, const std::vector<Event>& events);

}  // namespace dsupport
