#include "tests/sim/planted.hh"

#include <algorithm>

namespace dsupport::sim {
namespace {

bool is_cut(const Event& event) {
    return event.kind() == "roster" && event.content.own.has("cut");
}

std::vector<Event> all_but_cuts(std::span<const Event> events) {
    std::vector<Event> out;
    // A cut keeps its place in the roster's chain; only what it does is taken away.
    for (auto event : events) {
        if (is_cut(event)) {
            event.content.own =
                Json::object({{"rseq", event.content.own["rseq"]}, {"rprev", event.content.own["rprev"]}});
        }
        out.push_back(std::move(event));
    }
    return out;
}

std::vector<Event> without_after(std::span<const Event> events) {
    std::vector<Event> out(events.begin(), events.end());
    for (auto& event : out) {
        const auto* grant = event.kind() == "roster" ? event.content.own.find("grant") : nullptr;
        if (grant == nullptr) continue;
        auto whole = Json::object();
        for (const auto& [name, value] : grant->members())
            if (name != "after") whole.set(name, value);
        event.content.own.set("grant", std::move(whole));
    }
    return out;
}

/// The events of a bundle, read as they are: the wire format without a single check.
std::vector<Event> read_unchecked(std::string_view rest) {
    std::vector<Event> out;
    const auto take = [&](std::size_t size) {
        const auto bytes = rest.substr(0, size);
        rest.remove_prefix(bytes.size());
        return bytes;
    };
    const auto u32 = [&] {
        std::uint32_t value = 0;
        for (char c : take(4)) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    };
    take(u32());
    take(Signature::kSize);
    while (!rest.empty()) {
        const auto header = take(u32());
        const auto signature = Signature::from_bytes(as_bytes(take(Signature::kSize)));
        std::optional<std::string> body;
        if (const auto size = u32(); size != 0xFFFFFFFF) body = std::string(take(size));
        auto event = read_stored_event(std::string(header), *signature, std::move(body));
        if (event) out.push_back(std::move(*event));
    }
    return out;
}

}  // namespace

Result<Bundle> read_bundle(std::string_view bytes, Plant plant) {
    auto bundle = decode_bundle(bytes);
    if (bundle && plant == Plant::signature_unchecked) bundle->events = read_unchecked(bytes);
    return bundle;
}

PlantedAuthority::PlantedAuthority(const EventId& team, std::span<const Event> events,
                                   const Roster::FindLink& find, Plant plant)
    : honest_(team, events, find), plant_(plant) {
    if (plant == Plant::none) return;
    if (plant == Plant::no_after) honest_ = RosterAuthority(team, without_after(events), find);
    without_cuts_ = RosterAuthority(team, all_but_cuts(events), find);
    for (const auto& event : events)
        if (is_cut(event) && honest_.standing(event) == Standing::live)
            if (const auto key = ReplicaKey::from_hex(event.content.own["cut"]["key"].string()))
                cut_at_.emplace(*key, event.at.t);
}

Standing PlantedAuthority::standing(const Event& event) const {
    if (plant_ == Plant::no_cut) return without_cuts_.standing(event);
    if (plant_ == Plant::cut_by_date || plant_ == Plant::cut_by_seq) {
        const auto* key = honest_.roster().find(event.rep);
        if (key == nullptr || key->cuts.empty()) return honest_.standing(event);
        const bool before = plant_ == Plant::cut_by_seq ? event.at.seq <= key->cuts.front().seq
                                                        : event.at.t <= cut_at_.at(event.rep);
        return before ? without_cuts_.standing(event) : Standing::voided;
    }
    if (plant_ == Plant::team_unchecked && event.kind() != "team.create") {
        auto ours = event;
        ours.at.team = honest_.team();
        return honest_.standing(ours);
    }
    return honest_.standing(event);
}

}  // namespace dsupport::sim
