#include "lib/ticket/event.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<std::string_view, 4> kTicketKinds = {"open", "set", "note", "reply"};
constexpr std::array<std::string_view, 12> kOtherKinds = {"team.create", "roster", "hello",  "team.doc",
                                                          "link",        "undo",   "redact", "relay",
                                                          "cover",       "cancel", "away",   "handover"};
/// The members every header has or may have; all others belong to the kind.
constexpr std::array<std::string_view, 11> kCommonKeys = {"v",  "team", "rep", "seq",  "prev", "t",
                                                          "op", "kind", "tk",  "part", "bh"};
/// Those that all ticket kinds share. Another kind may use the names for something else.
constexpr std::array<std::string_view, 3> kTicketKeys = {"w", "at", "covers"};

tl::unexpected<Error> bad(std::string_view what) {
    return fail(ErrorKind::bad_data, fmt::format("not a valid event: {}", what));
}

Json id_list(const std::vector<EventId>& ids) {
    Json out = Json::array();
    for (const auto& id : ids) out.push(id.hex());
    return out;
}

Result<std::vector<EventId>> read_id_list(const Json& json) {
    if (!json.is_array()) return bad("a list of ids is missing");
    std::vector<EventId> out;
    for (const auto& item : json.items()) {
        const auto id = EventId::from_hex(item.string());
        if (!id) return bad("a list of ids holds something else");
        out.push_back(*id);
    }
    return out;
}

template <class Id>
Result<Id> read_id(const Json& json, std::string_view name) {
    const auto id = Id::from_hex(json.string());
    if (!id) return bad(fmt::format("'{}' is not {} hex digits", name, Id::kSize * 2));
    return *id;
}

/// An id, or zero for the empty string.
Result<EventId> read_id_or_none(const Json& json, std::string_view name) {
    if (json.is_string() && json.string().empty()) return EventId{};
    return read_id<EventId>(json, name);
}

std::string hex_or_none(const EventId& id) {
    return id.zero() ? std::string() : id.hex();
}

Json write_json(const EventContent& content) {
    Json out = Json::array();
    for (const auto& w : content.writes)
        out.push(Json::object({{"f", w.field}, {"v", w.value}, {"p", id_list(w.replaces)}}));
    for (const auto& t : content.tags) {
        auto item = Json::object({{"tag", t.tag}, {"on", t.on}});
        if (!t.on) item.set("p", id_list(t.removes));
        out.push(std::move(item));
    }
    return out;
}

Outcome read_writes(const Json& json, EventContent& out) {
    if (!json.is_array()) return bad("'w' is not a list");
    for (const auto& item : json.items()) {
        if (item.has("tag")) {
            if (!item["tag"].is_string() || item["tag"].string().empty() || !item["on"].is_bool())
                return bad("a tag write has another shape");
            TagWrite tag{item["tag"].string(), item["on"].boolean(), {}};
            if (!tag.on) {
                DS_TRY(tag.removes, read_id_list(item["p"]));
            }
            if (!out.tags.empty() && out.tags.back().tag >= tag.tag) return bad("tags are not sorted");
            out.tags.push_back(std::move(tag));
            continue;
        }
        if (!item["f"].is_string() || item["f"].string().empty() || !item.has("v"))
            return bad("a write has no field or no value");
        if (!out.tags.empty() || (!out.writes.empty() && out.writes.back().field >= item["f"].string()))
            return bad("writes are not sorted");
        DS_TRY(auto replaces, read_id_list(item["p"]));
        out.writes.push_back({item["f"].string(), item["v"], std::move(replaces)});
    }
    return {};
}

Json placements_json(const std::vector<Placement>& placements) {
    const bool plain = std::ranges::all_of(placements, [](const Placement& p) { return p.replaces.empty(); });
    Json out = Json::array();
    for (const auto& p : placements) {
        if (plain)
            out.push(p.mail.text());
        else
            out.push(Json::object({{"m", p.mail.text()}, {"p", id_list(p.replaces)}}));
    }
    return out;
}

Result<std::vector<Placement>> read_placements(const Json& json) {
    if (!json.is_array()) return bad("'at' is not a list");
    std::vector<Placement> out;
    for (const auto& item : json.items()) {
        Placement placement;
        if (item.is_object()) {
            DS_TRY(placement.replaces, read_id_list(item["p"]));
        }
        const auto mail = MailRef::parse(item.is_object() ? item["m"].string() : item.string());
        if (!mail) return bad("'at' names something that is not a mail");
        placement.mail = *mail;
        out.push_back(std::move(placement));
    }
    return out;
}

Result<std::vector<MailRef>> read_covers(const Json& json) {
    if (!json.is_array()) return bad("'covers' is not a list");
    std::vector<MailRef> out;
    for (const auto& item : json.items()) {
        const auto mail = MailRef::parse(item.string());
        if (!mail) return bad("'covers' names something that is not a mail");
        out.push_back(*mail);
    }
    return out;
}

std::string header_bytes(const EventContent& content, const EventPlace& place, const ReplicaKey& rep,
                         const std::optional<Hash>& hash) {
    auto json = Json::object({{"v", 1},
                              {"team", hex_or_none(place.team)},
                              {"rep", rep.hex()},
                              {"seq", place.seq},
                              {"prev", hex_or_none(place.previous)},
                              {"t", place.t.ms},
                              {"op", place.op.hex()},
                              {"kind", content.kind}});
    if (!content.ticket.empty()) json.set("tk", content.ticket.value);
    for (const auto& [key, value] : content.own.members()) json.set(key, value);
    if (!content.writes.empty() || !content.tags.empty()) json.set("w", write_json(content));
    if (!content.placements.empty()) json.set("at", placements_json(content.placements));
    if (!content.covers.empty()) {
        Json covers = Json::array();
        for (const auto& mail : content.covers) covers.push(mail.text());
        json.set("covers", std::move(covers));
    }
    if (content.part) json.set("part", Json::array({content.part->index, content.part->count}));
    if (hash) json.set("bh", hash->hex());
    return json.dump();
}

Outcome read_place(const Json& json, Event& event) {
    if (json["v"] != Json(1)) return bad("its version is not 1");
    if (!json["seq"].is_int() || json["seq"].integer() < 1) return bad("'seq' is not a positive number");
    if (!json["t"].is_int() || json["t"].integer() < 0) return bad("'t' is not a time");
    DS_TRY(event.at.team, read_id_or_none(json["team"], "team"));
    DS_TRY(event.rep, read_id<ReplicaKey>(json["rep"], "rep"));
    DS_TRY(event.at.previous, read_id_or_none(json["prev"], "prev"));
    DS_TRY(event.at.op, read_id<OpId>(json["op"], "op"));
    event.at.seq = json["seq"].integer();
    event.at.t = {json["t"].integer()};
    if ((event.at.seq == 1) != event.at.previous.zero()) return bad("'prev' does not fit 'seq'");
    return {};
}

/// Json::parse bounds the depth.
bool has_null(const Json& json) {
    return json.is_null() || std::ranges::any_of(json.items(), has_null) ||
           std::ranges::any_of(json.members(), [](const Json::Member& m) { return has_null(m.second); });
}

Outcome read_ticket_keys(const Json& json, EventContent& content) {
    if (const auto* w = json.find("w")) DS_CHECK(read_writes(*w, content));
    if (const auto* at = json.find("at")) {
        DS_TRY(content.placements, read_placements(*at));
    }
    if (const auto* covers = json.find("covers")) {
        DS_TRY(content.covers, read_covers(*covers));
    }
    return {};
}

Outcome read_content(const Json& json, Event& event) {
    auto& content = event.content;
    if (!json["kind"].is_string() || json["kind"].string().empty()) return bad("it has no kind");
    content.kind = json["kind"].string();
    if (event.at.team.zero() != (content.kind == "team.create")) return bad("'team' does not fit its kind");
    if (const auto* ticket = json.find("tk")) {
        const auto id = TicketId::parse(ticket->string());
        if (!id) return bad("'tk' is not a ticket");
        content.ticket = *id;
    }
    const bool ticket_kind = is_ticket_kind(content.kind);
    if (ticket_kind && content.ticket.empty()) return bad("it names no ticket");
    if (ticket_kind) DS_CHECK(read_ticket_keys(json, content));
    if (const auto* part = json.find("part")) {
        if (part->items().size() != 2) return bad("'part' is not a pair");
        content.part = Part{part->items()[0].integer(), part->items()[1].integer()};
        if (content.part->index < 1 || content.part->index > content.part->count)
            return bad("'part' is out of range");
    }
    if (const auto* bh = json.find("bh")) {
        DS_TRY(event.body_hash, read_id<Hash>(*bh, "bh"));
    }
    for (const auto& [key, value] : json.members()) {
        if (has_null(value)) return bad(fmt::format("'{}' is null or holds a null", key));
        const bool shared = std::ranges::find(kCommonKeys, key) != kCommonKeys.end() ||
                            (ticket_kind && std::ranges::find(kTicketKeys, key) != kTicketKeys.end());
        if (!shared) content.own.set(key, value);
    }
    return {};
}

}  // namespace

std::string MailRef::text() const {
    return variant ? key.hex() + ":" + variant->hex() : key.hex();
}

std::optional<MailRef> MailRef::parse(std::string_view text) {
    const auto colon = text.find(':');
    const auto key = MailKey::from_hex(text.substr(0, colon));
    if (!key) return std::nullopt;
    if (colon == std::string_view::npos) return MailRef{*key, std::nullopt};
    const auto variant = Hash::from_hex(text.substr(colon + 1));
    if (!variant) return std::nullopt;
    return MailRef{*key, variant};
}

Hash body_hash(std::string_view body) {
    return {blake2b<32>("", body)};
}

bool is_ticket_kind(std::string_view kind) {
    return std::ranges::find(kTicketKinds, kind) != kTicketKinds.end();
}

bool is_known_kind(std::string_view kind) {
    return is_ticket_kind(kind) || std::ranges::find(kOtherKinds, kind) != kOtherKinds.end();
}

Result<Event> seal(EventContent content, const EventPlace& place, const SigningKey& key) {
    std::ranges::sort(content.writes, {}, &FieldWrite::field);
    std::ranges::sort(content.tags, {}, &TagWrite::tag);
    std::optional<Hash> hash;
    if (content.body) {
        if (content.body->size() > kMaxBody) return bad("its text is longer than 64 KiB");
        if (!valid_utf8(*content.body)) return bad("its text is not UTF-8");
        hash = body_hash(*content.body);
    }
    auto header = header_bytes(content, place, key.id(), hash);
    const auto signature = key.sign(kEventNamespace, header);
    // Reading back what was written is the cheapest proof that every other machine can.
    return read_event(std::move(header), signature, std::move(content.body));
}

Result<Event> read_event(std::string header, const Signature& signature, std::optional<std::string> body) {
    if (body && body->size() > kMaxBody) return bad("its text is longer than 64 KiB");
    auto event = read_stored_event(std::move(header), signature, std::move(body));
    if (!event) return event;
    if (!verify(event->rep, kEventNamespace, event->header, signature)) return bad("its signature is wrong");
    if (event->content.body && (!event->body_hash || body_hash(*event->content.body) != *event->body_hash))
        return bad("its text is not the one that was signed");
    return event;
}

Result<Event> read_stored_event(std::string header, const Signature& signature,
                                std::optional<std::string> body) {
    if (header.size() > kMaxHeader) return bad("its header is longer than 4 KiB");
    auto json = Json::parse(header);
    if (!json) return bad(json.error().message);
    if (!json->is_object()) return bad("its header is not an object");
    Event event;
    DS_CHECK(read_place(*json, event));
    DS_CHECK(read_content(*json, event));
    event.id = {blake2b<32>(kEventNamespace, header)};
    event.header = std::move(header);
    event.signature = signature;
    event.content.body = std::move(body);
    return event;
}

}  // namespace dsupport
