// The verbs of `dsupport rota`, each in the file of its sort, and what they share.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/duty.hh"
#include "cli/env.hh"

namespace dsupport {

// look.cc
Outcome rota_now(Env& env, const Args& args);
Outcome rota_next(Env& env, const Args& args);
// show.cc
Outcome rota_show(Env& env, const Args& args);
// proof.cc
Outcome rota_check(Env& env, const Args& args);
Outcome rota_diff(Env& env, const Args& args);
// change.cc
Outcome rota_cover(Env& env, const Args& args);
Outcome rota_vacate(Env& env, const Args& args);
Outcome rota_swap(Env& env, const Args& args);
Outcome rota_cancel(Env& env, const Args& args);
Outcome rota_away(Env& env, const Args& args);
// leave.cc
Outcome rota_leave(Env& env, const Args& args);
Outcome rota_keeper(Env& env, const Args& args);
// handover.cc
Outcome rota_handover(Env& env, const Args& args);
// export.cc
Outcome rota_export(Env& env, const Args& args);

/// --role; nothing when it was not given. Fails with usage.
Result<std::optional<Role>> read_role(const Args& args);
/// --role and --seat, a role being needed. Fails with usage.
Result<SeatId> read_seat(const Args& args);
/// The moment of an option, or `otherwise`; what was typed in a short form is echoed.
Result<Instant> read_moment_of(Env& env, const Args& args, const std::string& option, Instant otherwise);
/// Fails with usage for a span that ends before it begins, with negative for one that ends after the horizon.
Outcome check_span(Instant from, Instant to);
/// The zone to show times in: --zone, else the person's own. Fails with usage for an unknown one.
Result<std::shared_ptr<const Zone>> read_zone(Env& env, const Args& args, const SystemZones& zones);
/// A span as a person reads it: `Mon 30 Nov 09:00 UTC to Mon 7 Dec 09:00 UTC`.
std::string span_text(Env& env, Instant from, Instant to, const Zone& zone);
/// A person of the team by any name for them, `me` being the person of this machine.
Result<PersonId> read_person(const WriteSession& session, const std::string& typed);
/// Fails with negative when the team document has no rules at all.
Outcome need_rules(const Env& env, const Team& team);

/// One shift as a record: role, seat, person, since, until, reason, turn_of, event, phone.
Json shift_json(const Team& team, const Seat& seat);

}  // namespace dsupport
