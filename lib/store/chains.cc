#include "lib/store/chains.hh"

namespace dsupport {

const std::map<ReplicaKey, Chains::Chain>& Chains::all() {
    std::vector<ReplicaKey> grown;
    {
        // At first the index tells the keys, later the few new rows do.
        auto& q = db_.query(followed_ == 0 ? "SELECT DISTINCT rep FROM event WHERE ? = 0"
                                           : "SELECT DISTINCT rep FROM event WHERE n > ?");
        q.bind(1, followed_);
        while (q.executeStep()) grown.push_back(blob_id<ReplicaKey>(q, 0));
    }
    for (const auto& rep : grown) chains_[rep] = follow(rep);
    auto& q = db_.query("SELECT ifnull(max(n), 0) FROM event");
    q.executeStep();
    followed_ = q.getColumn(0).getInt64();
    return chains_;
}

Chains::Chain Chains::follow(const ReplicaKey& rep) {
    Chain out;
    auto& q = db_.query("SELECT seq, id, prev FROM event WHERE rep = ? ORDER BY seq, id");
    bind_blob(q, 1, rep.view());
    std::int64_t seq = 0;
    // The events at the last number and at the one before it, each with whether its chain is whole.
    std::map<EventId, bool> here, before;
    std::set<EventId> tips;
    const auto missing = [&](std::int64_t first, std::int64_t last) {
        if (out.holes.empty() || out.holes.back().second < first) out.holes.emplace_back(first, last);
    };
    while (q.executeStep()) {
        const auto n = q.getColumn(0).getInt64();
        const auto id = blob_id<EventId>(q, 1);
        if (n != seq) {
            before = n == seq + 1 ? std::move(here) : std::map<EventId, bool>();
            here.clear();
            if (n > seq + 1) missing(seq + 1, n - 1);
            seq = n;
        }
        bool whole = n == 1;
        if (n > 1) {
            const auto previous = blob_id<EventId>(q, 2);
            const auto found = before.find(previous);
            // A fork may have the number, but not the event that this one was built upon.
            if (found == before.end()) missing(n - 1, n - 1);
            whole = found != before.end() && found->second;
            if (whole) tips.erase(previous);
        }
        here[id] = whole;
        if (!whole) continue;
        tips.insert(id);
        // Rows come by number, then id: the first at the highest number is the head.
        if (n > out.head.seq) out.head = {n, id, {}};
    }
    tips.erase(out.head.id);
    out.head.branches.assign(tips.begin(), tips.end());
    return out;
}

std::map<ReplicaKey, ChainHead> Chains::heads() {
    std::map<ReplicaKey, ChainHead> out;
    for (const auto& [rep, chain] : all())
        if (chain.head.seq > 0) out[rep] = chain.head;
    return out;
}

std::map<ReplicaKey, std::vector<SeqRange>> Chains::holes() {
    std::map<ReplicaKey, std::vector<SeqRange>> out;
    for (const auto& [rep, chain] : all())
        if (!chain.holes.empty()) out[rep] = chain.holes;
    return out;
}

}  // namespace dsupport
