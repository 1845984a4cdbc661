#include "lib/store/team_state.hh"

namespace dsupport {

TeamState load_team(EventTable& events) {
    TeamState out;
    const auto all = events.of_team();
    for (const auto& event : all)
        if (event.kind() == "team.create" && !out.id) out.id = event.id;
    const auto find = [&](const EventId& id) -> std::optional<ChainLink> {
        const auto event = events.find(id);
        if (!event) return std::nullopt;
        return chain_link(*event);
    };
    out.authority =
        out.id ? std::make_unique<RosterAuthority>(*out.id, all, find) : std::make_unique<RosterAuthority>();
    out.sections = fold_team(all, *out.authority);
    out.team = read_team(shown_sections(out.sections));
    return out;
}

}  // namespace dsupport
