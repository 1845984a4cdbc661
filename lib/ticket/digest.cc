#include "lib/ticket/digest.hh"

#include <algorithm>

#include "lib/base/crypto.hh"

namespace dsupport {
namespace {

constexpr std::string_view kStateDomain = "dsupport-state-v1";

}  // namespace

Hash log_digest(std::span<const EventId> ids) {
    std::vector<EventId> sorted(ids.begin(), ids.end());
    std::ranges::sort(sorted);
    std::string text;
    for (const auto& id : sorted) text += as_text(id.bytes);
    return {blake2b<32>("dsupport-log-v1", text)};
}

std::string canonical_line(const TicketState& ticket, const State& state) {
    if (ticket.only_mails) return {};
    auto fields = Json::object();
    for (const auto& [name, values] : ticket.fields) {
        Json heads = Json::array();
        for (const auto& head : values.heads()) heads.push(Json::array({head.value, head.event.hex()}));
        if (!heads.items().empty()) fields.set(name, std::move(heads));
    }
    auto tags = Json::object();
    for (const auto& [tag, adds] : ticket.tags) {
        Json ids = Json::array();
        for (const auto& id : adds) ids.push(id.hex());
        tags.set(tag, std::move(ids));
    }
    Json messages = Json::array();
    for (const auto& message : ticket.messages) {
        if (message.kind == MessageKind::mail || message.undone) continue;
        messages.push(Json::array({message.event.hex(), message_kind_name(message.kind),
                                   message.body_hash ? message.body_hash->hex() : std::string(),
                                   message.redacted_by ? message.redacted_by->event.hex() : std::string()}));
    }
    Json covers = Json::array();
    for (const auto& mail : ticket.covers) covers.push(mail.text());
    Json placed = Json::array();
    for (const auto& [mail, event] : ticket.placed) placed.push(Json::array({mail.hex(), event.hex()}));
    Json links = Json::array();
    for (const auto* list : {&state.merged, &state.related})
        for (const auto& link : *list)
            if (link.a == ticket.id || link.b == ticket.id)
                links.push(Json::array({list == &state.merged ? "merged" : "related", link.a.value,
                                        link.b.value, link.event.hex()}));
    return Json::object({{"uid", ticket.id.value},
                         {"fields", std::move(fields)},
                         {"tags", std::move(tags)},
                         {"messages", std::move(messages)},
                         {"covers", std::move(covers)},
                         {"placed", std::move(placed)},
                         {"links", std::move(links)},
                         {"in", state.representative_of(ticket.id).value},
                         {"void", ticket.voided}})
        .dump_sorted();
}

Hash state_digest(const State& state) {
    StateDigest digest;
    for (const auto& [id, ticket] : state.tickets)
        if (const auto line = canonical_line(ticket, state); !line.empty()) digest.add(line);
    return digest.finish();
}

Hash StateDigest::finish() const {
    return {blake2b<32>(kStateDomain, text_)};
}

}  // namespace dsupport
