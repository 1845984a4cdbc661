#include "cli/team_json.hh"

#include <array>

#include "cli/ticket_json.hh"

namespace dsupport {
namespace {

Json keys_json(const Roster& roster) {
    Json out = Json::array();
    for (const auto& [key, e] : roster.keys())
        out.push(Json::object({{"key", key.hex()},
                               {"person", text_json(e.person.value)},
                               {"right", right_name(e)},
                               {"active", roster.active(key)},
                               {"cut_reasons", texts_json(e.cut_reasons)}}));
    return out;
}

Json people_json(const Team& team) {
    Json out = Json::array();
    for (const auto& [id, p] : team.people) {
        Json roles = Json::array();
        for (const auto role : p.roles) roles.push(role_name(role));
        out.push(Json::object({{"person", id.value},
                               {"name", text_json(p.name)},
                               {"email", text_json(p.email)},
                               {"tz", text_json(p.tz)},
                               {"phone", text_json(p.phone)},
                               {"roles", std::move(roles)},
                               {"active", p.active}}));
    }
    return out;
}

Json clients_json(const Team& team) {
    Json out = Json::array();
    for (const auto& [id, c] : team.clients)
        out.push(Json::object({{"client", id},
                               {"name", text_json(c.name)},
                               {"domains", texts_json(c.domains)},
                               {"people", texts_json(c.people)}}));
    return out;
}

Json lines_json(const Team& team) {
    Json out = Json::array();
    for (const auto& [name, line] : team.lines)
        out.push(Json::object(
            {{"line", name}, {"number", text_json(line.number)}, {"fallback", text_json(line.fallback)}}));
    return out;
}

Json templates_json(const Team& team) {
    Json out = Json::array();
    for (const auto& [name, text] : team.templates)
        out.push(Json::object({{"template", name}, {"text", text}}));
    return out;
}

Json sla_json(const Team& team) {
    Json out = Json::array();
    for (const auto& [urgency, sla] : team.sla) {
        const bool promised = sla.first_reply_ms > 0;
        out.push(Json::object({{"urgency", urgency},
                               {"first_reply_s", promised ? Json(sla.first_reply_ms / kSecond) : Json()}}));
    }
    return out;
}

Json ring_json(Role role, const Ring& ring) {
    constexpr std::array<std::string_view, 4> kUnits = {"hour", "day", "week", "month"};
    Json order = Json::array();
    for (const auto& person : ring.order) order.push(person.value);
    return Json::object(
        {{"role", role_name(role)},
         {"from", ring.from.text()},
         {"tz", ring.tz},
         {"every", Json::object({{"count", ring.every.count},
                                 {"unit", kUnits.at(static_cast<std::size_t>(ring.every.unit))}})},
         {"order", std::move(order)},
         {"capacity", ring.capacity},
         {"on_vacant", ring.on_vacant == OnVacant::next ? "next" : "report"}});
}

Json rota_json(const RotaRules& rota) {
    Json rings = Json::array(), left = Json::array();
    for (const auto role : kRoles)
        for (const auto& ring : rota.of(role)) rings.push(ring_json(role, ring));
    for (const auto& [id, at] : rota.left)
        left.push(Json::object({{"person", id.value}, {"left", at.text()}}));
    return Json::object({{"tz", rota.tz}, {"rings", std::move(rings)}, {"left", std::move(left)}});
}

}  // namespace

Json texts_json(const std::vector<std::string>& texts) {
    Json out = Json::array();
    for (const auto& text : texts) out.push(text);
    return out;
}

std::string_view right_name(const Enrolment& e) {
    if (!e.enrolled || !e.cuts.empty()) return "cut";
    return e.right == Right::admin ? "admin" : e.right == Right::lead ? "lead" : "member";
}

Json team_json(const TeamState& state) {
    const auto& team = state.team;
    const auto& roster = state.authority->roster();
    return Json::object({{"schema", 1},
                         {"id", state.id ? Json(state.id->hex()) : Json()},
                         {"group", Json::object({{"addresses", texts_json(team.group.addresses)},
                                                 {"log_address", text_json(team.group.log_address)},
                                                 {"subject_prefix", text_json(team.group.subject_prefix)},
                                                 {"footer", text_json(team.group.footer)}})},
                         {"people", people_json(team)},
                         {"clients", clients_json(team)},
                         {"natures", texts_json(team.natures)},
                         {"lines", lines_json(team)},
                         {"templates", templates_json(team)},
                         {"sla", sla_json(team)},
                         {"rota", rota_json(team.rota)},
                         {"keeper", team.keeper ? Json(team.keeper->hex()) : Json()},
                         {"keys", keys_json(roster)},
                         {"recovery", roster.recovery() ? Json(roster.recovery()->hex()) : Json()},
                         {"problems", texts_json(team.problems)}});
}

}  // namespace dsupport
