#include "lib/store/duty_row.hh"

#include "lib/base/json.hh"
#include "lib/store/store.hh"

namespace dsupport {
namespace {

// In the table `meta`.
constexpr auto kDuty = "duty";
/// What TimeZones::version() says of zones that do not tell their release, and so may have changed since.
constexpr std::string_view kUnknown = "unknown";
/// Another number for each form of the text.
constexpr std::int64_t kFormat = 1;

Json id_json(const SeatId& id) {
    return Json::array({static_cast<int>(id.role), id.number});
}

SeatId read_seat_id(const Json& json) {
    const auto& items = json.items();
    return {static_cast<Role>(items.at(0).integer()), items.at(1).integer()};
}

Json seat_json(const Seat& seat) {
    Json rivals = Json::array();
    for (const auto& id : seat.rivals) rivals.push(id.hex());
    return Json::array({id_json(seat.id), seat.person.value, seat.turn_of.value,
                        static_cast<int>(seat.reason), seat.turn, seat.version.ms,
                        seat.cover ? seat.cover->hex() : "", std::move(rivals), seat.meant.value,
                        seat.since.ms, seat.until.ms});
}

Seat read_seat(const Json& json) {
    const auto& items = json.items();
    Seat out;
    out.id = read_seat_id(items.at(0));
    out.person = {items.at(1).string()};
    out.turn_of = {items.at(2).string()};
    out.reason = static_cast<SeatReason>(items.at(3).integer());
    out.turn = items.at(4).integer();
    out.version = {items.at(5).integer()};
    out.cover = EventId::from_hex(items.at(6).string());
    for (const auto& id : items.at(7).items())
        if (const auto rival = EventId::from_hex(id.string())) out.rivals.push_back(*rival);
    out.meant = {items.at(8).string()};
    out.since = {items.at(9).integer()};
    out.until = {items.at(10).integer()};
    return out;
}

Json problem_json(const DutyProblem& problem) {
    return Json::array({problem.kind, id_json(problem.seat), problem.person.value, problem.text});
}

DutyProblem read_problem(const Json& json) {
    const auto& items = json.items();
    return {items.at(0).string(), read_seat_id(items.at(1)), {items.at(2).string()}, items.at(3).string()};
}

}  // namespace

std::string duty_row(const Duty& duty, std::string_view tzdata) {
    Json seats = Json::array(), problems = Json::array();
    for (const auto& seat : duty.seats) seats.push(seat_json(seat));
    for (const auto& problem : duty.problems) problems.push(problem_json(problem));
    return Json::array({kFormat, tzdata, duty.from.ms, duty.to.ms, std::move(seats), std::move(problems)})
        .dump();
}

std::optional<Duty> read_duty_row(std::string_view text, std::string_view tzdata, Instant t) {
    const auto json = Json::parse(text);
    if (!json || json->items().empty() || json->items()[0] != kFormat) return std::nullopt;
    const auto& items = json->items();
    Duty out{t, {items.at(2).integer()}, {items.at(3).integer()}, {}, {}};
    if (items.at(1).string() != tzdata || tzdata == kUnknown || t < out.from || t >= out.to)
        return std::nullopt;
    for (const auto& seat : items.at(4).items()) out.seats.push_back(read_seat(seat));
    for (const auto& problem : items.at(5).items()) out.problems.push_back(read_problem(problem));
    return out;
}

std::optional<Duty> Store::kept_duty(Instant t) {
    if (!duty_ || t < duty_->from || t >= duty_->to) {
        const auto row = meta(kDuty);
        duty_ = row.empty() ? std::nullopt : read_duty_row(row, zones_.version(), t);
    }
    if (duty_) duty_->at = t;
    return duty_;
}

Duty Store::evaluate_duty(Instant t) {
    const auto exceptions = load_exceptions(*events_, *team().authority);
    return evaluate(Rota(team().team, fold_exceptions(exceptions), zones_), t);
}

Result<Duty> Store::duty(Instant t) {
    DS_CHECK(check_horizon(t));
    return guarded(paths_.database(), [&]() -> Result<Duty> {
        auto kept = kept_duty(t);
        auto out = kept ? std::move(*kept) : evaluate_duty(t);
        DS_CHECK(check_in_force(out));
        return out;
    });
}

std::optional<PersonId> WriteSession::on_duty(std::string_view level) const {
    const auto role = parse_role(level);
    if (!role) return std::nullopt;
    const auto duty = store_.duty(now_);
    if (!duty) return std::nullopt;
    auto holder = duty->holder(*role);
    return holder.empty() ? std::nullopt : std::optional(std::move(holder));
}

void WriteSession::forget_duty() {
    if (!meta(kDuty).empty()) set_meta(kDuty, "");
    store_.duty_.reset();
}

void WriteSession::keep_duty() {
    if (now_ >= kRotaHorizon || store_.kept_duty(now_)) return;
    store_.duty_ = store_.evaluate_duty(now_);
    set_meta(kDuty, duty_row(*store_.duty_, store_.zones_.version()));
}

}  // namespace dsupport
