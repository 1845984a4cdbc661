#include "tests/sim/forger.hh"

#include "lib/ticket/bundle.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport::sim {

Forger::Forger(const Replica& own, Dice dice) : own_(own), dice_(dice), end_(own.end()) {
    for (const auto& event : own.events())
        if (event.rep == own.key().id()) chain_.push_back(event);
}

EventContent Forger::content() {
    const auto& victim = dice_.pick(own_.events());
    const auto on = victim.ticket().empty() ? test::ticket("nowhere") : victim.ticket();
    switch (dice_.below(6)) {
        case 0:
            return test::undo(victim);
        case 1:
            return test::link(on, test::ticket("elsewhere"), "merged");
        case 2:
            return test::text("note", on, "I was never here.");
        case 3: {
            auto out = test::content("roster");
            out.own = Json::object(
                {{"rseq", static_cast<int>(dice_.below(6)) + 1},
                 {"rprev", victim.id.hex()},
                 {"grant",
                  Json::object({{"key", own_.key().id().hex()}, {"person", "ada"}, {"role", "lead"}})}});
            return out;
        }
        default: {
            auto out = test::set(on, field::kAssignee, "eve");
            if (!victim.content.writes.empty()) {
                out.writes.front().field = victim.content.writes.front().field;
                out.writes.front().replaces = {victim.id};
                if (out.writes.front().field == field::kStatus)
                    out.writes.front().value = Status{StatusKind::closed, {}, {}, "spam", {}}.json();
                if (out.writes.front().field == field::kLevel) out.writes.front().value = "technical";
                if (out.writes.front().field == field::kUrgency) out.writes.front().value = "low";
            }
            out.tags.push_back({"forged", true, {}});
            return out;
        }
    }
}

Event Forger::seal_at(EventPlace place) {
    place.team = own_.team();
    place.op = dice_.id<OpId>();
    return test::unwrap(seal(content(), place, own_.key()));
}

Event Forger::in_the_name_of_another(Instant now) {
    const auto& victim = dice_.pick(own_.events());
    auto event = seal_at({{}, victim.at.seq + 1, victim.id, now, {}});
    const auto mine = own_.key().id().hex();
    for (auto at = event.header.find(mine); at != std::string::npos;
         at = event.header.find(mine, at + mine.size()))
        event.header.replace(at, mine.size(), victim.rep.hex());
    return test::unwrap(read_stored_event(event.header, event.signature, event.content.body));
}

std::string Forger::next(Instant now) {
    const auto back_dated = chain_.empty() ? now + -kDay : chain_.front().at.t + 1;
    std::vector<Event> events;
    const auto way = dice_.below(3);
    if (way == 0 || chain_.size() < 2) {
        auto place = end_;
        place.seq += 1;
        place.t = dice_.chance(50) ? back_dated : now;
        events.push_back(seal_at(place));
        end_ = events.back().at;
        end_.previous = events.back().id;
    } else if (way == 1) {
        const auto& base = chain_[dice_.below(chain_.size() - 1)];
        events.push_back(
            seal_at({{}, base.at.seq + 1, base.id, dice_.chance(50) ? back_dated : base.at.t + 1, {}}));
    } else {
        events.push_back(in_the_name_of_another(now));
    }
    const std::string text = "You know me.\n\n";
    BundleHeader header;
    header.from = own_.key().id();
    header.text = text_hash(text);
    header.heads[header.from] = {1000, dice_.id<EventId>()};
    header.need[header.from] = {{1, 1000}};
    return text + armour(encode_bundle(header, events, own_.key()));
}

}  // namespace dsupport::sim
