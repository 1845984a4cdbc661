#include "cli/enrolment.hh"

#include <fmt/format.h>

#include <functional>

#include "cli/team_change.hh"
#include "cli/team_json.hh"
#include "cli/ticket_change.hh"
#include "cli/verbs.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// What a change of the roster needs to know of it before it asks anything.
Outcome check_admin(const TeamState& team, const std::optional<ReplicaKey>& me) {
    if (!team.id) return fail(ErrorKind::negative, "there is no team yet", "dsupport init");
    const auto& roster = team.authority->roster();
    if (roster.conflict())
        return fail(ErrorKind::negative, "two changes of the team's keys contradict each other",
                    "whoever has the recovery key decides: dsupport init --recover");
    if (me && roster.admin() == *me) return {};
    const auto admin = roster.admin() ? team.authority->person(*roster.admin()) : PersonId{};
    return fail(ErrorKind::not_allowed, "only the admin's machine changes which keys are in the team",
                admin.empty() ? "ask the team's admin" : "ask " + team.team.display_name(admin));
}

Result<ReplicaKey> read_key(const std::string& typed) {
    if (const auto key = ReplicaKey::from_hex(lower(typed))) return *key;
    return fail(ErrorKind::usage, fmt::format("'{}' is not the key of a machine", printable(typed)),
                "the 64 hex digits that `dsupport team key` prints on that machine");
}

/// One of the team's keys, whole or by its fingerprint.
Result<ReplicaKey> find_key(const Roster& roster, const std::string& typed) {
    for (const auto& [key, enrolment] : roster.keys())
        if (equal_no_case(key.hex(), typed) || equal_no_case(key_fingerprint(key), typed)) return key;
    return fail(ErrorKind::negative, fmt::format("no key of this team is '{}'", printable(typed)),
                "dsupport team show lists them with their fingerprints");
}

/// These are for good, so that a script has to say --yes.
Outcome confirm(Env& env, const Args& args, const std::string& question, const char* otherwise) {
    if (args.flag("yes") || args.flag("dry-run")) return {};
    DS_CHECK(env.prompt().need("an answer to the question", "--yes"));
    DS_TRY(const bool sure, env.prompt().confirm(question));
    if (!sure) return fail(ErrorKind::gave_up, otherwise);
    return {};
}

using MakeAction = std::function<RosterAction(WriteSession&)>;

/// Writes one roster event, and prints `done` unless it was only tried.
Outcome write_action(Env& env, const Args& args, const MakeAction& make, const std::string& done) {
    const bool dry_run = args.flag("dry-run");
    using Events = std::vector<Event>;
    DS_TRY(const auto events, write_home<Events>(env, dry_run, [&](WriteSession& session) -> Result<Events> {
               const auto& team = session.team_state();
               DS_CHECK(check_admin(team, session.replica()));
               return session.append({write_roster_event(*team.id, team.authority->roster(), make(session))});
           }));
    if (dry_run) {
        print_events(env, events);
        return {};
    }
    if (args.flag("json")) {
        DS_TRY(auto* store, env.store(Access::read));
        env.output.out(team_json(store->team()).dump() + "\n");
        return {};
    }
    say(env, args, done + "; dsupport sync tells the other machines");
    return {};
}

}  // namespace

Outcome team_add(Env& env, const Args& args) {
    const auto words = args.arguments("WORDS");
    DS_CHECK(check_words("team add", words, 2, 2, "PERSON and KEY"));
    DS_TRY(auto* store, env.store(Access::read));
    const auto& team = store->team();
    DS_CHECK(check_admin(team, store->me()));
    const PersonId person{lower(words[0])};
    const auto* known = team.team.person(person);
    if (known == nullptr || !known->active)
        return fail(ErrorKind::unknown_person, fmt::format("no '{}' in this team", printable(words[0])),
                    fmt::format("put them among the people of {} first: dsupport team apply {}",
                                env.paths.team_file(), env.paths.team_file()));
    DS_TRY(const auto key, read_key(words[1]));
    const auto fingerprint = key_fingerprint(key);
    const Grant grant{key, person, args.flag("lead") ? Right::lead : Right::member};
    if (team.authority->roster().was_cut(key))
        return fail(ErrorKind::negative, fmt::format("the key {} was cut off", fingerprint),
                    "that machine needs a new key: a new home, and `dsupport import` there");
    if (const auto* e = team.authority->roster().find(key)) {
        if (e->enrolled && !e->person.empty() && e->person != person)
            return fail(ErrorKind::negative, fmt::format("{} is {}'s", fingerprint, e->person.value),
                        "a machine has one person; another one's home on it has another key");
        if (e->enrolled && e->person == person && e->right >= grant.right) {
            say(env, args,
                fmt::format("{} is {}'s already, as {}", fingerprint, person.value, right_name(*e)));
            return {};
        }
    }
    DS_CHECK(confirm(env, args,
                     fmt::format("Does {} read the same fingerprint from `dsupport team key`: {}?",
                                 team.team.display_name(person), fingerprint),
                     "nothing was added: somebody else may have made that key"));
    // What counted before a right was raised still does, and what did not never will.
    const auto action = [&](WriteSession& session) {
        auto out = grant;
        if (!session.authority().person(key).empty()) out.after = session.end_of(key).seq;
        return out;
    };
    return write_action(
        env, args, action,
        fmt::format("{} is {}'s, as {}", fingerprint, person.value, args.flag("lead") ? "lead" : "member"));
}

Outcome team_cut(Env& env, const Args& args) {
    const auto words = args.arguments("WORDS");
    DS_CHECK(check_words("team cut", words, 1, 1, "KEY"));
    DS_TRY(auto* store, env.store(Access::read));
    const auto& team = store->team();
    DS_CHECK(check_admin(team, store->me()));
    const auto& roster = team.authority->roster();
    DS_TRY(const auto key, find_key(roster, words[0]));
    const auto fingerprint = key_fingerprint(key);
    if (roster.admin() == key)
        return fail(ErrorKind::not_allowed, "the admin's own key cannot be cut off from here",
                    "dsupport init --recover on another machine takes the admin's right over first");
    if (roster.was_cut(key)) {
        say(env, args, fingerprint + " is cut off already");
        return {};
    }
    const auto person = roster.person(key);
    DS_CHECK(confirm(env, args,
                     fmt::format("Cut off {}, {}, for good? Of what it has written, only what is here stays; "
                                 "dsupport sync fetches the rest.",
                                 fingerprint, person.empty() ? "which is nobody's" : person.value + "'s"),
                     "nothing was cut off"));
    const auto action = [&](WriteSession& session) {
        return Cut{key, session.end_of(key), args.text("message").value_or("")};
    };
    return write_action(env, args, action, fingerprint + " is cut off");
}

std::string command_to_add(const PersonId& person, const ReplicaKey& key) {
    return fmt::format("dsupport team add {} {}", person.value, key.hex());
}

}  // namespace dsupport
