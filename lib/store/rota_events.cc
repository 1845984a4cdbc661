#include "lib/store/rota_events.hh"

#include <algorithm>
#include <map>
#include <set>

#include "lib/store/store.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

RotaEvent rota_event(const Event& event, const Authority& authority, bool counts) {
    return {{event.id, event.rep, event.at.t, authority.person(event.rep)},
            event.kind(),
            event.content.own,
            event.content.body.value_or(""),
            counts,
            authority.acts_as_lead(event)};
}

bool is_exception(const Event& event) {
    return event.kind() == "cover" || event.kind() == "cancel" || event.kind() == "away";
}

/// The exceptions among events that say enough about undoing.
std::vector<RotaEvent> exceptions_among(std::span<const Event> events, const Authority& authority) {
    const EventSet set(events);
    const auto lives = find_lives(set, authority);
    std::vector<RotaEvent> out;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (is_exception(set[i])) out.push_back(rota_event(set[i], authority, lives[i].counts()));
    return out;
}

bool changes_rules(const Event& event) {
    const auto& section = event.content.own["section"].string();
    return event.kind() == "roster" ||
           (event.kind() == "team.doc" && (section == "rota" || section == "people"));
}

/// The events that a log had at `t` are a part of all that it has now, of which nobody knows when they came:
/// those written until then.
std::span<const Event> until(const std::vector<Event>& sorted, Instant t) {
    const auto end = std::ranges::upper_bound(sorted, t, {}, [](const Event& event) { return event.at.t; });
    return {sorted.data(), static_cast<std::size_t>(end - sorted.begin())};
}

}  // namespace

std::vector<RotaEvent> load_exceptions(EventTable& events, const Authority& authority) {
    auto all = events.of_rota(EventTable::RotaPart::exceptions);
    events.add_undos(all);
    return exceptions_among(all, authority);
}

RotaHistory load_rota_history(EventTable& events, const TeamState& now, Instant from) {
    RotaHistory out;
    out.team = now.id.value_or(EventId{});
    auto exceptions = events.of_rota(EventTable::RotaPart::exceptions), documents = events.of_team();
    events.add_undos(exceptions);
    std::map<OpId, Instant> commands;  // each with its last event: nobody ever saw the half of one
    for (auto* list : {&exceptions, &documents}) {
        std::ranges::sort(*list, {}, [](const Event& event) { return event.at.t; });
        for (const auto& event : *list) {
            const bool sweeps = changes_rules(event) || event.kind() == "undo";
            if (sweeps) out.sweeping.push_back(event.at.t);
            if ((sweeps || is_exception(event)) && event.at.t > from)
                commands[event.at.op] = std::max(commands[event.at.op], event.at.t);
        }
    }
    std::set<Instant> moments = {from};
    for (const auto& [op, t] : commands) moments.insert(t);
    for (const auto t : moments)
        out.states.push_back({read_team(shown_sections(fold_team(until(documents, t), *now.authority))),
                              fold_exceptions(exceptions_among(until(exceptions, t), *now.authority))});
    return out;
}

std::vector<RotaEvent> load_handovers(EventTable& events, const Authority& authority) {
    std::vector<RotaEvent> out;
    for (const auto& event : events.of_rota(EventTable::RotaPart::handovers))
        out.push_back(rota_event(event, authority, authority.standing(event) == Standing::live));
    return out;
}

Result<std::vector<RotaEvent>> Store::rota_exceptions() {
    return guarded(paths_.database(), [&]() -> Result<std::vector<RotaEvent>> {
        return load_exceptions(*events_, *team().authority);
    });
}

Result<std::vector<RotaEvent>> Store::rota_handovers() {
    return guarded(paths_.database(), [&]() -> Result<std::vector<RotaEvent>> {
        return load_handovers(*events_, *team().authority);
    });
}

Result<RotaHistory> Store::rota_history(Instant from) {
    return guarded(paths_.database(),
                   [&]() -> Result<RotaHistory> { return load_rota_history(*events_, team(), from); });
}

}  // namespace dsupport
