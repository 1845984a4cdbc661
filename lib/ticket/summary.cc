#include "lib/ticket/summary.hh"

#include <algorithm>

#include "lib/ticket/asker.hh"

namespace dsupport {
namespace {

Attributed attributed(const FieldValue& value, const Authority& authority) {
    return {value.value, authority.person(value.rep), value.t};
}

std::string text_of(const TicketState& ticket, std::string_view name, std::string_view otherwise = {}) {
    const auto* shown = ticket.field(name).shown();
    return shown ? shown->value.string() : std::string(otherwise);
}

void raise(std::optional<Instant>& moment, std::optional<Instant> t) {
    if (t && (!moment || *moment < *t)) moment = t;
}

/// Nothing is on it and nothing that counts is said of it: a mail was split off and that was taken back.
bool is_empty(const TicketState& ticket) {
    return !ticket.opened && ticket.mails.empty() && ticket.placed.empty() && ticket.covers.empty() &&
           ticket.tags.empty() &&
           std::ranges::all_of(ticket.messages, [](const Message& m) { return m.undone; }) &&
           std::ranges::none_of(ticket.fields, [](const auto& f) { return f.second.shown() != nullptr; });
}

/// What the members of a merged component have in common: messages, tags, attention, times.
void add_member(Summary& out, const TicketState& member, const Authority& authority) {
    for (const auto& [tag, adds] : member.tags) out.tags.push_back(tag);
    if (!member.events.empty()) out.aside = false;
    for (const auto& on : member.mails) {
        if (on.ours || on.mail->asks()) out.aside = false;
        out.attention = out.attention || on.raises_attention();
        if (!on.ours && on.mail->asks()) raise(out.last_client_at, on.mail->date);
    }
    for (const auto& message : member.messages) {
        if (!message.undone) ++out.message_count;
        if (message.kind != MessageKind::mail && !authority.person(message.rep).empty())
            raise(out.last_staff_at, message.at);
    }
    if (member.call) raise(out.last_client_at, member.call->at);
    if (member.updated) out.updated_at = std::max(out.updated_at, *member.updated);
}

}  // namespace

std::optional<Summary> summarize(const State& state, const TicketId& id, const Team& team,
                                 const Authority& authority) {
    const auto& representative = state.representative_of(id);
    const auto it = state.tickets.find(representative);
    if (it == state.tickets.end()) return std::nullopt;
    const auto& ticket = it->second;

    Summary out;
    out.id = representative;
    const auto* root = ticket.root();
    out.subject = text_of(ticket, field::kSubject, root ? root->mail->base_subject : "");
    if (const auto* status = ticket.field(field::kStatus).shown()) {
        out.stored = Status::read(status->value).value_or(Status{});
        if (out.stored.kind == StatusKind::closed) out.closed_at = status->t;
    }
    out.level = text_of(ticket, field::kLevel, kLevels[0]);
    out.nature = text_of(ticket, field::kNature);
    out.urgency = text_of(ticket, field::kUrgency, kUrgencies[1]);
    out.channel = ticket.opened ? "phone" : "email";
    auto asker = asker_of(ticket, team);
    out.requester = std::move(asker.who);
    out.reply_to = std::move(asker.reply_to);
    out.client = text_of(ticket, field::kClient);
    if (out.client.empty()) out.client = team.client_of(out.requester.email);
    out.call = ticket.call;
    if (ticket.call) out.call_by = out.opened_by = authority.person(ticket.call->by);
    out.assignee = {text_of(ticket, field::kAssignee)};
    if (const auto* promise = ticket.field(field::kPromise).shown())
        if (promise->value.integer() > 0) out.promise_at = Instant{promise->value.integer()};
    out.created_at = out.updated_at = ticket.created.value_or(ticket.updated.value_or(Instant{}));

    out.settled_at = out.created_at;
    for (const auto name : {field::kStatus, field::kLevel})
        if (const auto* value = ticket.field(name).shown())
            out.settled_at = std::max(out.settled_at, value->t);

    out.aside = true;
    const auto component = state.components.find(representative);
    if (component == state.components.end()) {
        add_member(out, ticket, authority);
    } else {
        for (const auto& member : component->second) {
            if (const auto found = state.tickets.find(member); found != state.tickets.end())
                add_member(out, found->second, authority);
            if (member != representative) out.links.push_back({member, "merged"});
        }
        std::ranges::sort(out.tags);
        out.tags.erase(std::unique(out.tags.begin(), out.tags.end()), out.tags.end());
    }
    for (const auto& link : state.related) {
        const auto &a = state.representative_of(link.a), &b = state.representative_of(link.b);
        if (a == b || (a != representative && b != representative)) continue;
        out.links.push_back({a == representative ? b : a, "related"});
    }
    out.voided = ticket.voided || (out.links.empty() && is_empty(ticket));
    for (const auto& [name, values] : ticket.fields) {
        if (values.heads().size() < 2) continue;
        Conflict conflict{name, attributed(values.heads().front(), authority), {}};
        for (std::size_t i = 1; i < values.heads().size(); ++i)
            if (values.heads()[i].value != conflict.shown.value)
                conflict.others.push_back(attributed(values.heads()[i], authority));
        if (!conflict.others.empty()) out.conflicts.push_back(std::move(conflict));
    }
    return out;
}

StatusKind shown_status(const Summary& ticket, Instant now) {
    return reopened_by(ticket, now).empty() ? ticket.stored.kind : StatusKind::open;
}

std::string reopened_by(const Summary& ticket, Instant now) {
    const auto kind = ticket.stored.kind;
    if (kind == StatusKind::fresh || kind == StatusKind::open) return {};
    if (ticket.attention) return "client";
    return ticket.stored.until && *ticket.stored.until <= now ? "timer" : "";
}

std::string owed_by(const Summary& ticket, StatusKind shown) {
    switch (shown) {
        case StatusKind::fresh:
            return std::string(kLevels[0]);
        case StatusKind::open:
            return ticket.level;
        case StatusKind::pending:
            return "client";
        case StatusKind::on_hold:
            return ticket.stored.on;
        case StatusKind::closed:
            return {};
    }
    return {};
}

std::string waiting_on(const Summary& ticket) {
    if (ticket.stored.kind == StatusKind::pending) return "client";
    return ticket.stored.kind == StatusKind::on_hold ? ticket.stored.on : "";
}

std::optional<Instant> wake_at(const Summary& ticket) {
    const auto kind = ticket.stored.kind;
    return kind == StatusKind::pending || kind == StatusKind::on_hold ? ticket.stored.until : std::nullopt;
}

Instant debt_since(const Summary& ticket) {
    return ticket.attention && ticket.last_client_at ? *ticket.last_client_at : ticket.settled_at;
}

}  // namespace dsupport
