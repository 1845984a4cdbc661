#include "cli/rota/forwarding.hh"

#include <fmt/format.h>

#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Columns of what a failed program printed: enough for an error, and `status` shows it until it works again.
constexpr int kMostSaid = 200;

/// What the program was told when it last succeeded, and what it said when it last failed.
const std::string kTold = "rota_forwarded", kFailed = "rota_hook_failed";

Outcome remember(Env& env, const std::string& told, const std::string& failed) {
    DS_CHECK(write_home<bool>(env, false, [&](WriteSession& session) -> Result<bool> {
        if (!told.empty()) session.set_meta(kTold, told);
        session.set_meta(kFailed, failed);
        return true;
    }));
    return {};
}

}  // namespace

Json forwarding_json(const Team& team, const Duty& duty) {
    const auto holder = duty.holder(Role::first_level);
    const auto* person = team.person(holder);
    const auto phone = person ? person->phone : std::string();
    Json lines = Json::array();
    for (const auto& [name, line] : team.lines)
        lines.push(Json::object({{"line", name},
                                 {"number", text_json(line.number)},
                                 {"person", text_json(phone.empty() ? "" : holder.value)},
                                 {"target", text_json(phone.empty() ? line.fallback : phone)}}));
    Json roles = Json::array();
    for (const auto role : kRoles) {
        Json seats = Json::array();
        for (const auto& seat : duty.seats) {
            if (seat.id.role != role) continue;
            const auto* sits = team.person(seat.person);
            seats.push(Json::object({{"seat", seat.id.number},
                                     {"person", text_json(seat.person.value)},
                                     {"phone", text_json(sits ? sits->phone : "")}}));
        }
        roles.push(Json::object({{"role", role_name(role)}, {"seats", std::move(seats)}}));
    }
    return Json::object({{"schema", 1}, {"lines", std::move(lines)}, {"roles", std::move(roles)}});
}

Result<Forwarded> forward_phones(Env& env, const Json& forwarding, Instant at) {
    const auto& program = env.config.list("rota.hook");
    if (program.empty()) return Forwarded::no_program;
    DS_TRY(auto* store, env.store(Access::read));
    const auto wanted = forwarding.dump();
    if (store->meta(kTold) == wanted && store->meta(kFailed).empty()) return Forwarded::unchanged;
    auto input = forwarding;
    input.set("at", time_json(at));
    Process process{program, input.dump() + "\n"};
    const auto finished = env.processes.run(process);
    std::string failure;
    if (!finished)
        failure = finished.error().message;
    else if (finished->status != 0)
        failure = fmt::format("it ended with status {}: {}", finished->status,
                              cut(printable(trim(finished->output)), kMostSaid));
    if (failure.empty()) {
        DS_CHECK(remember(env, wanted, ""));
        return Forwarded::done;
    }
    const auto said = fmt::format("{}, at {}", failure, rfc3339(at));
    DS_CHECK(remember(env, "", said));
    return fail(ErrorKind::try_later, fmt::format("the phones were not forwarded: {}", failure),
                "the next `dsupport rota handover --auto` tries it again");
}

std::string forwarding_failure(Store& store) {
    return store.meta(kFailed);
}

}  // namespace dsupport
