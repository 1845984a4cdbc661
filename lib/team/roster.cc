#include "lib/team/roster.hh"

#include <algorithm>
#include <limits>
#include <set>

#include "lib/team/roster_fold.hh"

namespace dsupport {
namespace {

/// Both must allow it.
Standing both(Standing a, Standing b) {
    return std::max(a, b);
}
/// One of the two is enough.
Standing either(Standing a, Standing b) {
    return std::min(a, b);
}
static_assert(Standing::live < Standing::held && Standing::held < Standing::voided);

}  // namespace

Roster Roster::fold(const EventId& team, std::vector<RosterEvent> events, const FindLink& find) {
    return RosterFold(team, std::move(events), find).run();
}

Standing Roster::standing(const ChainLink& event, Right needed) const {
    const auto* key = find(event.author);
    const auto uncut = not_cut(event);
    if (!key || !key->enrolled) return both(uncut, Standing::held);
    if (needed == Right::admin) return both(uncut, admins(event));
    const bool has_right = event.seq > rights_after_.at(event.author).at(static_cast<std::size_t>(needed));
    return has_right ? uncut : Standing::voided;
}

const RosterJudgement* Roster::judgement(const EventId& id) const {
    const auto it = judgements_.find(id);
    return it == judgements_.end() ? nullptr : &it->second;
}

const Enrolment* Roster::find(const ReplicaKey& key) const {
    const auto it = keys_.find(key);
    return it == keys_.end() ? nullptr : &it->second;
}

PersonId Roster::person(const ReplicaKey& key) const {
    const auto* found = find(key);
    return found ? found->person : PersonId{};
}

std::vector<ReplicaKey> Roster::changed_since(const Roster& before) const {
    std::set<ReplicaKey> known;
    for (const auto* roster : {this, &before})
        for (const auto& [key, enrolment] : roster->keys_) known.insert(key);
    const auto same = [](const auto& a, const auto& b, const ReplicaKey& key) {
        const auto x = a.find(key), y = b.find(key);
        return x == a.end() || y == b.end() ? (x == a.end()) == (y == b.end()) : x->second == y->second;
    };
    std::vector<ReplicaKey> out;
    for (const auto& key : known)
        if (!same(keys_, before.keys_, key) || !same(cuts_, before.cuts_, key) ||
            !same(ended_terms_, before.ended_terms_, key) ||
            !same(rights_after_, before.rights_after_, key) ||
            (admin_ == key && admin_after_ != before.admin_after_))
            out.push_back(key);
    return out;
}

bool Roster::active(const ReplicaKey& key) const {
    const auto* found = find(key);
    return found && found->enrolled && found->cuts.empty();
}

Standing Roster::not_cut(const ChainLink& event) const {
    auto out = Standing::live;
    if (const auto it = cuts_.find(event.author); it != cuts_.end())
        for (const auto& stretch : it->second) out = both(out, stretch.reaches(event));
    return out;
}

Standing Roster::admins(const ChainLink& event) const {
    if (admin_ == event.author && event.seq > admin_after_) return Standing::live;
    auto out = Standing::voided;
    if (const auto it = ended_terms_.find(event.author); it != ended_terms_.end())
        for (const auto& term : it->second)
            if (event.seq > term.after) out = either(out, term.until.reaches(event));
    return out;
}

void Roster::raise(const ReplicaKey& key, Right right, std::int64_t after) {
    constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
    auto& rights = rights_after_.try_emplace(key, std::array{kNever, kNever}).first->second;
    for (std::size_t i = 0; i < rights.size() && i <= static_cast<std::size_t>(right); ++i)
        rights.at(i) = std::min(rights.at(i), after);
}

Standing Roster::Stretch::reaches(const ChainLink& event) const {
    const auto size = static_cast<std::int64_t>(ids.size());
    if (event.seq > top) return Standing::voided;
    if (event.seq <= top - size) return gap ? Standing::held : Standing::voided;
    const auto& there = ids[static_cast<std::size_t>(top - event.seq)];
    return there == event.id ? Standing::live : Standing::voided;
}

Roster::Stretch Roster::walk(const ReplicaKey& key, const ChainPoint& last, const FindLink& find) {
    Stretch out;
    out.top = last.seq;
    auto id = last.id;
    for (auto seq = last.seq; seq >= 1; --seq) {
        out.ids.push_back(id);
        const auto link = find(id);
        if (!link) {
            out.gap = seq > 1;
            return out;
        }
        // A point that is not where it says it is leads nowhere.
        if (link->author != key || link->seq != seq) {
            out.ids.pop_back();
            out.top = seq == last.seq ? 0 : out.top;
            return out;
        }
        id = link->previous;
    }
    return out;
}

std::vector<ChainFork> find_forks(std::vector<ChainLink> links) {
    const auto place = [](const ChainLink& l) { return std::tie(l.author, l.seq); };
    std::ranges::sort(links, {}, [](const ChainLink& l) { return std::tie(l.author, l.seq, l.id); });
    const auto same = [](const ChainLink& a, const ChainLink& b) { return a.id == b.id; };
    links.erase(std::unique(links.begin(), links.end(), same), links.end());
    std::vector<ChainFork> out;
    for (auto it = links.begin(); it != links.end();) {
        const auto end =
            std::find_if(it, links.end(), [&](const ChainLink& l) { return place(l) != place(*it); });
        if (end - it > 1) {
            ChainFork fork{it->author, it->seq, {}};
            for (auto link = it; link != end; ++link) fork.ids.push_back(link->id);
            out.push_back(std::move(fork));
        }
        it = end;
    }
    return out;
}

Right right_for_section(std::string_view section) {
    if (section == "keeper") return Right::member;
    if (section == "rota" || section == "lines" || section == "templates") return Right::lead;
    return Right::admin;
}

}  // namespace dsupport
