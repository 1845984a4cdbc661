#include "lib/ticket/homes.hh"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

std::optional<TicketId> ticket_named_by(const Mail& mail) {
    const auto read = [&](const std::string& id) {
        auto ticket = ticket_of_own_id(id);
        if (ticket && mail_key(id) == mail.key) ticket.reset();
        return ticket;
    };
    for (const auto& id : mail.in_reply_to)
        if (auto ticket = read(id)) return ticket;
    for (auto i = mail.references.size(); i-- > 0;)
        if (auto ticket = read(mail.references[i])) return ticket;
    return std::nullopt;
}

class Homes {
  public:
    Homes(std::span<const Mail> mails, const Placements& placements, const Vouched& vouched)
        : mails_(mails), placements_(placements), threads_(mails, keys_of(placements), vouched) {
        nodes_.resize(threads_.nodes().size());
    }

    std::vector<Home> find() {
        for (const auto i : threads_.top_down()) inherit(i);
        for (const auto i : threads_.top_down()) decide(i);
        follow_tags();
        std::vector<Home> out;
        for (std::size_t i = 0; i < mails_.size(); ++i) {
            out.push_back(nodes_[threads_.node_of(i)].home);
            const auto* speaker = threads_.nodes()[threads_.node_of(i)].mail;
            out.back().speaks = speaker == &mails_[i] || speaker->canonical() == mails_[i].canonical();
        }
        return out;
    }

  private:
    struct Node {
        Home home;
        std::optional<TicketId> placed, named;  ///< its own or its nearest ancestor's
        std::optional<TicketId> in_thread;      ///< of a topmost mail: the smallest placed in its thread
    };

    std::span<const Mail> mails_;
    const Placements& placements_;
    const Threads threads_;
    std::vector<Node> nodes_;

    static std::vector<MailKey> keys_of(const Placements& placements) {
        std::vector<MailKey> out;
        for (const auto& [key, tickets] : placements)
            if (!tickets.empty()) out.push_back(key);
        return out;
    }

    const TicketId* placed(const MailKey& key) const {
        const auto it = placements_.find(key);
        return it == placements_.end() || it->second.empty() ? nullptr : &*it->second.begin();
    }

    void inherit(std::size_t i) {
        const auto& thread = threads_.nodes()[i];
        auto& node = nodes_[i];
        node.home.topmost = threads_.nodes()[thread.top].key;
        if (thread.parent != Threads::kNone) {
            node.home.parent = threads_.nodes()[thread.parent].key;
            node.placed = nodes_[thread.parent].placed;
            node.named = nodes_[thread.parent].named;
        }
        if (const auto* ticket = placed(thread.key)) {
            node.placed = *ticket;
            auto& smallest = nodes_[thread.top].in_thread;
            if (!smallest || *ticket < *smallest) smallest = *ticket;
        }
        if (thread.mail != nullptr)
            if (auto ticket = ticket_named_by(*thread.mail)) node.named = std::move(ticket);
    }

    void decide(std::size_t i) {
        const auto& thread = threads_.nodes()[i];
        const auto& top = nodes_[thread.top];
        auto& node = nodes_[i];
        const auto choose = [&](HomeRule rule, TicketId ticket) {
            node.home.rule = rule;
            node.home.ticket = std::move(ticket);
        };
        if (node.placed)
            choose(placed(thread.key) ? HomeRule::placed : HomeRule::ancestor_placed, *node.placed);
        else if (node.named)
            choose(HomeRule::own_id, *node.named);
        else if (top.in_thread)
            choose(HomeRule::thread_placed, *top.in_thread);
        else if (i == thread.top)
            choose(HomeRule::root, ticket_of_root(root_id(*thread.mail)));
        else
            choose(HomeRule::root, top.home.ticket);
    }

    bool begins_with_tag(std::size_t i) const {
        const auto* top = threads_.nodes()[threads_.nodes()[i].top].mail;
        return nodes_[i].home.rule == HomeRule::root && !top->subject_tag.empty();
    }

    void follow_tags() {
        std::set<std::pair<std::string, TicketId>> wrote_on;
        std::set<TicketId> tickets;
        std::vector<std::size_t> tagged;
        for (const auto i : threads_.top_down()) {
            const auto& home = nodes_[i].home;
            const auto* mail = threads_.nodes()[i].mail;
            tickets.insert(home.ticket);
            if (begins_with_tag(i))
                tagged.push_back(i);
            else if (mail != nullptr && !mail->author.empty() && home.rule != HomeRule::own_id)
                wrote_on.emplace(lower(mail->author), home.ticket);
        }
        for (const auto i : tagged) {
            const auto top = threads_.nodes()[i].top;
            if (i == top)
                follow_tag(top, wrote_on, tickets);
            else
                nodes_[i].home = moved(nodes_[i].home, nodes_[top].home);
        }
    }

    void follow_tag(std::size_t top, const std::set<std::pair<std::string, TicketId>>& wrote_on,
                    const std::set<TicketId>& tickets) {
        const auto& mail = *threads_.nodes()[top].mail;
        auto& home = nodes_[top].home;
        if (home.ticket.value.starts_with(mail.subject_tag)) return;
        const std::pair first{lower(mail.author), TicketId{mail.subject_tag}};
        const auto fits = [&](auto it) {
            return it != wrote_on.end() && it->first == first.first &&
                   it->second.value.starts_with(mail.subject_tag);
        };
        if (const auto it = wrote_on.lower_bound(first); fits(it)) {
            if (fits(std::next(it))) return;
            home.ticket = it->second;
            home.rule = HomeRule::subject_tag;
            return;
        }
        const auto it = tickets.lower_bound({mail.subject_tag});
        const auto named = [&](auto at) {
            return at != tickets.end() && at->value.starts_with(mail.subject_tag);
        };
        if (named(it) && !named(std::next(it))) home.possibly = *it;
    }

    static Home moved(Home mail, const Home& top) {
        mail.ticket = top.ticket;
        mail.rule = top.rule;
        mail.possibly = top.possibly;
        return mail;
    }
};

}  // namespace

std::string_view home_rule_name(HomeRule rule) {
    switch (rule) {
        case HomeRule::placed:
            return "placed";
        case HomeRule::ancestor_placed:
            return "ancestor-placed";
        case HomeRule::own_id:
            return "own-id";
        case HomeRule::thread_placed:
            return "thread-placed";
        case HomeRule::subject_tag:
            return "subject-tag";
        case HomeRule::root:
            return "root";
    }
    return "root";
}

std::vector<Home> find_homes(std::span<const Mail> mails, const Placements& placements,
                             const Vouched& vouched) {
    return Homes(mails, placements, vouched).find();
}

}  // namespace dsupport
