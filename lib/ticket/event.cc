#include "lib/ticket/event.hh"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "lib/base/text.hh"
#include "lib/ticket/event_content.hh"

namespace dsupport {
namespace {

tl::unexpected<Error> bad(std::string_view what) {
    return fail(ErrorKind::bad_data, fmt::format("not a valid event: {}", what));
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

std::string header_bytes(const EventContent& content, const EventPlace& place, const ReplicaKey& rep,
                         const std::optional<Hash>& hash) {
    auto json = Json::object({{"v", 1},
                              {"team", hex_or_none(place.team)},
                              {"rep", rep.hex()},
                              {"seq", place.seq},
                              {"prev", hex_or_none(place.previous)},
                              {"t", place.t.ms},
                              {"op", place.op.hex()}});
    write_content(content, json);
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

Outcome read_kind_and_body_hash(const Json& json, Event& event, std::string& kind) {
    kind = json["kind"].string();
    if (kind.empty()) return bad("it has no kind");
    if (event.at.team.zero() != (kind == "team.create")) return bad("'team' does not fit its kind");
    if (const auto* bh = json.find("bh")) {
        DS_TRY(event.body_hash, read_id<Hash>(*bh, "bh"));
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

std::size_t longest_header(const EventContent& content) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr std::string_view kWidestPart = R"(,"part":[9223372036854775807,9223372036854775807])";
    EventId any;
    any.bytes.fill(1);  // a zero id is written as ""
    return header_bytes(content, {any, kMost, any, {kMost}, {}}, {}, Hash{}).size() + kWidestPart.size();
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
    if (const auto fault = writers_fault(content); !fault.empty()) return bad(fault);
    auto header = header_bytes(content, place, key.id(), hash);
    const auto signature = key.sign(kEventNamespace, header);
    // Reading back what was written is the cheapest proof that every other machine can. The signature was
    // made a line above: to verify it would cost more than all the rest.
    auto event = read_stored_event(std::move(header), signature, std::move(content.body));
    if (event && !event->readable()) return bad(event->fault);
    return event;
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
    std::string kind;
    DS_CHECK(read_kind_and_body_hash(*json, event, kind));
    auto said = read_content(std::move(kind), *json);
    event.content = std::move(said.content);
    event.fault = std::move(said.fault);
    event.newer = said.newer;
    event.id = {blake2b<32>(kEventNamespace, header)};
    event.header = std::move(header);
    event.signature = signature;
    event.content.body = std::move(body);
    return event;
}

}  // namespace dsupport
