#include "tests/sim/commands.hh"

#include <array>

#include "lib/ticket/splitting.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport::sim {
namespace {

const std::vector<std::string> kPeople = {"ada", "bo", "cy", ""};
const std::vector<std::string> kTags = {"vip", "late", "uk"};

MailRef ref(const MailOnTicket& on) {
    return {on.mail->key, on.variant()};
}

}  // namespace

Command Typist::next(Replica& at, Instant now) {
    const auto& state = at.state();
    std::vector<const TicketState*> tickets;
    for (const auto& [id, ticket] : state.tickets)
        if (!ticket.voided) tickets.push_back(&ticket);
    if (tickets.empty() || dice_.chance(tickets.size() < 4 ? 30 : 4)) return log_call();
    return on_ticket(at, *dice_.pick(tickets), now);
}

Command Typist::on_ticket(Replica& at, const TicketState& ticket, Instant now) {
    const auto& state = at.state();
    Command out;
    switch (dice_.below(14)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
            out = {writes(ticket, now)};
            break;
        case 5:
            out = {tag(ticket)};
            break;
        case 6:
            out = note(ticket);
            break;
        case 7:
            out = reply(ticket);
            break;
        case 8:
            return split(state, ticket);
        case 9:
            return link(state, ticket);
        case 10:
        case 11:
            return undo(at);
        case 12:
            return redact(at, ticket);
        default:
            out = {test::content("survey", ticket.id)};
            out.front().own.set("w", Json::array({"of a later version"}));
            return out;
    }
    if (!out.empty() && dice_.chance(70)) place_mails(out.back(), state, ticket);
    return out;
}

std::string Typist::text() {
    return "Text number " + std::to_string(++texts_) + ".";
}

Command Typist::log_call() {
    const auto mid = make_message_id(dice_.id<OpId>().view(), {}, "example.org");
    auto open = test::open_call(mid, text());
    open.writes.push_back({std::string(field::kUrgency), "high", {}});
    return {open};
}

EventContent Typist::writes(const TicketState& ticket, Instant now) {
    auto out = test::content("set", ticket.id);
    const auto add = [&](std::string_view field, Json value) {
        out.writes.push_back({std::string(field), std::move(value), ticket.field(field).tips()});
    };
    if (dice_.chance(40)) add(field::kAssignee, dice_.pick(kPeople));
    if (dice_.chance(30)) add(field::kLevel, dice_.chance(50) ? "technical" : "first-level");
    if (dice_.chance(20)) add(field::kUrgency, dice_.chance(90) ? "low" : "a word of a later version");
    if (dice_.chance(50) || out.writes.empty()) {
        constexpr std::array kKinds = {StatusKind::open, StatusKind::pending, StatusKind::on_hold,
                                       StatusKind::closed};
        add(field::kStatus, Status{kKinds[dice_.below(4)], now + kDay, "the bank", "fixed", {}}.json());
    }
    if (dice_.chance(40))
        for (const auto& on : ticket.mails)
            if (!on.ours) out.covers.push_back(ref(on));
    return out;
}

EventContent Typist::tag(const TicketState& ticket) {
    const auto& name = dice_.pick(kTags);
    const auto there = ticket.tags.find(name);
    return there == ticket.tags.end() ? test::add_tag(ticket.id, name)
                                      : test::drop_tag(ticket.id, name, there->second);
}

Command Typist::note(const TicketState& ticket) {
    const std::int64_t parts = dice_.chance(80) ? 1 : 3;
    Command out;
    for (std::int64_t i = 1; i <= parts; ++i) {
        out.push_back(test::text("note", ticket.id, text()));
        if (parts > 1) out.back().part = Part{i, parts};
    }
    return out;
}

Command Typist::reply(const TicketState& ticket) {
    auto out = test::text("reply", ticket.id, text());
    out.own.set("mid", make_message_id(dice_.id<OpId>().view(), ticket.id, "example.org"));
    out.own.set("text", text_hash(*out.body).hex());
    for (const auto& on : ticket.mails)
        if (!on.ours) out.covers.push_back(ref(on));
    return {out};
}

void Typist::place_mails(EventContent& out, const State& state, const TicketState& ticket) {
    for (const auto& on : ticket.mails)
        if (!state.placements.contains(on.mail->key) && out.placements.size() < 8)
            out.placements.push_back({on.full_ref(), {}});
}

Command Typist::split(const State& state, const TicketState& ticket) {
    for (const auto& on : ticket.mails) {
        if (on.ours || on.mail->message_id.empty() || !dice_.chance(50)) continue;
        const auto* root = ticket.root();
        if ((root != nullptr && root->mail->key == on.mail->key) ||
            ticket_of_root(own_id(*on.mail)) == ticket.id)
            continue;
        return split_events(state, ticket, on);
    }
    return {};
}

Command Typist::link(const State& state, const TicketState& ticket) {
    std::vector<TicketId> others;
    for (const auto& [id, other] : state.tickets)
        if (id != ticket.id) others.push_back(id);
    if (others.empty()) return {};
    return {test::link(ticket.id, dice_.pick(others), dice_.chance(60) ? "merged" : "related")};
}

Command Typist::undo(Replica& at) {
    // Some try without the right.
    const bool any = at.authority().lead(at.key().id()) || dice_.chance(40);
    std::vector<const Event*> candidates;
    for (const auto& event : at.events()) {
        const bool mine = event.rep == at.key().id();
        const bool merge = event.kind() == "link";
        if ((mine || merge || any) && can_be_undone(event.kind())) candidates.push_back(&event);
    }
    if (candidates.empty()) return {};
    // Mostly what was done last, which makes redos likely.
    const auto back = std::min(candidates.size(), dice_.below(4) + 1);
    return {test::undo(*candidates[candidates.size() - back])};
}

Command Typist::redact(Replica& at, const TicketState& ticket) {
    if ((!at.authority().lead(at.key().id()) && !dice_.chance(50)) || ticket.messages.empty()) return {};
    const auto& message = ticket.messages[dice_.below(ticket.messages.size())];
    auto out = test::content("redact");
    if (message.mail != nullptr) {
        out.ticket = ticket.id;
        out.own.set("mail", MailRef{message.mail->key, {}}.text());
    } else {
        out.own.set("event", message.event.hex());
    }
    return {out};
}

}  // namespace dsupport::sim
