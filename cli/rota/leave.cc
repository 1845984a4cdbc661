#include "lib/rota/leave.hh"

#include <fmt/format.h>

#include "cli/rota/rota.hh"
#include "cli/team_change.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

struct Left {
    std::vector<Event> events;
    PersonId who, other;
    Instant at;
};

Result<Left> write_leave(Env& env, const Args& args, WriteSession& session) {
    DS_CHECK(need_rules(env, session.team()));
    const auto home = HomeRota::of(env.zones, session);
    Left out;
    DS_TRY(out.who, read_person(session, args.argument("WORDS")));
    const auto cover = args.text("cover");
    if (!cover) return fail(ErrorKind::usage, "rota leave needs --cover PERSON, who takes over");
    DS_TRY(out.other, read_person(session, *cover));
    DS_TRY(out.at, read_moment_of(env, args, "at", env.now()));
    DS_TRY(auto plan, plan_leave(home->rota(), out.who, out.at, out.other, env.now()));
    const auto sections = shown_sections(session.team_state().sections);
    const auto before = sections.find("rota");
    const auto body = with_leaver(with_rings(before == sections.end() ? "" : before->second, plan.rings),
                                  out.who, plan.left);
    DS_TRY(out.events, write_sections(session, {{"rota", body}}));
    if (plan.cover.pieces.empty()) return out;
    EventContent event;
    event.kind = "cover";
    event.own = cover_members(plan.cover.pieces, plan.cover.beats);
    DS_TRY(auto covers, session.append({std::move(event)}));
    out.events.insert(out.events.end(), covers.begin(), covers.end());
    return out;
}

}  // namespace

Outcome rota_leave(Env& env, const Args& args) {
    DS_CHECK(founded_store(env));
    const bool dry_run = args.flag("dry-run");
    DS_TRY(const auto left, write_home<Left>(env, dry_run, [&](WriteSession& session) {
               return write_leave(env, args, session);
           }));
    if (dry_run) {
        print_events(env, left.events);
        return {};
    }
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"person", left.who.value},
                                     {"left", time_json(left.at)},
                                     {"cover", left.other.value},
                                     {"event", left.events.back().id.hex()}})
                           .dump() +
                       "\n");
        return {};
    }
    say(env, args,
        fmt::format("{} leaves {}, {} takes over", left.who.value, local_time(left.at, env.now(), *env.zone),
                    left.other.value));
    return {};
}

Outcome rota_keeper(Env& env, const Args& args) {
    if (args.flag("here")) {
        DS_CHECK(founded_store(env));
        const bool dry_run = args.flag("dry-run");
        DS_TRY(const auto events,
               write_home<std::vector<Event>>(
                   env, dry_run, [&](WriteSession& session) -> Result<std::vector<Event>> {
                       if (session.team().keeper == session.replica()) return std::vector<Event>{};
                       return write_sections(session, {{"keeper", keeper_section(session.replica())}});
                   }));
        if (dry_run) {
            print_events(env, events);
            return {};
        }
    }
    DS_TRY(auto* store, env.store(Access::read));
    const auto keeper = keeper_of(store->team());
    const auto me = store->me();
    const auto person = keeper ? store->team().authority->person(*keeper) : PersonId{};
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"key", keeper ? Json(keeper->hex()) : Json()},
                                     {"person", text_json(person.value)},
                                     {"here", keeper && me == keeper}})
                           .dump() +
                       "\n");
        return {};
    }
    if (!keeper) return fail(ErrorKind::negative, "there is no team yet, and no keeper", "dsupport init");
    say(env, args,
        fmt::format("the keeper is {}: a machine of {}, key {}",
                    me == keeper ? "this machine" : "another machine",
                    person.empty() ? "nobody in the team" : person.value, key_fingerprint(*keeper)));
    return {};
}

}  // namespace dsupport
