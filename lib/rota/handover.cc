#include "lib/rota/handover.hh"

#include <algorithm>
#include <set>

#include "lib/rota/timeline.hh"

namespace dsupport {
namespace {

std::optional<Handover> read_handover(const RotaEvent& event) {
    const auto role = parse_role(event.own["role"].string());
    if (event.kind != "handover" || !event.counts || !role || !event.own["seat"].is_int() ||
        !event.own["start"].is_int())
        return std::nullopt;
    Handover out{event.made,
                 {*role, event.own["seat"].integer()},
                 {event.own["start"].integer()},
                 {event.own["who"].string()},
                 event.own["cause"].string(),
                 event.own["doc"].string(),
                 event.own["tzdata"].string(),
                 {},
                 event.own["says"].string(),
                 event.body};
    for (const auto& id : event.own["p"].items())
        if (const auto read = EventId::from_hex(id.string())) out.replaces.push_back(*read);
    return out;
}

/// Of several: the one that replaces the others, else the first.
Record settle(std::vector<Handover> group) {
    std::ranges::sort(group, {}, &Handover::made);
    Record out;
    std::set<EventId> replaced;
    std::vector<Handover> standing;
    for (const auto& one : group)
        if (one.says != "note") replaced.insert(one.replaces.begin(), one.replaces.end());
    for (auto& one : group) {
        if (one.says == "note")
            out.notes.push_back(std::move(one));
        else if (!replaced.contains(one.made.id))
            standing.push_back(std::move(one));
    }
    if (standing.empty()) return out;
    out.disputed =
        std::ranges::any_of(standing, [&](const Handover& one) { return one.who != standing.front().who; });
    out.accepted = std::ranges::any_of(standing, [](const Handover& one) { return one.says == "accept"; });
    out.shown = std::move(standing.front());
    return out;
}

/// The shifts of one seat in which the person changes, from `from` on.
std::vector<Seat> changes(const Rota& rota, const SeatId& id, Instant from, Instant now) {
    std::vector<Seat> out;
    for (const auto& seat : shifts(rota, from, now + 1))
        if (seat.id == id && (out.empty() || out.back().person != seat.person)) out.push_back(seat);
    return out;
}

Handover handover_of(const Seat& seat) {
    Handover out;
    out.seat = seat.id;
    out.start = seat.since;
    out.who = seat.person;
    out.cause = reason_name(seat.reason);
    return out;
}

}  // namespace

Records::Records(std::span<const RotaEvent> events) {
    std::map<std::pair<SeatId, Instant>, std::vector<Handover>> groups;
    for (const auto& event : events)
        if (auto read = read_handover(event)) groups[{read->seat, read->start}].push_back(std::move(*read));
    for (auto& [key, group] : groups) {
        auto record = settle(std::move(group));
        // Words alone do not say that anybody came.
        if (!record.shown.made.id.zero()) records_[key.first].emplace(key.second, std::move(record));
    }
}

const Record* Records::at(const SeatId& seat, Instant t) const {
    const auto it = records_.find(seat);
    if (it == records_.end()) return nullptr;
    const auto after = it->second.upper_bound(t);
    return after == it->second.begin() ? nullptr : &std::prev(after)->second;
}

const Record* Records::latest(const SeatId& seat) const {
    return at(seat, kRotaHorizon);
}

std::optional<Instant> Records::newest() const {
    std::optional<Instant> out;
    for (const auto& [seat, list] : records_)
        if (!out || list.rbegin()->first > *out) out = list.rbegin()->first;
    return out;
}

Json handover_members(const Handover& handover) {
    Json replaces = Json::array();
    for (const auto& id : handover.replaces) replaces.push(id.hex());
    auto out = Json::object({{"role", role_name(handover.seat.role)},
                             {"seat", handover.seat.number},
                             {"start", handover.start.ms},
                             {"who", handover.who.value},
                             {"cause", handover.cause},
                             {"doc", handover.doc},
                             {"tzdata", handover.tzdata},
                             {"p", std::move(replaces)}});
    if (!handover.says.empty()) out.set("says", handover.says);
    return out;
}

std::vector<Handover> missing_handovers(const Rota& rota, const Records& records, Instant now) {
    std::vector<Handover> out;
    for (const auto& seat : rota.at(now).seats) {
        const auto* last = records.latest(seat.id);
        if (!last) {
            // Back to where this person came to the seat, over as many turns as that may be, within a year.
            out.push_back(handover_of(changes(rota, seat.id, now + -366 * kDay, now).back()));
            continue;
        }
        auto holder = last->shown.who;
        for (const auto& change : changes(rota, seat.id, last->shown.start, now)) {
            if (change.since <= last->shown.start || change.since > now || change.person == holder) continue;
            holder = change.person;
            out.push_back(handover_of(change));
        }
        // What arrived late may have changed who should have come before the record: from now on it holds.
        if (holder != seat.person) {
            out.push_back(handover_of(seat));
            out.back().start = now;
        }
    }
    std::ranges::stable_sort(out, {}, &Handover::start);
    return out;
}

Past past_holder(const Rota& rota, const Records& records, const Seat& seat, Instant t) {
    const auto* record = records.at(seat.id, t);
    if (!record) return {seat.person, false};
    for (const auto& change : changes(rota, seat.id, record->shown.start, t))
        if (change.since > record->shown.start) return {seat.person, false};
    return {record->shown.who, true};
}

}  // namespace dsupport
