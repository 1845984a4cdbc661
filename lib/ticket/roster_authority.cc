#include "lib/ticket/roster_authority.hh"

#include <array>
#include <string>

namespace dsupport {
namespace {

constexpr std::array<std::string_view, 4> kActions = {"grant", "cut", "admin", "recovery"};

std::optional<ChainPoint> read_point(const Json& json) {
    if (!json["seq"].is_int() || !json["id"].is_string()) return std::nullopt;
    ChainPoint point{json["seq"].integer(), {}};
    if (point.seq == 0 && json["id"].string().empty()) return point;
    const auto id = EventId::from_hex(json["id"].string());
    if (!id || point.seq < 1) return std::nullopt;
    point.id = *id;
    return point;
}

/// The seq after which a right counts: none is all of the chain. Nothing when it cannot be read.
std::optional<std::int64_t> read_after(const Json& json) {
    const auto* after = json.find("after");
    if (after == nullptr) return 0;
    if (!after->is_int() || after->integer() < 0) return std::nullopt;
    return after->integer();
}

void write_after(Json& json, std::int64_t after) {
    if (after > 0) json.set("after", after);
}

void write_point(Json& json, const ChainPoint& point) {
    json.set("seq", point.seq);
    json.set("id", point.seq == 0 ? std::string() : point.id.hex());
}

RosterAction read_action(const Json& own) {
    std::string_view name;
    for (const auto action : kActions) {
        if (!own.has(action)) continue;
        if (!name.empty()) return UnknownAction{};
        name = action;
    }
    const auto& json = own[name];
    const auto key = ReplicaKey::from_hex(json["key"].string());
    if (!key) return UnknownAction{};
    if (name == "recovery") return RecoveryKey{*key};
    const auto after = read_after(json);
    if (!after && name != "cut") return UnknownAction{};
    if (name == "grant") {
        const auto& role = json["role"].string();
        const PersonId person{json["person"].string()};
        if ((role != "member" && role != "lead") || person.empty()) return UnknownAction{};
        return Grant{*key, person, role == "lead" ? Right::lead : Right::member, *after};
    }
    const auto point = read_point(json);
    if (!point) return UnknownAction{};
    if (name == "cut") return Cut{*key, *point, json["reason"].string()};
    return AdminHandover{*key, *point, *after};
}

struct WriteAction {
    Json& own;

    void operator()(const TeamCreate&) const {}
    void operator()(const UnknownAction&) const {}
    void operator()(const Grant& grant) const {
        auto json = Json::object({{"key", grant.key.hex()},
                                  {"person", grant.person.value},
                                  {"role", grant.right == Right::member ? "member" : "lead"}});
        write_after(json, grant.after);
        own.set("grant", std::move(json));
    }
    void operator()(const Cut& cut) const {
        auto json = Json::object({{"key", cut.key.hex()}});
        write_point(json, cut.last);
        json.set("reason", cut.reason);
        own.set("cut", std::move(json));
    }
    void operator()(const AdminHandover& handover) const {
        auto json = Json::object({{"key", handover.key.hex()}});
        write_point(json, handover.last);
        write_after(json, handover.after);
        own.set("admin", std::move(json));
    }
    void operator()(const RecoveryKey& recovery) const {
        own.set("recovery", Json::object({{"key", recovery.key.hex()}}));
    }
};

}  // namespace

ChainLink chain_link(const Event& event) {
    return {event.rep, event.at.seq, event.id, event.at.previous};
}

std::optional<RosterEvent> read_roster_event(const Event& event) {
    RosterEvent out;
    out.link = chain_link(event);
    if (event.kind() == "team.create") {
        out.action = TeamCreate{};
        return out;
    }
    if (event.kind() != "roster") return std::nullopt;
    const auto& own = event.content.own;
    out.action = read_action(own);
    const auto before = EventId::from_hex(own["rprev"].string());
    if (!before) return out;
    out.rseq = std::max(own["rseq"].integer(), std::int64_t{0});
    // The roster counts its own events only; what the first one names is the team.
    if (out.rseq != 1)
        out.rprev = *before;
    else if (*before != event.at.team)
        out.rseq = 0;
    return out;
}

EventContent write_roster_event(const EventId& team, const Roster& roster, const RosterAction& action) {
    EventContent out;
    out.kind = "roster";
    const auto& before = roster.last_rseq() == 0 ? team : roster.last_id();
    out.own = Json::object({{"rseq", roster.last_rseq() + 1}, {"rprev", before.hex()}});
    std::visit(WriteAction{out.own}, action);
    return out;
}

Right right_needed(const Event& event) {
    if (event.kind() == "redact") return Right::lead;
    if (event.kind() == "team.doc") return right_for_section(event.content.own["section"].string());
    return Right::member;
}

RosterAuthority::RosterAuthority(const EventId& team, std::span<const Event> events,
                                 const Roster::FindLink& find)
    : team_(team) {
    std::vector<RosterEvent> of_roster;
    for (const auto& event : events)
        if (event.at.team == team || event.id == team)
            if (auto read = read_roster_event(event)) of_roster.push_back(std::move(*read));
    roster_ = Roster::fold(team, std::move(of_roster), find);
}

Standing RosterAuthority::standing(const Event& event) const {
    if (team_.zero()) return Standing::held;
    if (event.id != team_ && event.at.team != team_) return Standing::voided;
    if (event.kind() == "team.create" || event.kind() == "roster") {
        const auto* judgement = roster_.judgement(event.id);
        return judgement == nullptr ? Standing::held : judgement->standing;
    }
    return roster_.standing(chain_link(event), right_needed(event));
}

bool RosterAuthority::lead(const ReplicaKey& key) const {
    const auto* found = roster_.find(key);
    return found != nullptr && found->enrolled && found->right >= Right::lead;
}

bool RosterAuthority::acts_as_lead(const Event& event) const {
    return roster_.standing(chain_link(event), Right::lead) == Standing::live;
}

bool RosterAuthority::enrolled(const ReplicaKey& key) const {
    const auto* found = roster_.find(key);
    return found != nullptr && found->enrolled;
}

}  // namespace dsupport
