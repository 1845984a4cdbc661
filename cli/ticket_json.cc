#include "cli/ticket_json.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/text.hh"
#include "lib/store/projection.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

Tone urgency_tone(const Json& record) {
    const auto& urgency = record["urgency"].string();
    if (urgency == "critical" || urgency == "high") return Tone::urgent;
    return urgency == "low" ? Tone::muted : Tone::plain;
}

Tone status_tone(const Json& record) {
    const auto& status = record["status"].string();
    if (status == "new") return Tone::warn;
    if (status == "closed") return Tone::muted;
    return status == "open" ? Tone::good : Tone::plain;
}

std::string requester_words(const Json& requester) {
    return requester_line(Requester::read(requester));
}

Tone code_tone(const Json&) {
    return Tone::heading;
}

// Ranked by what a person at a narrow terminal can do without; `level` is mostly the same as `owed_by`.
constexpr std::array<Column, 9> kColumns = {{
    {"code", "CODE", false, code_tone},
    {"status", "STATUS", false, status_tone},
    {"urgency", "URGENCY", false, urgency_tone, 1},
    {"level", "LEVEL", false, nullptr, 6},
    {"owed_by", "OWED BY", false, nullptr, 2, 11},
    {"assignee", "ASSIGNEE", false, nullptr, 3, 8},
    {"updated_at", "UPDATED", false, nullptr, 5},
    {"requester", "REQUESTER", false, nullptr, 4, 10, false, requester_words},
    {"subject", "SUBJECT", true, nullptr, 0, 20},
}};

constexpr std::array<std::string_view, 46> kFieldNames = {"schema",
                                                          "id",
                                                          "code",
                                                          "subject",
                                                          "status",
                                                          "stored_status",
                                                          "attention",
                                                          "undelivered",
                                                          "reopened_by",
                                                          "level",
                                                          "owed_by",
                                                          "nature",
                                                          "urgency",
                                                          "channel",
                                                          "requester",
                                                          "requester.name",
                                                          "requester.email",
                                                          "requester.phone",
                                                          "requester.reply_to",
                                                          "client",
                                                          "call",
                                                          "call.number",
                                                          "call.line",
                                                          "call.at",
                                                          "call.duration_s",
                                                          "call.by",
                                                          "assignee",
                                                          "tags",
                                                          "waiting_on",
                                                          "wake_at",
                                                          "promise_at",
                                                          "resolution",
                                                          "duplicate_of",
                                                          "merged_into",
                                                          "links",
                                                          "created_at",
                                                          "updated_at",
                                                          "closed_at",
                                                          "opened_by",
                                                          "last_client_at",
                                                          "last_staff_at",
                                                          "message_count",
                                                          "conflicts",
                                                          "void",
                                                          "messages",
                                                          "history"};

Json person_json(const PersonId& id) {
    return text_json(id.value);
}

Json requester_json(const Summary& t) {
    return Json::object({{"name", text_json(t.requester.name)},
                         {"email", text_json(t.requester.email)},
                         {"phone", text_json(t.requester.phone)},
                         {"reply_to", text_json(t.reply_to)}});
}

Json call_json(const Summary& t) {
    if (!t.call) return {};
    return Json::object({{"number", text_json(t.call->number)},
                         {"line", text_json(t.call->line)},
                         {"at", time_json(t.call->at)},
                         {"duration_s", t.call->duration_s ? Json(*t.call->duration_s) : Json()},
                         {"by", person_json(t.call_by)}});
}

Json attributed_json(std::string_view field, const Attributed& a) {
    return Json::object({{"value", text_json(value_words(field, a.value))},
                         {"by", person_json(a.by)},
                         {"at", time_json(a.at)}});
}

Json conflicts_json(const Summary& t) {
    Json out = Json::array();
    for (const auto& c : t.conflicts) {
        Json others = Json::array();
        for (const auto& other : c.others) others.push(attributed_json(c.field, other));
        out.push(Json::object({{"field", c.field},
                               {"shown", attributed_json(c.field, c.shown)},
                               {"others", std::move(others)}}));
    }
    return out;
}

}  // namespace

std::set<EventId> events_about(const LoadedTicket& ticket) {
    const auto& state = ticket.state;
    std::set<TicketId> members{ticket.summary.id};
    if (const auto it = state.components.find(ticket.summary.id); it != state.components.end())
        members.insert(it->second.begin(), it->second.end());
    std::set<EventId> out;
    const auto is_about = [&](const Event& event) {
        const auto& own = event.content.own;
        if (event.kind() == "link")
            return members.contains(TicketId{own["a"].string()}) ||
                   members.contains(TicketId{own["b"].string()});
        if (const auto target = named_event(event)) return out.contains(*target);
        return event.content.ticket.empty() || members.contains(event.content.ticket);
    };
    // An undo follows what it undoes, but another machine's clock may order the two the other way.
    for (std::size_t before = SIZE_MAX; before != out.size();) {
        before = out.size();
        for (const auto& event : ticket.events)
            if (is_about(event)) out.insert(event.id);
    }
    return out;
}

Json time_json(std::optional<Instant> t) {
    return t ? Json(rfc3339(*t)) : Json();
}
Json text_json(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

std::string value_words(std::string_view field, const Json& value) {
    if (field == field::kStatus) {
        const auto status = Status::read(value);
        if (!status) return "unreadable";
        std::string out(status_name(status->kind));
        if (status->kind == StatusKind::on_hold) out += " for " + status->on;
        if (status->kind == StatusKind::closed) out += " as " + status->resolution;
        if (status->until) out += " until " + rfc3339(*status->until);
        return out;
    }
    if (field == field::kRequester) {
        const auto r = Requester::read(value);
        std::string out = r.name;
        if (!r.email.empty()) out += out.empty() ? r.email : fmt::format(" <{}>", r.email);
        if (!r.phone.empty()) out += (out.empty() ? "" : " ") + r.phone;
        return out;
    }
    if (field == field::kPromise) return value.integer() > 0 ? rfc3339({value.integer()}) : "";
    return value.string();
}

Json ticket_json(const Summary& t, const std::string& code, Instant now, const CodeOf& code_of) {
    const auto shown = shown_status(t, now);
    const bool closed = t.stored.kind == StatusKind::closed;
    Json tags = Json::array(), links = Json::array();
    for (const auto& tag : t.tags) tags.push(tag);
    for (const auto& link : t.links)
        links.push(Json::object({{"id", link.id.value}, {"code", code_of(link.id)}, {"rel", link.rel}}));
    const bool duplicate = closed && !t.stored.duplicate_of.empty();
    return Json::object({{"schema", 1},
                         {"id", t.id.value},
                         {"code", code},
                         {"subject", t.subject},
                         {"status", status_name(shown)},
                         {"stored_status", status_name(t.stored.kind)},
                         {"attention", t.attention},
                         {"undelivered", t.undelivered},
                         {"reopened_by", text_json(reopened_by(t, now))},
                         {"level", t.level},
                         {"owed_by", text_json(owed_by(t, shown))},
                         {"nature", text_json(t.nature)},
                         {"urgency", t.urgency},
                         {"channel", t.channel},
                         {"requester", requester_json(t)},
                         {"client", text_json(t.client)},
                         {"call", call_json(t)},
                         {"assignee", person_json(t.assignee)},
                         {"tags", std::move(tags)},
                         {"waiting_on", text_json(waiting_on(t))},
                         {"wake_at", time_json(wake_at(t))},
                         {"promise_at", time_json(t.promise_at)},
                         {"resolution", closed ? text_json(t.stored.resolution) : Json()},
                         {"duplicate_of", duplicate ? Json(code_of(t.stored.duplicate_of)) : Json()},
                         {"merged_into", Json()},
                         {"links", std::move(links)},
                         {"created_at", time_json(t.created_at)},
                         {"updated_at", time_json(std::min(t.updated_at, now))},
                         {"closed_at", closed ? time_json(t.closed_at) : Json()},
                         {"opened_by", person_json(t.opened_by)},
                         {"last_client_at", time_json(t.last_client_at)},
                         {"last_staff_at", time_json(t.last_staff_at)},
                         {"message_count", t.message_count},
                         {"conflicts", conflicts_json(t)},
                         {"void", t.voided}});
}

Json row_json(const TicketRow& row, Instant now) {
    // Not from a list in braces: that copies every text, and there are many rows.
    Json::Object out;
    out.reserve(kColumns.size());
    out.emplace_back("code", row.code);
    out.emplace_back("status", status_name(row.status));
    out.emplace_back("urgency", row.urgency);
    out.emplace_back("level", row.level);
    out.emplace_back("owed_by", text_json(row.owed_by));
    out.emplace_back("assignee", text_json(row.assignee));
    out.emplace_back("updated_at", time_json(std::min(row.updated_at, now)));
    out.emplace_back("requester", text_json(row.requester));
    out.emplace_back("subject", row.subject);
    return out;
}

const RecordKind& ticket_records() {
    static const RecordKind kKind{kColumns, kFieldNames};
    return kKind;
}

/// What an event of the rota changes; empty for all others.
std::string rota_words(const Event& event) {
    const auto& own = event.content.own;
    std::vector<std::string> parts;
    if (event.kind() == "cover")
        for (const auto& piece : own["pieces"].items()) {
            const auto& who = piece["who"].string();
            parts.push_back(fmt::format("{} to {}", piece["role"].string(), who.empty() ? "nobody" : who));
        }
    if (event.kind() == "away")
        parts.push_back(fmt::format("{} away from {} to {}", own["person"].string(), own["from"].string(),
                                    own["to"].string()));
    if (event.kind() == "cancel")
        for (const auto& id : own["ids"].items())
            parts.push_back(fmt::format("rota cancel {}", id.string().substr(0, 8)));
    return join(parts, ", ");
}

std::string event_words(const Event& event) {
    std::vector<std::string> words;
    if (auto rota = rota_words(event); !rota.empty()) words.push_back(std::move(rota));
    if (event.kind() == "open") words.emplace_back("logged");
    for (const auto& w : event.content.writes) {
        const auto value = value_words(w.field, w.value);
        words.push_back(value.empty() ? fmt::format("no {}", w.field) : fmt::format("{} {}", w.field, value));
    }
    for (const auto& tag : event.content.tags)
        words.push_back(fmt::format("{}{}", tag.on ? "+" : "-", tag.tag));
    if (event.kind() == "note") words.emplace_back("note");
    if (event.kind() == "reply") words.emplace_back("reply");
    if (event.kind() == "link") words.push_back(event.content.own["rel"].string());
    if (event.kind() == "undo") words.emplace_back("undo");
    if (event.kind() == "redact") words.emplace_back("redacted a message");
    if (const auto n = event.content.covers.size(); n > 0)
        words.push_back(fmt::format("deals with {} mail{}", n, n == 1 ? "" : "s"));
    // Whatever touches a ticket first also places its mails; what does nothing else is of a split.
    if (words.empty() && !event.body_hash && !event.content.placements.empty())
        words.emplace_back("mails placed");
    return join(words, ", ");
}

/// What several events did, each word once.
std::string words_of(const std::vector<const Event*>& events) {
    std::vector<std::string> words;
    for (const auto* event : events)
        if (auto what = event_words(*event); !what.empty() && std::ranges::find(words, what) == words.end())
            words.push_back(std::move(what));
    return join(words, "; ");
}

/// What an undo was about, in the words of a notice.
std::string turn_words(const EventSet& set, const Event& undo) {
    bool again = false;
    auto target = set.find(*undo_target(undo));
    for (; target && set[*target].kind() == "undo"; again = !again)
        target = set.find(undo_target(set[*target]).value_or(EventId{}));
    if (!target) return event_words(undo);
    const auto& last = set[*target];
    std::vector<const Event*> events;
    for (std::size_t i = 0; i < set.size(); ++i)
        if (set[i].at.op == last.at.op && set[i].rep == last.rep && set[i].at.seq <= last.at.seq)
            events.push_back(&set[i]);
    return fmt::format("{}: {}", again ? "did again" : "took back", words_of(events));
}

std::string op_words(const OpSummary& op) {
    std::vector<const Event*> events;
    for (const auto& event : op.events) events.push_back(&event);
    return words_of(events);
}

Json history_json(const LoadedTicket& ticket, const Authority& authority, const CodeOf& code_of) {
    const EventSet set(ticket.events);
    const auto lives = find_lives(set, authority);
    const auto about = events_about(ticket);
    Json out = Json::array();
    for (std::size_t i = 0; i < set.size(); ++i) {
        const auto& event = set[i];
        if (lives[i].standing == Standing::held || !about.contains(event.id)) continue;
        const bool hidden = lives[i].undone_by.has_value();
        const auto& on = event.content.ticket;
        const bool merged_in = !on.empty() && on != ticket.summary.id;
        out.push(Json::object({{"at", time_json(event.at.t)},
                               {"by", text_json(authority.person(event.rep).value)},
                               {"event", event.id.hex()},
                               {"kind", event.kind()},
                               {"what", undo_target(event) ? turn_words(set, event) : event_words(event)},
                               {"text", event.content.body && !hidden ? Json(*event.content.body) : Json()},
                               {"undone", hidden},
                               {"void", lives[i].standing == Standing::voided},
                               {"code", merged_in ? Json(code_of(on)) : Json()}}));
    }
    return out;
}

}  // namespace dsupport
