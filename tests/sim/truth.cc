#include "tests/sim/truth.hh"

#include <algorithm>

#include "lib/ticket/status.hh"

namespace dsupport::sim {
namespace {

const FieldWrite* write_of(const Event& event, const TicketId& ticket, const std::string& field) {
    if (event.ticket() != ticket) return nullptr;
    const auto it = std::ranges::find(event.content.writes, field, &FieldWrite::field);
    return it == event.content.writes.end() ? nullptr : &*it;
}

}  // namespace

void Truth::admit(const ReplicaKey& key, PersonId person, bool is_lead) {
    people_[key] = std::move(person);
    if (is_lead) raise(key, 0);
}

void Truth::wrote(const Event& event, Replica& author) {
    honest_.insert(event.id);
    previous_[event.id] = event.at.previous;
    if (event.content.writes.empty()) return;
    auto& knew = knew_[event.id];
    for (const auto& other : author.events())
        if (other.id != event.id && !other.content.writes.empty() &&
            author.authority().standing(other) == Standing::live)
            knew.insert(other.id);
}

void Truth::cut(const ReplicaKey& key, EventId last) {
    auto& counts = counts_of_cut_[key];
    while (!last.zero() && counts.insert(last).second) last = previous_[last];
}

bool Truth::acts_as_lead(const Event& event) const {
    const auto it = leads_after_.find(event.rep);
    return it != leads_after_.end() && event.at.seq > it->second;
}

Standing Truth::standing(const Event& event) const {
    if (!honest_.contains(event.id)) return Standing::voided;
    if (event.kind() == "redact" && !acts_as_lead(event)) return Standing::voided;
    const auto cut = counts_of_cut_.find(event.rep);
    return cut == counts_of_cut_.end() || cut->second.contains(event.id) ? Standing::live : Standing::voided;
}

PersonId Truth::person(const ReplicaKey& key) const {
    const auto it = people_.find(key);
    return it == people_.end() ? PersonId{} : it->second;
}

std::set<EventId> Truth::standing_writes(const std::vector<Event>& all, const TicketId& ticket,
                                         const std::string& field) const {
    const EventSet events(all);
    const auto lives = find_lives(events, *this);
    std::map<EventId, std::set<EventId>> saw;
    std::set<EventId> live;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto* write = write_of(events[i], ticket, field);
        if (write == nullptr) continue;
        auto& seen = saw[events[i].id];
        // Whoever is not honest is taken at their word: it is all that others have.
        if (const auto knew = knew_.find(events[i].id); knew != knew_.end())
            seen = knew->second;
        else
            seen.insert(write->replaces.begin(), write->replaces.end());
        if (lives[i].counts() && readable_value(field, write->value)) live.insert(events[i].id);
    }
    auto out = live;
    for (const auto& from : live) {
        std::vector<EventId> todo = {from};
        std::set<EventId> done;
        while (!todo.empty()) {
            const auto it = saw.find(todo.back());
            todo.pop_back();
            if (it == saw.end()) continue;
            for (const auto& id : it->second)
                if (done.insert(id).second) todo.push_back(id);
        }
        for (const auto& id : done) out.erase(id);
    }
    return out;
}

}  // namespace dsupport::sim
