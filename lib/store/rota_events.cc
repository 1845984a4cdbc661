#include "lib/store/rota_events.hh"

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

}  // namespace

std::vector<RotaEvent> load_exceptions(EventTable& events, const Authority& authority) {
    auto all = events.of_rota(EventTable::RotaPart::exceptions);
    const auto own = all.size();
    events.add_undos(all);
    const EventSet set(all);
    const auto lives = find_lives(set, authority);
    std::vector<RotaEvent> out;
    for (std::size_t i = 0; i < own; ++i)
        out.push_back(rota_event(all[i], authority, lives[*set.find(all[i].id)].counts()));
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

}  // namespace dsupport
