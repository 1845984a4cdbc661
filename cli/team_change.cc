#include "cli/team_change.hh"

#include <fmt/format.h>

#include "lib/base/crypto.hh"
#include "lib/base/encoding.hh"

namespace dsupport {
namespace {

bool may_write(const WriteSession& session, std::string_view section) {
    const auto& roster = session.team_state().authority->roster();
    const auto& key = session.replica();
    if (!roster.active(key)) return false;
    switch (right_for_section(section)) {
        case Right::admin:
            return roster.admin() == key;
        case Right::lead:
            return session.lead();
        case Right::member:
            return true;
    }
    return false;
}

}  // namespace

Result<std::vector<Event>> write_sections(WriteSession& session, const Sections& changed) {
    std::vector<EventContent> contents;
    for (const auto& [section, body] : changed) {
        if (!may_write(session, section))
            return fail(ErrorKind::not_allowed,
                        fmt::format("you may not change the section '{}' of the team", section),
                        fmt::format("ask {}", right_for_section(section) == Right::admin ? "the team's admin"
                                                                                         : "a lead"));
        contents.push_back(write_section(session.team_state().sections, section, body));
    }
    if (contents.empty()) return std::vector<Event>{};
    return session.append(std::move(contents));
}

std::optional<ReplicaKey> keeper_of(const TeamState& state) {
    return state.team.keeper ? state.team.keeper : state.authority->roster().founder();
}

std::string next_for_file(const Team& team, const std::string& file) {
    return fmt::format("dsupport team {} {}", team.people.size() > 1 ? "diff" : "apply", file);
}

std::string key_fingerprint(const ReplicaKey& key) {
    const auto hash = blake2b<16>("dsupport-key-v1", as_text(key.view()));
    const auto text = to_base32(hash);
    return fmt::format("{}-{}-{}-{}", text.substr(0, 4), text.substr(4, 4), text.substr(8, 4),
                       text.substr(12, 4));
}

}  // namespace dsupport
