#include "cli/recovery.hh"

#include <fmt/format.h>

#include "lib/base/encoding.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kGroup = 4;

Result<SigningKey> ask_for_key(Env& env) {
    if (env.prompt().possible()) {
        DS_TRY(const auto typed,
               env.prompt().line("Recovery key: ", "the recovery key", "its line on stdin"));
        return read_spoken_secret(typed);
    }
    DS_TRY(const auto typed, env.input.all());
    return read_spoken_secret(typed.substr(0, typed.find('\n')));
}

/// The right passes from whoever held it, for all that is known of that chain.
AdminHandover handover(Store& store, const Roster& roster, const ReplicaKey& to) {
    AdminHandover out{to, {}};
    const auto heads = store.heads();
    if (!heads || !roster.admin()) return out;
    if (const auto head = heads->find(*roster.admin()); head != heads->end())
        out.last = {head->second.seq, head->second.id};
    return out;
}

}  // namespace

std::string spoken_secret(const SigningKey& key) {
    const auto text = to_base32(key.seed());
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += kGroup) out += (i == 0 ? "" : "-") + text.substr(i, kGroup);
    return out;
}

Result<SigningKey> read_spoken_secret(std::string_view typed) {
    std::string digits;
    for (const char c : typed)
        if (c != '-' && c != ' ' && c != '\t' && c != '\r') digits += c;
    std::array<std::uint8_t, 32> seed{};
    if (!parse_base32(digits, seed))
        return fail(ErrorKind::usage, "that is not a recovery key",
                    "it has 52 letters and digits; hyphens do not matter");
    return SigningKey::from_seed(seed);
}

Result<std::vector<Event>> recover_team(Env& env, const PersonId& person, bool dry_run) {
    DS_TRY(const auto recovery, ask_for_key(env));
    DS_TRY(auto* store, env.store_to_write(dry_run));
    const auto take_over = [&](WriteSession& session) -> Result<std::vector<Event>> {
        const auto& state = session.team_state();
        if (!state.id)
            return fail(ErrorKind::negative, "there is no team in this home to recover",
                        "dsupport import FILE, with what `dsupport export` wrote");
        const auto& roster = state.authority->roster();
        if (roster.recovery() != recovery.id())
            return fail(ErrorKind::not_allowed, "this is not the recovery key of this team",
                        "it is the one that `dsupport init` showed once, when the team was founded");
        if (!session.me().empty())
            return fail(ErrorKind::negative, fmt::format("this machine is {}'s already", session.me().value),
                        "there is nothing to recover");
        const auto* known = session.team().person(person);
        if (known == nullptr)
            return fail(ErrorKind::unknown_person, fmt::format("no '{}' in this team", person.value),
                        "--handle with a name that `dsupport team show` lists");
        session.set_meta("replica", session.replica().hex());
        const auto write = [&](const RosterAction& action) -> Outcome {
            const auto& now = session.team_state();
            DS_CHECK(
                session.append_as(recovery, {write_roster_event(*now.id, now.authority->roster(), action)}));
            return {};
        };
        DS_CHECK(write(Grant{session.replica(), person, Right::lead}));
        DS_CHECK(write(handover(*store, session.team_state().authority->roster(), session.replica())));
        return session.written();
    };
    return store->maintain<std::vector<Event>>(env.clock, env.random, dry_run, take_over);
}

}  // namespace dsupport
