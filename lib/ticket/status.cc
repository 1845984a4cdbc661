#include "lib/ticket/status.hh"

#include <algorithm>

namespace dsupport {
namespace {

std::optional<StatusKind> stored_kind(std::string_view name) {
    if (name == "open") return StatusKind::open;
    if (name == "on-hold") return StatusKind::on_hold;
    if (name == "pending") return StatusKind::pending;
    if (name == "closed") return StatusKind::closed;
    return std::nullopt;
}

}  // namespace

int urgency_rank(std::string_view urgency) {
    const auto it = std::ranges::find(kUrgencies, urgency);
    return it == kUrgencies.end() ? 1 : static_cast<int>(it - kUrgencies.begin());
}

std::string_view status_name(StatusKind kind) {
    switch (kind) {
        case StatusKind::fresh:
            return "new";
        case StatusKind::open:
            return "open";
        case StatusKind::on_hold:
            return "on-hold";
        case StatusKind::pending:
            return "pending";
        case StatusKind::closed:
            return "closed";
    }
    return "new";
}

int openness(StatusKind kind) {
    switch (kind) {
        case StatusKind::open:
            return 4;
        case StatusKind::on_hold:
            return 3;
        case StatusKind::pending:
            return 2;
        case StatusKind::closed:
            return 1;
        case StatusKind::fresh:
            return 0;
    }
    return 0;
}

Json Status::json() const {
    auto out = Json::object({{"s", status_name(kind)}});
    if (kind == StatusKind::on_hold) out.set("on", on);
    if (until && (kind == StatusKind::pending || kind == StatusKind::on_hold)) out.set("until", until->ms);
    if (kind == StatusKind::closed) {
        out.set("as", resolution);
        if (!duplicate_of.empty()) out.set("of", duplicate_of.value);
    }
    return out;
}

std::optional<Status> Status::read(const Json& value) {
    const auto kind = stored_kind(value["s"].string());
    if (!kind) return std::nullopt;
    Status out;
    out.kind = *kind;
    if (const auto* until = value.find("until")) {
        if (!until->is_int()) return std::nullopt;
        out.until = Instant{until->integer()};
    }
    if (out.kind == StatusKind::on_hold) {
        out.on = value["on"].string();
        if (out.on.empty()) return std::nullopt;
    }
    if (out.kind == StatusKind::closed) {
        out.resolution = value["as"].string();
        if (out.resolution.empty()) return std::nullopt;
        if (const auto of = TicketId::parse(value["of"].string())) out.duplicate_of = *of;
    }
    return out;
}

Json Requester::json() const {
    return Json::object({{"name", name}, {"email", email}, {"phone", phone}});
}

Requester Requester::read(const Json& value) {
    return {value["name"].string(), value["email"].string(), value["phone"].string()};
}

bool readable_value(std::string_view name, const Json& value) {
    if (name == field::kStatus) return Status::read(value).has_value();
    if (name == field::kRequester) return value.is_object();
    if (name == field::kPromise) return value.is_int();
    if (name == field::kLevel) return std::ranges::find(kLevels, value.string()) != kLevels.end();
    if (name == field::kUrgency) return std::ranges::find(kUrgencies, value.string()) != kUrgencies.end();
    if (std::ranges::find(kFields, name) != kFields.end()) return value.is_string();
    return true;
}

}  // namespace dsupport
