#include "lib/store/summary_json.hh"

namespace dsupport {
namespace {

Json moment(const std::optional<Instant>& t) {
    return t ? Json(t->ms) : Json();
}

std::optional<Instant> read_moment(const Json& json) {
    return json.is_int() ? std::optional(Instant{json.integer()}) : std::nullopt;
}

Json attributed_json(const Attributed& a) {
    return Json::array({a.value, a.by.value, a.at.ms});
}

Attributed read_attributed(const Json& json) {
    if (json.items().size() != 3) return {};
    return {json.items()[0], {json.items()[1].string()}, {json.items()[2].integer()}};
}

Json call_json(const Call& call) {
    auto out = Json::object(
        {{"number", call.number}, {"line", call.line}, {"at", call.at.ms}, {"rep", call.by.hex()}});
    if (call.duration_s) out.set("duration_s", *call.duration_s);
    return out;
}

Call read_call(const Json& json) {
    Call out{json["number"].string(), json["line"].string(), {json["at"].integer()}, std::nullopt, {}};
    if (json["duration_s"].is_int()) out.duration_s = json["duration_s"].integer();
    out.by = ReplicaKey::from_hex(json["rep"].string()).value_or(ReplicaKey{});
    return out;
}

}  // namespace

std::string summary_text(const Summary& t) {
    Json tags = Json::array(), links = Json::array(), conflicts = Json::array();
    for (const auto& tag : t.tags) tags.push(tag);
    for (const auto& link : t.links) links.push(Json::array({link.id.value, link.rel}));
    for (const auto& c : t.conflicts) {
        Json others = Json::array();
        for (const auto& other : c.others) others.push(attributed_json(other));
        conflicts.push(Json::array({c.field, attributed_json(c.shown), std::move(others)}));
    }
    auto out = Json::object({{"id", t.id.value},
                             {"subject", t.subject},
                             {"attention", t.attention},
                             {"undelivered", t.undelivered},
                             {"level", t.level},
                             {"nature", t.nature},
                             {"urgency", t.urgency},
                             {"channel", t.channel},
                             {"requester", t.requester.json()},
                             {"reply_to", t.reply_to},
                             {"client", t.client},
                             {"call_by", t.call_by.value},
                             {"opened_by", t.opened_by.value},
                             {"assignee", t.assignee.value},
                             {"tags", std::move(tags)},
                             {"promise_at", moment(t.promise_at)},
                             {"closed_at", moment(t.closed_at)},
                             {"last_client_at", moment(t.last_client_at)},
                             {"last_staff_at", moment(t.last_staff_at)},
                             {"links", std::move(links)},
                             {"created_at", t.created_at.ms},
                             {"updated_at", t.updated_at.ms},
                             {"settled_at", t.settled_at.ms},
                             {"message_count", t.message_count},
                             {"conflicts", std::move(conflicts)},
                             {"void", t.voided},
                             {"aside", t.aside}});
    if (t.stored.kind != StatusKind::fresh) out.set("stored", t.stored.json());
    if (t.call) out.set("call", call_json(*t.call));
    return out.dump();
}

Result<Summary> read_summary(const std::string& text) {
    DS_TRY(const auto json, Json::parse(text));
    Summary t;
    t.id = {json["id"].string()};
    t.subject = json["subject"].string();
    t.stored = Status::read(json["stored"]).value_or(Status{});
    t.attention = json["attention"].boolean();
    t.undelivered = json["undelivered"].boolean();
    t.level = json["level"].string();
    t.nature = json["nature"].string();
    t.urgency = json["urgency"].string();
    t.channel = json["channel"].string();
    t.requester = Requester::read(json["requester"]);
    t.reply_to = json["reply_to"].string();
    t.client = json["client"].string();
    if (json.has("call")) t.call = read_call(json["call"]);
    t.call_by = {json["call_by"].string()};
    t.opened_by = {json["opened_by"].string()};
    t.assignee = {json["assignee"].string()};
    for (const auto& tag : json["tags"].items()) t.tags.push_back(tag.string());
    t.promise_at = read_moment(json["promise_at"]);
    t.closed_at = read_moment(json["closed_at"]);
    t.last_client_at = read_moment(json["last_client_at"]);
    t.last_staff_at = read_moment(json["last_staff_at"]);
    for (const auto& link : json["links"].items())
        if (link.items().size() == 2)
            t.links.push_back({{link.items()[0].string()}, link.items()[1].string()});
    t.created_at = {json["created_at"].integer()};
    t.updated_at = {json["updated_at"].integer()};
    t.settled_at = {json["settled_at"].integer()};
    t.message_count = json["message_count"].integer();
    for (const auto& c : json["conflicts"].items()) {
        if (c.items().size() != 3) continue;
        Conflict conflict{c.items()[0].string(), read_attributed(c.items()[1]), {}};
        for (const auto& other : c.items()[2].items()) conflict.others.push_back(read_attributed(other));
        t.conflicts.push_back(std::move(conflict));
    }
    t.voided = json["void"].boolean();
    t.aside = json["aside"].boolean();
    return t;
}

}  // namespace dsupport
