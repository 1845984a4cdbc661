#include "lib/rota/claims.hh"

#include <algorithm>
#include <set>

namespace dsupport {
namespace {

/// A piece with the instants it means now.
struct Reach {
    Instant from, to;
    const Piece* piece;
    const Cover* cover;
};

class Precedence {
  public:
    explicit Precedence(const std::vector<Cover>& covers) {
        for (const auto& cover : covers) by_id_.emplace(cover.made.id, &cover);
    }

    /// Whether `other` can be reached from `cover` through what each replaced.
    bool beats(const Cover& cover, const Cover& other) {
        auto it = below_.find(&cover);
        if (it == below_.end()) it = below_.emplace(&cover, reached_from(cover)).first;
        return it->second.contains(other.made.id);
    }

  private:
    std::set<EventId> reached_from(const Cover& cover) const {
        std::set<EventId> seen;
        std::vector<EventId> todo = cover.beats;
        while (!todo.empty()) {
            const auto id = todo.back();
            todo.pop_back();
            if (!seen.insert(id).second) continue;
            if (const auto it = by_id_.find(id); it != by_id_.end())
                todo.insert(todo.end(), it->second->beats.begin(), it->second->beats.end());
        }
        return seen;
    }

    std::map<EventId, const Cover*> by_id_;
    std::map<const Cover*, std::set<EventId>> below_;
};

/// The claim of the strongest of the pieces that overlap in this span.
Claim settle(const std::vector<const Reach*>& active, Instant from, Instant to, Precedence& precedence) {
    std::vector<const Reach*> standing;
    for (const auto* reach : active) {
        const bool beaten = std::ranges::any_of(
            active, [&](const Reach* other) { return precedence.beats(*other->cover, *reach->cover); });
        if (!beaten) standing.push_back(reach);
    }
    // Of two pieces of one cover that overlap, the one it names first.
    const auto weaker = [](const Reach* a, const Reach* b) {
        return a->cover == b->cover ? a->piece > b->piece : a->cover->made < b->cover->made;
    };
    const auto* shown = *std::ranges::max_element(standing, weaker);
    Claim out{from, to, shown->piece, shown->cover, {}};
    for (const auto* reach : standing)
        if (reach->cover != shown->cover && std::ranges::find(out.rivals, reach->cover) == out.rivals.end())
            out.rivals.push_back(reach->cover);
    return out;
}

std::vector<Claim> settle_seat(std::vector<Reach> reaches, Precedence& precedence) {
    std::ranges::stable_sort(reaches, {}, &Reach::from);
    std::set<Instant> edges;
    for (const auto& reach : reaches) edges.insert({reach.from, reach.to});
    std::vector<Claim> out;
    std::vector<const Reach*> active;
    auto next = reaches.begin();
    for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
        std::erase_if(active, [&](const Reach* r) { return r->to <= *edge; });
        for (; next != reaches.end() && next->from <= *edge; ++next) active.push_back(&*next);
        if (active.empty()) continue;
        auto claim = settle(active, *edge, *std::next(edge), precedence);
        if (!out.empty() && out.back().to == claim.from && out.back().piece == claim.piece &&
            out.back().rivals == claim.rivals)
            out.back().to = claim.to;
        else
            out.push_back(std::move(claim));
    }
    return out;
}

}  // namespace

Claims settle_claims(const std::vector<Cover>& covers, const TimeZones& zones) {
    std::map<SeatId, std::vector<Reach>> seats;
    for (const auto& cover : covers) {
        if (!cover.live) continue;
        for (const auto& piece : cover.pieces) {
            const Reach reach{zones.earliest(piece.from, piece.tz), zones.earliest(piece.to, piece.tz),
                              &piece, &cover};
            if (reach.from < reach.to) seats[piece.seat].push_back(reach);
        }
    }
    Precedence precedence(covers);
    Claims out;
    for (auto& [seat, reaches] : seats) out.emplace(seat, settle_seat(std::move(reaches), precedence));
    return out;
}

}  // namespace dsupport
