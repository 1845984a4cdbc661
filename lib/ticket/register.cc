#include "lib/ticket/register.hh"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "lib/ticket/status.hh"

namespace dsupport {
namespace {

bool earlier(const FieldValue& a, const FieldValue& b) {
    return std::tie(a.t, a.rep, a.event) < std::tie(b.t, b.rep, b.event);
}

/// Marks what can be reached through `replaces` from any write that `starts` accepts, the starts not
/// included.
template <class Starts>
std::vector<bool> reachable(const std::vector<FieldValue>& writes,
                            const std::unordered_map<EventId, std::size_t>& index, Starts starts) {
    std::vector<bool> seen(writes.size(), false);
    std::vector<std::size_t> todo;
    const auto follow = [&](std::size_t from) {
        for (const auto& id : writes[from].replaces) {
            const auto it = index.find(id);
            if (it == index.end() || seen[it->second]) continue;
            seen[it->second] = true;
            todo.push_back(it->second);
        }
    };
    for (std::size_t i = 0; i < writes.size(); ++i)
        if (starts(writes[i])) follow(i);
    while (!todo.empty()) {
        const auto next = todo.back();
        todo.pop_back();
        follow(next);
    }
    return seen;
}

/// Doubles of one event become one write: the placements of a mail's variants are one each, but only one
/// event. Every write that one of them replaces is replaced. The writes are sorted.
void join_doubles(std::vector<FieldValue>& writes) {
    std::size_t kept = 0;
    for (std::size_t i = 1; i < writes.size(); ++i) {
        auto& last = writes[kept];
        if (writes[i].event != last.event) {
            if (++kept != i) writes[kept] = std::move(writes[i]);
            continue;
        }
        last.replaces.insert(last.replaces.end(), writes[i].replaces.begin(), writes[i].replaces.end());
    }
    if (!writes.empty()) writes.resize(kept + 1);
}

int openness_of(const FieldValue& write) {
    const auto status = Status::read(write.value);
    return status ? openness(status->kind) : 0;
}

}  // namespace

Register Register::build(std::vector<FieldValue> writes, bool by_openness) {
    Register out;
    std::ranges::sort(writes, earlier);
    join_doubles(writes);
    std::unordered_map<EventId, std::size_t> index;
    for (std::size_t i = 0; i < writes.size(); ++i) index.emplace(writes[i].event, i);

    const auto replaced = reachable(writes, index, [](const FieldValue& w) { return w.live; });
    const auto known = reachable(writes, index, [](const FieldValue& w) { return !w.held; });
    for (std::size_t i = 0; i < writes.size(); ++i) {
        if (writes[i].live && !replaced[i]) out.heads_.push_back(writes[i]);
        if (!writes[i].held && !known[i]) out.tips_.push_back(writes[i].event);
    }
    std::ranges::sort(out.tips_);
    std::ranges::sort(out.heads_, [&](const FieldValue& a, const FieldValue& b) {
        if (by_openness && openness_of(a) != openness_of(b)) return openness_of(a) > openness_of(b);
        return earlier(b, a);
    });
    out.history_ = std::move(writes);
    return out;
}

}  // namespace dsupport
