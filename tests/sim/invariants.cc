#include "tests/sim/invariants.hh"

#include <algorithm>
#include <map>

#include "lib/base/text.hh"
#include "lib/ticket/asker.hh"
#include "lib/ticket/digest.hh"

namespace dsupport::sim {
namespace {

using Lines = std::map<TicketId, std::string>;

Lines lines_of(const State& state) {
    Lines out;
    for (const auto& [id, ticket] : state.tickets) out[id] = canonical_line(ticket, state);
    return out;
}

/// What the machine makes of the events alone.
Lines stored_lines(Replica& replica) {
    return lines_of(fold(replica.events(), {}, replica.authority()));
}

/// All that a fold says of a ticket, mails included, and who asks.
std::string describe(const TicketState& ticket, const State& state) {
    auto out = canonical_line(ticket, state);
    for (const auto& message : ticket.messages)
        out += "\n  " + rfc3339(message.at, true) + " " + message.text +
               (message.incomplete ? " incomplete" : "") +
               (message.redacted_by ? " redacted by " + message.redacted_by->event.hex() : "") +
               (message.undone ? " undone" : "") + " " + message.message_id;
    for (const auto& on : ticket.mails)
        out += "\n  mail " + on.mail->key.hex() + " " + std::string(home_rule_name(on.home.rule)) + " " +
               on.home.possibly.value + (on.ours ? " ours" : "") + (on.covered ? " covered" : "") +
               (on.has_variants ? " variant " + on.mail->canonical().hex() : "");
    if (const auto* first = ticket.first()) out += "\n  began with " + first->mail->canonical().hex();
    return out + "\n  from " + asker_of(ticket, {}).who.email +
           (ticket.created ? " created " + rfc3339(*ticket.created) : "") +
           (ticket.updated ? " updated " + rfc3339(*ticket.updated, true) : "") + "\n";
}

std::string describe(const State& state) {
    std::string out;
    for (const auto& [id, ticket] : state.tickets) out += describe(ticket, state);
    return out;
}

/// The same with the values that the machine shows.
std::string describe(Replica& replica) {
    const auto& state = replica.state();
    auto out = describe(state);
    for (const auto& [id, ticket] : state.tickets)
        for (const auto& [name, field] : ticket.fields)
            if (const auto* shown = replica.shown(field))
                out += id.code() + " " + name + " " + shown->event.hex() + "\n";
    return out;
}

Finding differs(const std::string& what, std::string_view a, std::string_view b) {
    if (a == b) return std::nullopt;
    const auto left = lines(a), right = lines(b);
    std::size_t i = 0;
    while (i < left.size() && i < right.size() && left[i] == right[i]) ++i;
    return what + "\n  one:   " + std::string(i < left.size() ? left[i] : "(nothing)") +
           "\n  other: " + std::string(i < right.size() ? right[i] : "(nothing)");
}

Finding differs(const std::string& what, const Lines& a, const Lines& b) {
    std::string left, right;
    for (const auto& [id, line] : a) left += line + "\n";
    for (const auto& [id, line] : b) right += line + "\n";
    return differs(what, left, right);
}

std::set<EventId> ids_of(const Replica& replica) {
    std::set<EventId> out;
    for (const auto& event : replica.events()) out.insert(event.id);
    return out;
}

Finding nothing_is_lost(const Quiet& world) {
    std::set<EventId> all;
    for (const auto* replica : world.live) all.merge(ids_of(*replica));
    for (std::size_t i = 0; i < world.live.size(); ++i) {
        const auto have = ids_of(*world.live[i]);
        for (const auto& id : all)
            if (!have.contains(id))
                return "I2: event " + id.hex() + (world.truth->honest(id) ? "" : " (forged)") +
                       " is not on live machine " + std::to_string(i);
        if (have.size() != world.live[i]->events().size()) return "I2: an event is there twice";
        std::set<Hash> mails;
        for (const auto& mail : world.live[i]->mails()) mails.insert(mail.canonical());
        for (const auto& mail : world.mails)
            if (!mails.contains(mail.canonical()))
                return "I2: mail " + mail.message_id + " is not on live machine " + std::to_string(i);
    }
    return std::nullopt;
}

Finding equal_sets_give_equal_states(const Quiet& world) {
    const auto wanted = describe(*world.live.front());
    for (std::size_t i = 1; i < world.live.size(); ++i)
        if (auto found = differs("I1: live machines 0 and " + std::to_string(i) + " differ", wanted,
                                 describe(*world.live[i])))
            return found;
    return std::nullopt;
}

Finding only_what_is_allowed_counts(const Quiet& world) {
    for (auto* replica : world.live)
        if (auto found = differs("I3: what counts is not what should",
                                 lines_of(fold(replica->events(), {}, *world.truth)), stored_lines(*replica)))
            return found;
    return std::nullopt;
}

Finding order_and_doubles_do_not_matter(Quiet& world) {
    auto& replica = *world.live.front();
    auto events = replica.events();
    auto mails = replica.mails();
    for (std::size_t i = events.size(); i-- > 0;)
        if (world.dice.chance(30)) events.push_back(events[i]);
    for (std::size_t i = mails.size(); i-- > 0;)
        if (world.dice.chance(30)) mails.push_back(mails[i]);
    world.dice.shuffle(events);
    world.dice.shuffle(mails);
    return differs("I4: another order gives another state", describe(replica.state()),
                   describe(fold(events, mails, replica.authority())));
}

/// The tickets that one event touches, and the mails that it places.
struct Touched {
    std::set<TicketId> tickets;
    std::set<MailKey> mails;
};

Touched touched_by(const Event& event) {
    Touched out;
    if (is_ticket_kind(event.kind())) out.tickets.insert(event.ticket());
    if (event.kind() == "redact" && !event.ticket().empty()) out.tickets.insert(event.ticket());
    if (event.kind() == "link")
        for (const auto* end : {"a", "b"})
            if (const auto id = TicketId::parse(event.content.own[end].string())) out.tickets.insert(*id);
    for (const auto& placement : event.content.placements) out.mails.insert(placement.mail.key);
    if (const auto& mid = event.content.own["mid"].string(); !mid.empty()) out.mails.insert(mail_key(mid));
    return out;
}

/// The events that a fold of this ticket needs, as fold.hh says.
std::vector<Event> closure(const std::vector<Event>& all, const TicketId& ticket) {
    std::set<TicketId> tickets = {ticket};
    std::set<MailKey> mails;
    std::set<EventId> ids;
    std::set<std::pair<ReplicaKey, OpId>> ops;
    const auto needed = [&](const Event& event) {
        const auto touched = touched_by(event);
        const auto target = event.kind() == "undo" ? event.content.own["last"] : event.content.own["event"];
        const auto id = EventId::from_hex(target.string());
        return ops.contains({event.rep, event.at.op}) || (id && ids.contains(*id)) ||
               std::ranges::any_of(touched.tickets, [&](const TicketId& t) { return tickets.contains(t); }) ||
               std::ranges::any_of(touched.mails, [&](const MailKey& m) { return mails.contains(m); });
    };
    std::vector<Event> out;
    for (bool more = true; more;) {
        more = false;
        for (const auto& event : all) {
            if (ids.contains(event.id) || !needed(event)) continue;
            auto touched = touched_by(event);
            tickets.merge(touched.tickets);
            mails.merge(touched.mails);
            ops.emplace(event.rep, event.at.op);
            ids.insert(event.id);
            out.push_back(event);
            more = true;
        }
    }
    return out;
}

Finding a_part_folds_like_the_whole(const Quiet& world) {
    auto& replica = *world.live.front();
    const auto whole = fold(replica.events(), {}, replica.authority());
    for (const auto& [id, ticket] : whole.tickets) {
        const auto part = fold(closure(replica.events(), id), {}, replica.authority());
        const auto it = part.tickets.find(id);
        if (auto found =
                differs("I5: ticket " + id.code() + " alone folds differently", describe(ticket, whole),
                        it == part.tickets.end() ? "" : describe(it->second, part)))
            return found;
    }
    return std::nullopt;
}

Finding export_and_import_keep_all(const Quiet& world) {
    auto& replica = *world.live.front();
    std::string text;
    std::vector<Event> batch;
    BundleHeader header;
    header.from = replica.key().id();
    const auto flush = [&] {
        text += "A page of the archive.\n" + armour(encode_bundle(header, batch, replica.key()));
        batch.clear();
    };
    for (const auto& event : replica.events()) {
        batch.push_back(event);
        if (batch.size() == 20) flush();
    }
    flush();
    std::vector<Event> back;
    for (const auto& block : find_armour(text)) {
        auto bundle = decode_bundle(block);
        if (!bundle || bundle->refused != 0) return "I6: an exported bundle does not read back";
        back.insert(back.end(), bundle->events.begin(), bundle->events.end());
    }
    if (back.size() != replica.events().size()) return "I6: the export lacks events";
    return differs("I6: export and import change the state", stored_lines(replica),
                   lines_of(fold(back, {}, replica.authority())));
}

Finding conflicts_are_the_true_ones(const Quiet& world) {
    auto& replica = *world.live.front();
    for (const auto& [id, ticket] : replica.state().tickets)
        for (const auto& [name, field] : ticket.fields) {
            std::set<EventId> shown;
            for (const auto& head : field.heads()) shown.insert(head.event);
            const auto wanted = world.truth->standing_writes(replica.events(), id, name);
            if (shown == wanted) continue;
            std::string out = "I9: " + id.code() + " " + name + " shows";
            for (const auto& event : shown) out += " " + event.hex().substr(0, 8);
            out += ", truly concurrent are";
            for (const auto& event : wanted) out += " " + event.hex().substr(0, 8);
            return out;
        }
    return std::nullopt;
}

Finding unsigned_mail_changes_nothing_stored(Quiet& world) {
    auto& replica = *world.live.front();
    const auto& whole = replica.state();
    std::map<MailKey, TicketId> homes;
    for (const auto& [id, ticket] : whole.tickets)
        for (const auto& on : ticket.mails)
            if (on.home.rule == HomeRule::placed) homes[on.mail->key] = id;
    for (int turn = 0; turn < 3; ++turn) {
        std::vector<Mail> some;
        for (const auto& mail : replica.mails())
            if (world.dice.chance(50)) some.push_back(mail);
        const auto state = fold(replica.events(), some, replica.authority());
        for (const auto& [id, ticket] : state.tickets) {
            const auto there = whole.tickets.find(id);
            if (!ticket.events.empty())
                if (auto found = differs("I11: mails changed a stored field",
                                         canonical_line(there->second, whole), canonical_line(ticket, state)))
                    return found;
            for (const auto& on : ticket.mails)
                if (const auto home = homes.find(on.mail->key); home != homes.end() && home->second != id)
                    return "I11: mails moved the placed mail " + on.mail->message_id;
        }
        if (state.representative != whole.representative) return "I11: mails joined or parted tickets";
    }
    return std::nullopt;
}

Finding unplaced_mail_changes_no_root(Quiet& world) {
    auto& replica = *world.live.front();
    const auto& whole = replica.state();
    const auto root_of = [](const TicketState& ticket) {
        const auto* root = ticket.root();
        return root == nullptr ? Hash{} : root->mail->canonical();
    };
    for (int turn = 0; turn < 3; ++turn) {
        std::vector<Mail> some;
        for (const auto& mail : replica.mails())
            if (whole.placements.contains(mail.key) || world.dice.chance(50)) some.push_back(mail);
        const auto state = fold(replica.events(), some, replica.authority());
        for (const auto& [id, ticket] : whole.tickets) {
            const auto* root = ticket.root();
            if (root == nullptr || root->home.rule != HomeRule::placed) continue;
            if (root_of(state.tickets.at(id)) != root_of(ticket))
                return "I11: unplaced mails change the root of " + id.code();
        }
    }
    return std::nullopt;
}

Finding digests_agree(const Quiet& world) {
    std::set<Hash> digests;
    for (auto* replica : world.live)
        digests.insert(state_digest(fold(replica->events(), {}, replica->authority())));
    if (digests.size() > 1) return "I4: the digests differ";
    return std::nullopt;
}

}  // namespace

Finding check_all(Quiet& world) {
    if (auto found = nothing_is_lost(world)) return found;
    if (auto found = equal_sets_give_equal_states(world)) return found;
    if (auto found = only_what_is_allowed_counts(world)) return found;
    if (auto found = order_and_doubles_do_not_matter(world)) return found;
    if (auto found = a_part_folds_like_the_whole(world)) return found;
    if (auto found = export_and_import_keep_all(world)) return found;
    if (auto found = conflicts_are_the_true_ones(world)) return found;
    if (auto found = unsigned_mail_changes_nothing_stored(world)) return found;
    if (auto found = unplaced_mail_changes_no_root(world)) return found;
    return digests_agree(world);
}

}  // namespace dsupport::sim
