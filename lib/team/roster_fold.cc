#include "lib/team/roster_fold.hh"

#include <algorithm>
#include <tuple>

namespace dsupport {

RosterFold::RosterFold(const EventId& team, std::vector<RosterEvent> events, const Roster::FindLink& find)
    : team_(team), events_(std::move(events)), find_(find) {
    std::ranges::sort(events_, {}, [](const RosterEvent& e) { return std::tie(e.rseq, e.link.id); });
    const auto same = [](const RosterEvent& a, const RosterEvent& b) { return a.link.id == b.link.id; };
    events_.erase(std::unique(events_.begin(), events_.end(), same), events_.end());
}

Roster RosterFold::run() {
    const bool started = start();
    auto first = events_.cbegin();
    for (bool goes_on = started; first != events_.cend();) {
        const auto rseq = first->rseq;
        const auto last =
            std::find_if(first, events_.cend(), [&](const RosterEvent& e) { return e.rseq != rseq; });
        const bool next = goes_on && rseq == roster_.last_rseq_ + 1;
        if (rseq > roster_.last_rseq_) goes_on = next && step(first, last);
        // Those the step did not judge; the order makes sure that what they name has been judged.
        for (; first != last; ++first)
            if (!roster_.judgements_.contains(first->link.id)) set_aside(*first);
    }
    return std::move(roster_);
}

bool RosterFold::start() {
    for (const auto& event : events_) {
        if (!std::holds_alternative<TeamCreate>(event.action)) continue;
        if (event.link.id != team_) {
            judge(event, Standing::voided, "starts another team");
            continue;
        }
        judge(event, Standing::live);
        roster_.founder_ = roster_.admin_ = event.link.author;
        roster_.keys_[event.link.author].enrolled = true;
        roster_.keys_[event.link.author].right = Right::admin;
        roster_.raise(event.link.author, Right::lead, 0);
    }
    return roster_.founder_.has_value();
}

bool RosterFold::step(Place first, Place last) {
    std::vector<const RosterEvent*> own, recovery;
    bool hidden = false;
    for (auto it = first; it != last; ++it) {
        if (it->rprev != roster_.last_id_ || std::holds_alternative<TeamCreate>(it->action)) continue;
        const auto standing = may_write(it->link);
        if (standing == Standing::voided) {
            judge(*it, standing, "its key may not write the roster");
        } else {
            hidden = hidden || standing == Standing::held;
            (it->link.author == roster_.recovery_ ? recovery : own).push_back(&*it);
        }
    }
    const RosterEvent* chosen = nullptr;
    if (!recovery.empty()) {
        // Its holder may think again: the later word of the recovery key stands.
        chosen = *std::ranges::max_element(
            recovery, {}, [](const RosterEvent* e) { return std::tie(e->link.seq, e->link.id); });
    } else if (own.size() == 1 && !hidden) {
        chosen = own.front();
    } else {
        if (own.size() > 1) roster_.conflict_ = first->rseq;
        for (const auto* event : own)
            judge(*event, Standing::held,
                  own.size() > 1 ? "another stands at its place: the recovery key must choose"
                                 : "a gap hides whether its key was cut before it");
        return false;
    }
    for (const auto* list : {&own, &recovery})
        for (const auto* event : *list)
            if (event != chosen)
                judge(*event, Standing::voided, "the recovery key chose another in its place");
    apply(*chosen);
    return true;
}

Standing RosterFold::may_write(const ChainLink& link) const {
    if (link.author == roster_.recovery_) return Standing::live;
    return link.author == roster_.admin_ ? roster_.not_cut(link) : Standing::voided;
}

void RosterFold::set_aside(const RosterEvent& event) {
    if (event.rseq < 1 || (event.rseq == 1) != event.rprev.zero())
        return judge(event, Standing::voided, "has no place in the roster's chain");
    const auto* base = roster_.judgement(event.rprev);
    if (!base) return judge(event, Standing::held, "the roster event before it is missing");
    if (base->standing == Standing::held)
        return judge(event, Standing::held, "waits with the roster event before it");
    // Had its place fitted a base that counts, a step would have judged it.
    judge(event, Standing::voided,
          base->standing == Standing::live ? "names the wrong roster event as the one before it"
                                           : "built upon a roster event that does not count");
}

void RosterFold::judge(const RosterEvent& event, Standing standing, std::string why) {
    roster_.judgements_.insert_or_assign(event.link.id, RosterJudgement{standing, std::move(why)});
}

void RosterFold::apply(const RosterEvent& event) {
    judge(event, Standing::live);
    roster_.last_rseq_ = event.rseq;
    roster_.last_id_ = event.link.id;
    std::visit([this](const auto& action) { apply_action(action); }, event.action);
}

void RosterFold::apply_action(const Grant& grant) {
    auto& key = roster_.keys_[grant.key];
    key.person = grant.person;
    const auto right = std::min(grant.right, Right::lead);
    key.right = std::max(key.right, right);
    key.enrolled = true;
    roster_.raise(grant.key, right, grant.after);
}

void RosterFold::apply_action(const Cut& cut) {
    auto& key = roster_.keys_[cut.key];
    key.cuts.push_back(cut.last);
    key.cut_reasons.push_back(cut.reason);
    roster_.cuts_[cut.key].push_back(Roster::walk(cut.key, cut.last, find_));
}

void RosterFold::apply_action(const AdminHandover& handover) {
    const auto former = *roster_.admin_;
    roster_.keys_[former].right = Right::lead;
    roster_.ended_terms_[former].push_back(
        {roster_.admin_after_, Roster::walk(former, handover.last, find_)});
    roster_.admin_ = handover.key;
    roster_.admin_after_ = handover.after;
    roster_.raise(handover.key, Right::member, 0);
    roster_.raise(handover.key, Right::lead, handover.after);
    roster_.keys_[handover.key].enrolled = true;
    roster_.keys_[handover.key].right = Right::admin;
}

void RosterFold::apply_action(const RecoveryKey& recovery) {
    roster_.recovery_ = recovery.key;
}

}  // namespace dsupport
