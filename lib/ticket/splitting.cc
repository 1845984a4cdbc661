#include "lib/ticket/splitting.hh"

#include <algorithm>
#include <iterator>

#include "lib/ticket/draft.hh"

namespace dsupport {
namespace {

void append(std::vector<EventContent>& out, const TicketId& ticket, std::vector<Placement> placements) {
    if (placements.empty()) return;
    EventContent event;
    event.kind = "set";
    event.ticket = ticket;
    event.placements = std::move(placements);
    auto events = fit_headers(std::move(event));
    out.insert(out.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
}

std::vector<const MailOnTicket*> with_descendants(const TicketState& from, const MailOnTicket& first) {
    std::vector<const MailOnTicket*> out = {&first};
    std::set<MailKey> seen = {first.mail->key};
    for (std::size_t i = 0; i < out.size(); ++i)
        for (const auto& on : from.mails)
            if (on.home.speaks && on.home.parent == out[i]->mail->key && seen.insert(on.mail->key).second)
                out.push_back(&on);
    return out;
}

/// Whether a placement somewhere in its thread would move it.
bool follows_its_thread(const Home& home) {
    return home.rule == HomeRule::thread_placed || home.rule == HomeRule::subject_tag ||
           home.rule == HomeRule::root;
}

}  // namespace

std::vector<EventContent> split_events(const State& state, const TicketState& from,
                                       const MailOnTicket& first) {
    std::vector<EventContent> out;
    std::set<MailKey> moved;
    std::vector<Placement> moves;
    for (const auto* on : with_descendants(from, first)) {
        moved.insert(on->mail->key);
        Placement placement{on->full_ref(), {}};
        if (const auto it = state.placements.find(on->mail->key); it != state.placements.end())
            for (const auto& [event, ticket] : it->second) placement.replaces.push_back(event);
        moves.push_back(std::move(placement));
    }
    for (const auto& [id, ticket] : state.tickets) {
        std::vector<Placement> stays;
        for (const auto* on : unplaced_mails(state, ticket)) {
            const bool same_thread = on->home.topmost == first.home.topmost && follows_its_thread(on->home);
            if ((id == from.id || same_thread) && !moved.contains(on->mail->key))
                stays.push_back({on->full_ref(), {}});
        }
        append(out, id, std::move(stays));
    }
    append(out, ticket_of_root(own_id(*first.mail)), std::move(moves));
    return out;
}

}  // namespace dsupport
