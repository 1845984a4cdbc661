// The commands of this machine, put together again from the events they wrote.
#include <algorithm>

#include "lib/store/store.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {

Result<std::vector<OpSummary>> Store::my_ops(std::size_t limit) {
    return guarded(paths_.database(), [&]() -> Result<std::vector<OpSummary>> {
        std::vector<OpSummary> out;
        const auto mine = me();
        if (!mine) return out;
        std::vector<Event> events;
        {
            auto& q = db_->query("SELECT header, signature, body FROM event WHERE rep = ? ORDER BY seq");
            bind_blob(q, 1, mine->view());
            while (q.executeStep()) {
                auto event = read_stored_event(blob_text(q, 0), blob_id<Signature>(q, 1), std::nullopt);
                if (event) events.push_back(std::move(*event));
            }
        }
        const EventSet set(events);
        const auto lives = find_lives(set, *team().authority);
        std::map<OpId, std::size_t> places;
        for (const auto& event : events) {
            if (!can_be_undone(event.kind())) continue;
            const auto [it, fresh] = places.try_emplace(event.at.op, out.size());
            if (fresh) out.push_back({event.at.op, event.id, event.at.t, {}, {}, false, false, {}});
            auto& op = out[it->second];
            op.last = event.id;
            op.at = event.at.t;
            op.events.push_back(event);
            for (auto& id : events_->tickets_of(event.id))
                if (std::ranges::find(op.tickets, id) == op.tickets.end())
                    op.tickets.push_back(std::move(id));
            op.undone = lives[*set.find(event.id)].undone_by.has_value();
            op.is_undo = event.kind() == "undo";
            op.undo_of = undo_target(event);
        }
        std::ranges::reverse(out);
        if (out.size() > limit) out.resize(limit);
        return out;
    });
}

}  // namespace dsupport
