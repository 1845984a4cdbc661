#include "lib/ticket/team_fold.hh"

#include <vector>

namespace dsupport {

TeamSections fold_team(std::span<const Event> events, const Authority& authority) {
    std::map<std::string, std::vector<FieldValue>> writes;
    for (const auto& event : events) {
        const auto standing = authority.standing(event);
        if (event.kind() != "team.doc" || standing == Standing::held) continue;
        // Without its body it says nothing, but what it replaced and what replaced it stay in their places.
        const auto& body = event.content.body;
        const bool live = standing == Standing::live;
        FieldValue value{event.id, event.rep, event.at.t, body.value_or(""), {}, live && body.has_value(),
                         !live};
        for (const auto& id : event.content.own["p"].items())
            if (const auto replaced = EventId::from_hex(id.string())) value.replaces.push_back(*replaced);
        writes[event.content.own["section"].string()].push_back(std::move(value));
    }
    TeamSections out;
    for (auto& [section, values] : writes) out.emplace(section, Register::build(std::move(values)));
    return out;
}

Sections shown_sections(const TeamSections& sections) {
    Sections out;
    for (const auto& [name, values] : sections)
        if (const auto* shown = values.shown()) out.emplace(name, shown->value.string());
    return out;
}

EventContent write_section(const TeamSections& sections, const std::string& section, std::string body) {
    EventContent event;
    event.kind = "team.doc";
    event.own.set("section", section);
    Json replaces = Json::array();
    if (const auto it = sections.find(section); it != sections.end())
        for (const auto& id : it->second.tips()) replaces.push(id.hex());
    event.own.set("p", std::move(replaces));
    event.body = std::move(body);
    return event;
}

}  // namespace dsupport
