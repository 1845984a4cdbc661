#include "lib/ticket/fold.hh"

#include <algorithm>
#include <array>

#include "lib/ticket/mail_fold.hh"

namespace dsupport {
namespace {

/// The latest of two moments, where there may be none yet.
void raise(std::optional<Instant>& moment, Instant t) {
    if (!moment || *moment < t) moment = t;
}

Call read_call(const Event& event) {
    const auto& json = event.content.own["call"];
    Call call;
    call.number = json["number"].string();
    call.line = json["line"].string();
    call.at = json["at"].is_int() ? Instant{json["at"].integer()} : event.at.t;
    if (json["duration_s"].is_int()) call.duration_s = json["duration_s"].integer();
    call.by = event.rep;
    return call;
}

/// Tickets joined by merges and by mails that staff placed on several of them.
class Components {
  public:
    void join(const TicketId& a, const TicketId& b) {
        const auto ra = root(a), rb = root(b);
        if (ra != rb) parent_[std::max(ra, rb)] = std::min(ra, rb);
    }
    std::map<TicketId, std::vector<TicketId>> groups() {
        std::map<TicketId, std::vector<TicketId>> out;
        std::vector<TicketId> all;
        for (const auto& [id, parent] : parent_) all.push_back(id);
        for (const auto& id : all) out[root(id)].push_back(id);
        return out;
    }

  private:
    std::map<TicketId, TicketId> parent_;

    TicketId root(TicketId id) {
        parent_.try_emplace(id, id);
        while (parent_[id] != id) id = parent_[id] = parent_[parent_[id]];
        return id;
    }
};

class Folding {
  public:
    Folding(std::span<const Event> events, std::span<const Mail> mails, const Authority& authority)
        : events_(events), mails_(mails), authority_(authority), lives_(find_lives(events_, authority)) {}

    State run() {
        for (std::size_t i = 0; i < events_.size(); ++i) read_redaction(i);
        for (std::size_t i = 0; i < events_.size(); ++i) read(i);
        for (const auto& [op, text] : long_texts_) {
            auto& message = state_.tickets[text.ticket].messages[text.message];
            if (text.missing > 0 && !message.redacted_by) message.incomplete = true;
        }
        build_registers();
        build_placements();
        build_components();
        put_mails(state_, of_mails_, events_, mails_, authority_);
        return std::move(state_);
    }

  private:
    struct TagLife {
        std::map<EventId, bool> adds;  ///< add -> counts
        std::set<EventId> removed;     ///< by removes that count
    };

    /// A message in parts: where it is, and how many of its parts have not been seen.
    struct LongText {
        TicketId ticket;
        std::size_t message = 0;
        std::int64_t missing = 0;
    };

    const EventSet events_;
    std::span<const Mail> mails_;
    const Authority& authority_;
    const std::vector<Life> lives_;
    State state_;
    std::map<TicketId, std::map<std::string, std::vector<FieldValue>>> writes_;
    std::map<TicketId, std::map<std::string, TagLife>> tags_;
    std::map<MailKey, std::vector<FieldValue>> placed_;
    SignedOfMails of_mails_;
    std::map<EventId, Redaction> redactions_;
    std::map<std::pair<ReplicaKey, OpId>, LongText> long_texts_;

    bool standing(std::size_t i) const { return lives_[i].standing == Standing::live; }

    void read_redaction(std::size_t i) {
        const auto& event = events_[i];
        if (event.kind() != "redact" || !lives_[i].counts() || !authority_.acts_as_lead(event)) return;
        const Redaction redaction{event.id, event.rep, event.at.t};
        if (const auto target = EventId::from_hex(event.content.own["event"].string()))
            redactions_.try_emplace(*target, redaction);
        if (const auto mail = MailRef::parse(event.content.own["mail"].string()))
            of_mails_.redactions.try_emplace(*mail, redaction);
        if (!event.ticket().empty()) name(event);
    }

    TicketState& name(const Event& event) {
        auto& ticket = state_.tickets[event.ticket()];
        ticket.id = event.ticket();
        ticket.events.push_back(event.id);
        raise(ticket.updated, event.at.t);
        return ticket;
    }

    void read(std::size_t i) {
        const auto& event = events_[i];
        if (event.newer || !event.readable()) ++state_.unknown_kinds;
        if (event.kind() == "link") return read_link(i);
        if (!is_ticket_kind(event.kind())) return;
        if (standing(i)) {
            auto& ticket = name(event);
            if (event.kind() == "open") read_open(i, ticket);
            read_message(i, ticket);
        }
        read_writes(i);
        if (!lives_[i].counts()) return;
        auto& covers = state_.tickets[event.ticket()].covers;
        covers.insert(event.content.covers.begin(), event.content.covers.end());
        of_mails_.covers.insert(event.content.covers.begin(), event.content.covers.end());
        const auto letter = letter_of(event);
        if (letter.empty()) return;
        if (event.kind() == "open") of_mails_.opens.emplace(event.id, mail_key(letter));
        if (const auto hash = Hash::from_hex(event.content.own["text"].string());
            hash && event.kind() == "reply")
            of_mails_.reply_texts[mail_key(letter)].insert(*hash);
    }

    /// The Message-ID of the letter that an event goes out as; empty for one without.
    static std::string letter_of(const Event& event) {
        const bool has_letter = event.kind() == "open" || event.kind() == "reply";
        return has_letter ? event.content.own["mid"].string() : std::string();
    }

    void read_link(std::size_t i) {
        const auto& own = events_[i].content.own;
        const auto a = TicketId::parse(own["a"].string()), b = TicketId::parse(own["b"].string());
        if (!a || !b || !standing(i)) return;
        for (const auto& id : {*a, *b}) {
            auto& ticket = state_.tickets[id];
            ticket.id = id;
            ticket.events.push_back(events_[i].id);
        }
        if (!lives_[i].counts()) return;
        const Link link{events_[i].id, *a, *b};
        if (own["rel"].string() == "merged")
            state_.merged.push_back(link);
        else if (own["rel"].string() == "related")
            state_.related.push_back(link);
        else
            ++state_.unknown_kinds;
    }

    void read_open(std::size_t i, TicketState& ticket) {
        const auto& event = events_[i];
        if (!lives_[i].counts()) {
            ticket.voided = !ticket.opened;
            return;
        }
        ticket.voided = false;
        if (ticket.opened) return;
        ticket.opened = event.id;
        ticket.call = read_call(event);
        ticket.created = ticket.call->at;
        ticket.requester = Requester::read(event.content.own["requester"]);
        ticket.root_message_id = letter_of(event);
    }

    void read_message(std::size_t i, TicketState& ticket) {
        const auto& event = events_[i];
        const std::pair op{event.rep, event.at.op};
        const auto redaction = redactions_.find(event.id);
        const bool redacted = redaction != redactions_.end();
        if (event.content.part && event.content.part->index > 1) {
            const auto first = long_texts_.find(op);
            if (first == long_texts_.end() || first->second.ticket != ticket.id) return;
            auto& message = ticket.messages[first->second.message];
            --first->second.missing;
            if (!event.content.body)
                message.incomplete = !message.redacted_by;
            else if (!message.undone && !message.redacted_by)
                message.text += *event.content.body;
            return;
        }
        if (!event.body_hash && event.kind() != "open") return;
        Message message;
        message.kind = event.kind() == "open"    ? MessageKind::call
                       : event.kind() == "reply" ? MessageKind::reply
                                                 : MessageKind::note;
        message.at = event.at.t;
        message.rep = event.rep;
        message.event = event.id;
        message.body_hash = event.body_hash;
        message.message_id = letter_of(event);
        for (const auto& to : event.content.own["to"].items()) message.recipients.push_back(to.string());
        message.undone = !lives_[i].counts();
        if (redacted) message.redacted_by = redaction->second;
        message.incomplete = event.body_hash && !event.content.body && !redacted;
        if (event.content.body && !message.undone && !redacted) message.text = *event.content.body;
        if (event.content.part)
            long_texts_[op] = {ticket.id, ticket.messages.size(), event.content.part->count - 1};
        ticket.messages.push_back(std::move(message));
    }

    void read_writes(std::size_t i) {
        const auto& event = events_[i];
        const auto& life = lives_[i];
        if (life.standing == Standing::held) return;
        const auto node = [&](const Json& value, const std::vector<EventId>& replaces, bool readable) {
            return FieldValue{event.id,
                              event.rep,
                              event.at.t,
                              value,
                              replaces,
                              life.counts() && readable,
                              life.standing != Standing::live};
        };
        for (const auto& w : event.content.writes)
            writes_[event.ticket()][w.field].push_back(
                node(w.value, w.replaces, readable_value(w.field, w.value)));
        for (const auto& tag : event.content.tags) {
            auto& lives = tags_[event.ticket()][tag.tag];
            if (tag.on)
                lives.adds[event.id] = life.counts();
            else if (life.counts())
                lives.removed.insert(tag.removes.begin(), tag.removes.end());
        }
        for (const auto& p : event.content.placements) {
            placed_[p.mail.key].push_back(node(event.ticket().value, p.replaces, true));
            if (p.mail.variant) of_mails_.placed_variants[p.mail.key][event.id].insert(*p.mail.variant);
        }
        if (const auto letter = letter_of(event); !letter.empty())
            placed_[mail_key(letter)].push_back(node(event.ticket().value, {}, true));
    }

    void build_registers() {
        // What is only spoken of by void events is no ticket.
        for (auto& [id, ticket] : state_.tickets) {
            for (auto& [name, writes] : writes_[id])
                ticket.fields.emplace(name, Register::build(std::move(writes), name == field::kStatus));
            for (const auto& [name, lives] : tags_[id])
                for (const auto& [add, counts] : lives.adds)
                    if (counts && !lives.removed.contains(add)) ticket.tags[name].push_back(add);
        }
    }

    void build_placements() {
        for (auto& [mail, writes] : placed_) {
            const auto placed = Register::build(std::move(writes));
            for (const auto& head : placed.heads()) {
                const TicketId on{head.value.string()};
                state_.placements[mail].emplace_back(head.event, on);
                state_.tickets[on].placed.emplace_back(mail, head.event);
            }
        }
        for (auto& [id, ticket] : state_.tickets) std::ranges::sort(ticket.placed);
    }

    void build_components() {
        Components joined;
        std::set<TicketId> outgoing;
        for (const auto& link : state_.merged) {
            joined.join(link.a, link.b);
            outgoing.insert(link.a);
        }
        for (const auto& [mail, homes] : state_.placements)
            for (const auto& [event, ticket] : homes)
                if (ticket != homes.front().second) joined.join(ticket, homes.front().second);
        for (auto& [smallest, members] : joined.groups()) {
            const auto kept =
                std::ranges::find_if(members, [&](const TicketId& id) { return !outgoing.contains(id); });
            const auto representative = kept == members.end() ? smallest : *kept;
            for (const auto& id : members) state_.representative[id] = representative;
            state_.components[representative] = std::move(members);
        }
    }
};

}  // namespace

std::string_view message_kind_name(MessageKind kind) {
    switch (kind) {
        case MessageKind::call:
            return "call";
        case MessageKind::reply:
            return "reply";
        case MessageKind::note:
            return "note";
        case MessageKind::mail:
            return "mail";
    }
    return {};
}

const Register& TicketState::field(std::string_view name) const {
    static const Register kEmpty;
    const auto it = fields.find(name);
    return it == fields.end() ? kEmpty : it->second;
}

const TicketId& State::representative_of(const TicketId& id) const {
    const auto it = representative.find(id);
    return it == representative.end() ? id : it->second;
}

std::vector<TicketId> State::members_of(const TicketId& id) const {
    const auto it = components.find(id);
    return it == components.end() ? std::vector{id} : it->second;
}

std::vector<const MailOnTicket*> unplaced_mails(const State& state, const TicketState& ticket) {
    std::vector<const MailOnTicket*> out;
    for (const auto& on : ticket.mails)
        if (!on.ours && on.home.speaks && !state.placements.contains(on.mail->key)) out.push_back(&on);
    std::stable_partition(out.begin(), out.end(),
                          [&](const MailOnTicket* on) { return on == ticket.first(); });
    return out;
}

State fold(std::span<const Event> events, std::span<const Mail> mails, const Authority& authority) {
    return Folding(events, mails, authority).run();
}

}  // namespace dsupport
