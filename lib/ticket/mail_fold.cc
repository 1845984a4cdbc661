#include "lib/ticket/mail_fold.hh"

#include <algorithm>
#include <tuple>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// The latest of two moments, where there may be none yet.
void raise(std::optional<Instant>& moment, Instant t) {
    if (!moment || *moment < t) moment = t;
}

class MailFolding {
  public:
    MailFolding(State& state, const SignedOfMails& said, const EventSet& events, std::span<const Mail> mails,
                const Authority& authority)
        : state_(state), said_(said), events_(events), mails_(mails), authority_(authority) {}

    void run() {
        Placements placements;
        for (const auto& [key, homes] : state_.placements)
            for (const auto& [event, ticket] : homes) placements[key].insert(ticket);
        const auto by_key = variants();
        const auto homes = find_homes(mails_, placements, known(by_key));
        // A mail of ours is the event it carries, and makes no ticket.
        for (const bool follows : {false, true})
            for (const auto& [key, list] : by_key)
                for (const auto i : list) {
                    const auto& mail = mails_[i];
                    const bool varies = list.size() > 1, ours = is_ours(mail);
                    if (ours != follows || is_copy(mail, by_key)) continue;
                    if (ours && !state_.tickets.contains(homes[i].ticket)) continue;
                    const auto [at, fresh] = state_.tickets.try_emplace(homes[i].ticket);
                    if (fresh) at->second.only_mails = true;
                    at->second.mails.push_back(
                        {&mail, ours, !ours && is_covered(mail, varies), varies, homes[i]});
                }
        for (auto& [id, ticket] : state_.tickets) add_mails(id, ticket);
    }

  private:
    /// The mails of each key without copies: more than one are variants, by canonical hash.
    using Variants = std::map<MailKey, std::vector<std::size_t>>;

    State& state_;
    const SignedOfMails& said_;
    const EventSet& events_;
    std::span<const Mail> mails_;
    const Authority& authority_;

    bool is_ours(const Mail& mail) const {
        if (mail.bundle_from && mail.bundle_text == mail.text && authority_.enrolled(*mail.bundle_from))
            return true;
        const auto texts = said_.reply_texts.find(mail.key);
        return texts != said_.reply_texts.end() && texts->second.contains(mail.text);
    }

    /// The letter of the one call that a mail of ours reports, whatever id the transport gave it. A mail that
    /// repairs a gap may carry calls too, but not by themselves.
    std::optional<MailKey> root_carried_by(const Mail& mail) const {
        std::optional<MailKey> out;
        const Event* first = nullptr;
        for (const auto& id : mail.carried) {
            const auto at = events_.find(id);
            if (!at) return std::nullopt;
            const auto& event = events_[*at];
            if (first == nullptr) first = &event;
            if (event.rep != first->rep || event.at.op != first->at.op) return std::nullopt;
            const auto open = said_.opens.find(id);
            if (open == said_.opens.end()) continue;
            if (out) return std::nullopt;
            out = open->second;
        }
        return out;
    }

    /// Whether the same mail is here under the id that it had before a transport gave it another.
    bool is_copy(const Mail& mail, const Variants& by_key) const {
        return std::ranges::any_of(mail.other_ids, [&](const std::string& id) {
            const auto other = by_key.find(mail_key(id));
            return other != by_key.end() && other->first != mail.key &&
                   std::ranges::any_of(other->second, [&](std::size_t i) {
                       return mails_[i].text == mail.text && equal_no_case(mails_[i].author, mail.author);
                   });
        });
    }

    /// What is vouched for, and the ids that transports have replaced: to name one of these is to name the
    /// mail. An id that is a mail's own, here or by a placement, stays that mail's.
    Vouched known(const Variants& by_key) const {
        auto out = vouched(by_key);
        for (const auto& [key, list] : by_key)
            for (const auto i : list)
                for (const auto& id : mails_[i].other_ids) {
                    const auto other = mail_key(id);
                    if (is_copy(mails_[i], by_key)) {
                        out.roots.emplace(key, other);
                        // The original speaks for both.
                        if (const auto it = by_key.find(other);
                            it != by_key.end() && !out.variants.contains(other))
                            for (const auto original : it->second)
                                out.variants[other].insert(mails_[original].canonical());
                    } else if (!by_key.contains(other) && !state_.placements.contains(other)) {
                        out.roots.emplace(other, key);
                    }
                }
        return out;
    }

    /// What signed events say of the mails here. No unsigned mail may profit: an id that a client's mail or a
    /// placement has too stays that mail's.
    Vouched vouched(const Variants& by_key) const {
        Vouched out;
        for (const auto& [key, list] : by_key) {
            const auto placed = state_.placements.find(key);
            const bool is_placed = placed != state_.placements.end();
            const auto ours = [&](std::size_t i) { return is_ours(mails_[i]); };
            if (!is_placed && std::ranges::all_of(list, ours))
                if (const auto root = root_carried_by(mails_[list.front()]); root && *root != key)
                    out.roots.emplace(key, *root);
            if (!is_placed || list.size() == 1) continue;
            auto& speaking = out.variants[key];
            if (const auto named = said_.placed_variants.find(key); named != said_.placed_variants.end())
                for (const auto& [event, ticket] : placed->second)
                    if (const auto by = named->second.find(event); by != named->second.end())
                        speaking.insert(by->second.begin(), by->second.end());
            // A letter is placed by its event, which names no variant: it is the one that is ours.
            if (speaking.empty())
                for (const auto i : list)
                    if (ours(i)) speaking.insert(mails_[i].canonical());
        }
        return out;
    }

    /// A cover that names no variant is of a time when there was one; which, it does not say.
    bool is_covered(const Mail& mail, bool has_variants) const {
        for (auto it = said_.covers.lower_bound({mail.key, {}});
             it != said_.covers.end() && it->key == mail.key; ++it)
            if (it->variant ? *it->variant == mail.canonical() : !has_variants) return true;
        return false;
    }

    Variants variants() const {
        Variants out;
        for (std::size_t i = 0; i < mails_.size(); ++i) out[mails_[i].key].push_back(i);
        for (auto& [key, list] : out) {
            if (list.size() == 1) continue;
            std::map<Hash, std::size_t> different;
            for (const auto i : list) different.try_emplace(mails_[i].canonical(), i);
            list.clear();
            for (const auto& [hash, i] : different) list.push_back(i);
        }
        return out;
    }

    void add_mails(const TicketId& id, TicketState& ticket) {
        ticket.id = id;
        std::ranges::stable_sort(
            ticket.mails, {}, [](const MailOnTicket& on) { return std::pair(on.mail->date, on.mail->key); });
        for (const auto& on : ticket.mails) {
            if (on.ours) continue;
            const auto& mail = *on.mail;
            raise(ticket.updated, mail.date);
            Message message;
            message.kind = MessageKind::mail;
            message.at = mail.date;
            message.message_id = mail.message_id;
            message.mail = &mail;
            message.redacted_by = redaction_of(mail);
            ticket.messages.push_back(std::move(message));
        }
        std::ranges::stable_sort(ticket.messages, {}, &Message::at);
        ticket.first_mail = first_of(ticket);
        if (const auto* first = ticket.first(); first && !ticket.call) ticket.created = first->mail->date;
    }

    std::optional<Redaction> redaction_of(const Mail& mail) const {
        auto it = said_.redactions.lower_bound({mail.key, {}});
        for (; it != said_.redactions.end() && it->first.key == mail.key; ++it)
            if (!it->first.variant || *it->first.variant == mail.canonical()) return it->second;
        return std::nullopt;
    }

    /// See TicketState::first.
    std::optional<std::size_t> first_of(const TicketState& ticket) const {
        std::set<MailKey> here;
        for (const auto& on : ticket.mails) here.insert(on.mail->key);
        const auto rank = [&](const MailOnTicket& on) {
            const auto placed = placed_at(on.mail->key);
            return std::tuple(!placed, ticket_of_root(own_id(*on.mail)) != ticket.id, placed,
                              !placed && here.contains(on.home.parent), on.mail->key);
        };
        std::optional<std::size_t> out;
        for (std::size_t i = 0; i < ticket.mails.size(); ++i) {
            const auto& on = ticket.mails[i];
            if (on.ours || !on.home.speaks) continue;
            if (!out || rank(on) < rank(ticket.mails[*out])) out = i;
        }
        return out;
    }

    /// The first event that puts the mail where it is, by its place in the set, and where in it.
    std::optional<std::pair<std::size_t, std::size_t>> placed_at(const MailKey& key) const {
        std::optional<std::pair<std::size_t, std::size_t>> out;
        const auto heads = state_.placements.find(key);
        if (heads == state_.placements.end()) return out;
        for (const auto& [id, ticket] : heads->second) {
            const auto event = events_.find(id);
            if (!event) continue;
            const auto& list = events_[*event].content.placements;
            const auto it = std::ranges::find_if(list, [&](const Placement& p) { return p.mail.key == key; });
            const std::pair at{*event, static_cast<std::size_t>(it - list.begin())};
            if (!out || at < *out) out = at;
        }
        return out;
    }
};

}  // namespace

void put_mails(State& state, const SignedOfMails& said, const EventSet& events, std::span<const Mail> mails,
               const Authority& authority) {
    if (!mails.empty()) MailFolding(state, said, events, mails, authority).run();
}

}  // namespace dsupport
