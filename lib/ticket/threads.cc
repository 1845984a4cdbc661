#include "lib/ticket/threads.hh"

#include <algorithm>
#include <utility>

namespace dsupport {

Threads::Threads(std::span<const Mail> mails, std::span<const MailKey> also_known, const Vouched& vouched)
    : roots_(vouched.roots) {
    for (const auto& mail : mails) nodes_.push_back({known_as(mail.key), &mail, kNone, 0});
    for (const auto& key : also_known) nodes_.push_back({known_as(key), nullptr, kNone, 0});
    const auto rank = [&](const ThreadNode& node) {
        const auto hash = node.mail->canonical();
        const auto it = vouched.variants.find(node.mail->key);
        return std::pair(it == vouched.variants.end() || !it->second.contains(hash), hash);
    };
    std::ranges::sort(nodes_, [&](const ThreadNode& a, const ThreadNode& b) {
        if (a.key != b.key) return a.key < b.key;
        if (a.mail == nullptr || b.mail == nullptr) return a.mail != nullptr && b.mail == nullptr;
        return a.mail != b.mail && rank(a) < rank(b);
    });
    const auto same = [](const ThreadNode& a, const ThreadNode& b) { return a.key == b.key; };
    nodes_.erase(std::unique(nodes_.begin(), nodes_.end(), same), nodes_.end());

    for (const auto& mail : mails) node_of_mail_.push_back(find(known_as(mail.key)));
    for (auto& node : nodes_) node.parent = find_parent(node);
    cut_cycles();
    order();
}

MailKey Threads::known_as(const MailKey& key) const {
    const auto it = roots_.find(key);
    return it == roots_.end() ? key : it->second;
}

std::size_t Threads::find(const MailKey& key) const {
    const auto it = std::ranges::lower_bound(nodes_, key, {}, &ThreadNode::key);
    return it == nodes_.end() || it->key != key ? kNone : static_cast<std::size_t>(it - nodes_.begin());
}

std::size_t Threads::find_parent(const ThreadNode& node) const {
    if (node.mail == nullptr) return kNone;
    bool has_references = false;
    for (auto i = node.mail->references.size(); i-- > 0;) {
        const auto key = known_as(mail_key(node.mail->references[i]));
        if (key == node.key) continue;
        if (const auto known = find(key); known != kNone) return known;
        has_references = true;
    }
    if (has_references) return kNone;
    for (const auto& id : node.mail->in_reply_to)
        if (const auto key = known_as(mail_key(id)); key != node.key) return find(key);
    return kNone;
}

void Threads::cut_cycles() {
    constexpr std::size_t kUnseen = kNone;
    std::vector<std::size_t> walk(nodes_.size(), kUnseen);
    for (std::size_t start = 0; start < nodes_.size(); ++start) {
        auto i = start;
        while (i != kNone && walk[i] == kUnseen) {
            walk[i] = start;
            i = nodes_[i].parent;
        }
        if (i == kNone || walk[i] != start) continue;
        auto smallest = i;
        for (auto j = nodes_[i].parent; j != i; j = nodes_[j].parent) smallest = std::min(smallest, j);
        nodes_[smallest].parent = kNone;
    }
}

void Threads::order() {
    std::vector<bool> placed(nodes_.size(), false);
    std::vector<std::size_t> path;
    for (std::size_t start = 0; start < nodes_.size(); ++start) {
        for (auto i = start; i != kNone && !placed[i]; i = nodes_[i].parent) {
            placed[i] = true;
            path.push_back(i);
        }
        for (; !path.empty(); path.pop_back()) {
            auto& node = nodes_[path.back()];
            node.top = node.parent == kNone ? path.back() : nodes_[node.parent].top;
            top_down_.push_back(path.back());
        }
    }
}

std::string own_id(const Mail& mail) {
    return mail.message_id.empty() ? mail.key.hex() : mail.message_id;
}

std::string root_id(const Mail& topmost) {
    for (const auto* ids : {&topmost.references, &topmost.in_reply_to})
        for (const auto& id : *ids)
            if (mail_key(id) != topmost.key) return id;
    return own_id(topmost);
}

}  // namespace dsupport
