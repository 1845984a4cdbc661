#include "lib/ticket/liveness.hh"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace dsupport {
namespace {

constexpr std::array<std::string_view, 7> kPermanent = {"team.create", "roster", "hello", "team.doc",
                                                        "handover",    "redact", "relay"};

bool earlier(const Event* a, const Event* b) {
    return std::tie(a->at.t, a->rep, a->id) < std::tie(b->at.t, b->rep, b->id);
}

using OpKey = std::pair<ReplicaKey, OpId>;

class Undoing {
  public:
    Undoing(const EventSet& events, const Authority& authority) : events_(events), authority_(authority) {
        for (std::size_t i = 0; i < events_.size(); ++i) {
            lives_.push_back({authority_.standing(events_[i]), {}});
            ops_[{events_[i].rep, events_[i].at.op}].push_back(i);
        }
    }

    /// An undo counts unless an undo that counts takes it back, so each is decided after those that name it.
    std::vector<Life> decide() {
        std::map<std::size_t, std::vector<std::size_t>> targets;
        std::vector<std::size_t> open_questions(events_.size(), 0);
        for (std::size_t i = 0; i < events_.size(); ++i)
            if (events_[i].kind() == "undo") targets[i] = targets_of(i);
        for (const auto& [undo, list] : targets)
            for (auto t : list) ++open_questions[t];
        std::vector<std::size_t> ready;
        for (const auto& [undo, list] : targets)
            if (open_questions[undo] == 0) ready.push_back(undo);
        while (!ready.empty()) {
            const auto undo = ready.back();
            ready.pop_back();
            const bool acts = lives_[undo].counts();
            for (auto target : targets[undo]) {
                auto& life = lives_[target];
                if (acts)
                    life.undone_by = std::min(life.undone_by.value_or(events_[undo].id), events_[undo].id);
                if (--open_questions[target] == 0 && targets.contains(target)) ready.push_back(target);
            }
        }
        return std::move(lives_);
    }

  private:
    const EventSet& events_;
    const Authority& authority_;
    std::vector<Life> lives_;
    std::map<OpKey, std::vector<std::size_t>> ops_;

    std::vector<std::size_t> targets_of(std::size_t undo) const {
        std::vector<std::size_t> out;
        const auto last = undo_target(events_[undo]);
        const auto at = last ? events_.find(*last) : std::nullopt;
        if (!at) return out;
        const auto& named = events_[*at];
        bool only_links = true;
        for (auto i : ops_.at({named.rep, named.at.op})) {
            if (events_[i].at.seq > named.at.seq || i == undo) continue;
            if (events_[i].kind() != "link") only_links = false;
            if (can_be_undone(events_[i].kind())) out.push_back(i);
        }
        const auto& by = events_[undo].rep;
        const auto person = authority_.person(by);
        const bool same = by == named.rep || (!person.empty() && person == authority_.person(named.rep));
        const bool allowed = only_links || same || authority_.acts_as_lead(events_[undo]);
        if (!allowed) out.clear();
        return out;
    }
};

}  // namespace

EventSet::EventSet(std::span<const Event> events) {
    for (const auto& event : events) events_.push_back(&event);
    std::ranges::sort(events_, earlier);
    const auto same = [](const Event* a, const Event* b) { return a->id == b->id; };
    events_.erase(std::unique(events_.begin(), events_.end(), same), events_.end());
    for (std::size_t i = 0; i < events_.size(); ++i) index_.emplace(events_[i]->id, i);
}

std::optional<std::size_t> EventSet::find(const EventId& id) const {
    const auto it = index_.find(id);
    if (it == index_.end()) return std::nullopt;
    return it->second;
}

std::vector<Life> find_lives(const EventSet& events, const Authority& authority) {
    return Undoing(events, authority).decide();
}

std::optional<EventId> undo_target(const Event& event) {
    if (event.kind() != "undo") return std::nullopt;
    return EventId::from_hex(event.content.own["last"].string());
}

std::optional<EventId> named_event(const Event& event) {
    if (event.kind() == "redact") return EventId::from_hex(event.content.own["event"].string());
    return undo_target(event);
}

bool can_be_redacted(std::string_view kind) {
    return kind == "relay" || is_ticket_kind(kind);
}

bool can_be_undone(std::string_view kind) {
    return std::ranges::find(kPermanent, kind) == kPermanent.end();
}

}  // namespace dsupport
