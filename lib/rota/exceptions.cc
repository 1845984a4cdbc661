#include "lib/rota/exceptions.hh"

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

std::vector<EventId> read_ids(const Json& list) {
    std::vector<EventId> out;
    for (const auto& item : list.items())
        if (const auto id = EventId::from_hex(item.string())) out.push_back(*id);
    return out;
}

Json ids_json(const std::vector<EventId>& ids) {
    Json out = Json::array();
    for (const auto& id : ids) out.push(id.hex());
    return out;
}

std::optional<Piece> read_piece(const Json& json) {
    const auto role = parse_role(json["role"].string());
    const auto from = parse_civil(json["from"].string());
    const auto to = parse_civil(json["to"].string());
    if (!role || !from || !to || !json["seat"].is_int() || json["seat"].integer() < 0) return std::nullopt;
    return Piece{{*role, json["seat"].integer()}, *from, *to, json["tz"].string(), {json["who"].string()},
                 {json["out"].string()}};
}

std::string day_text(CivilTime t) {
    return t.text().substr(0, 10);
}

/// What the cancels among the events take back.
std::set<EventId> cancelled(std::span<const RotaEvent> events) {
    std::map<EventId, const RotaEvent*> by_id;
    for (const auto& event : events) by_id.emplace(event.made.id, &event);
    std::set<EventId> out;
    for (const auto& event : events) {
        if (event.kind != "cancel" || !event.counts) continue;
        for (const auto& id : read_ids(event.own["ids"])) {
            const auto named = by_id.find(id);
            if (named == by_id.end()) continue;
            const auto& target = *named->second;
            const bool own = event.lead || event.made.by == PersonId{target.own["person"].string()};
            if (target.kind == "cover" || (target.kind == "away" && own)) out.insert(id);
        }
    }
    return out;
}

/// All of them or none: half a swap would leave one of the two with both seats.
std::vector<Piece> read_pieces(const Json& list) {
    std::vector<Piece> out;
    for (const auto& item : list.items()) {
        const auto piece = read_piece(item);
        if (!piece) return {};
        out.push_back(*piece);
    }
    return out;
}

}  // namespace

std::string seat_name(const SeatId& seat) {
    std::string out(role_name(seat.role));
    return seat.number == 0 ? out : out + " seat " + std::to_string(seat.number);
}

std::optional<CivilTime> parse_civil(std::string_view text) {
    const auto field = [&](std::size_t at, std::size_t size) {
        return static_cast<int>(parse_integer(text.substr(at, size)).value_or(-1));
    };
    if (text.size() != 10 && text.size() != 19) return std::nullopt;
    const bool timed = text.size() == 19;
    const auto t = timed ? CivilTime::make(field(0, 4), field(5, 2), field(8, 2), field(11, 2), field(14, 2),
                                           field(17, 2))
                         : CivilTime::make(field(0, 4), field(5, 2), field(8, 2));
    // Only the one form it is written in: what came in another would not be the same text again.
    if (!t || (timed ? t->text() : day_text(*t)) != text) return std::nullopt;
    return t;
}

Exceptions fold_exceptions(std::span<const RotaEvent> events) {
    const auto gone = cancelled(events);
    Exceptions out;
    for (const auto& event : events) {
        const bool live = event.counts && !gone.contains(event.made.id);
        if (event.kind == "cover") {
            out.covers.push_back(
                {event.made, read_pieces(event.own["pieces"]), read_ids(event.own["p"]), live});
        } else if (event.kind == "cancel") {
            out.cancels.push_back({event.made, read_ids(event.own["ids"])});
        } else if (event.kind == "away") {
            const auto from = parse_civil(event.own["from"].string());
            const auto to = parse_civil(event.own["to"].string());
            const PersonId person{event.own["person"].string()};
            if (from && to && (event.lead || event.made.by == person))
                out.aways.push_back({event.made, person, *from, *to, live});
        }
    }
    std::ranges::sort(out.covers, {}, &Cover::made);
    std::ranges::sort(out.aways, {}, &Away::made);
    return out;
}

Json cover_members(const std::vector<Piece>& pieces, const std::vector<EventId>& beats) {
    Json list = Json::array();
    for (const auto& piece : pieces)
        list.push(Json::object({{"role", role_name(piece.seat.role)},
                                {"seat", piece.seat.number},
                                {"from", piece.from.text()},
                                {"to", piece.to.text()},
                                {"tz", piece.tz},
                                {"who", piece.who.value},
                                {"out", piece.out.value}}));
    return Json::object({{"pieces", std::move(list)}, {"p", ids_json(beats)}});
}

Json away_members(const PersonId& person, CivilTime from, CivilTime to) {
    return Json::object({{"person", person.value}, {"from", day_text(from)}, {"to", day_text(to)}});
}

Json cancel_members(const std::vector<EventId>& ids) {
    return Json::object({{"ids", ids_json(ids)}});
}

}  // namespace dsupport
