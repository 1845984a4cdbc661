#include "lib/rota/handover.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/rota/forwarding.hh"
#include "cli/rota/handover_note.hh"
#include "cli/rota/rota.hh"
#include "cli/team_change.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/typed_text.hh"
#include "lib/base/text.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/handover_post.hh"
#include "lib/sync/send_lock.hh"

namespace dsupport {
namespace {

/// So many stand for weeks in which nobody ran the timer, or for a clock that is wrong by years: what is
/// recorded for a time to come can be neither taken back nor passed before that time.
constexpr std::size_t kMostAtOnce = 100;

struct Done {
    std::vector<Event> events;
    std::vector<Json> records;
};

/// The rules that a record was made by: the event that wrote them.
std::string rules_id(const TeamState& state) {
    const auto it = state.sections.find("rota");
    const auto* shown = it == state.sections.end() ? nullptr : it->second.shown();
    return shown ? shown->event.hex() : "";
}

Json record_json(const Event& event, const Handover& handover, const PersonId& before) {
    return Json::object({{"role", role_name(handover.seat.role)},
                         {"seat", handover.seat.number},
                         {"start", time_json(handover.start)},
                         {"before", text_json(before.value)},
                         {"person", text_json(handover.who.value)},
                         {"event", event.id.hex()}});
}

EventContent content_of(const Handover& handover) {
    EventContent out;
    out.kind = "handover";
    out.own = handover_members(handover);
    if (!handover.text.empty()) out.body = handover.text;
    return out;
}

/// The words that people left for whoever comes next, of the recorded shift that ended; and those given now.
std::vector<std::string> words_for(const WriteSession& session, const Record* ended,
                                   const std::string& given) {
    std::vector<std::string> out;
    if (ended)
        for (const auto& note : ended->notes)
            out.push_back(fmt::format("{}: {}", session.team().display_name(note.made.by), note.text));
    if (!given.empty()) out.push_back(given);
    return out;
}

Result<Done> reconcile(Env& env, WriteSession& session, Store& store, const std::string& given) {
    Done out;
    const auto home = HomeRota::of(env.zones, session);
    const auto events = session.rota_handovers();
    const Records records(events);
    std::map<SeatId, PersonId> before;
    for (auto& handover : missing_handovers(home->rota(), records, session.now())) {
        const auto* ended = records.at(handover.seat, {handover.start.ms - 1});
        const auto [known, first] = before.try_emplace(handover.seat, ended ? ended->shown.who : PersonId{});
        auto& leaves = known->second;
        handover.doc = rules_id(session.team_state());
        handover.tzdata = home->zones().version();
        const auto seats = home->rota().seats_at(handover.start);
        const auto seat = std::ranges::find(seats, handover.seat, &Seat::id);
        const HandoverNote note{handover, leaves, seat == seats.end() ? handover.start : seat->until,
                                words_for(session, first ? ended : nullptr, given)};
        DS_TRY(handover.text, handover_text(store, session.team(), note, session.now()));
        DS_TRY(const auto written, session.append({content_of(handover)}));
        const auto& group = session.team().group;
        session.outbox().add(handover_letter(
            written.front(), handover, leaves, group,
            session.fresh_message_id({}, message_id_domain(env.config.text("me.email"), group)),
            session.now()));
        out.records.push_back(record_json(written.front(), handover, leaves));
        out.events.push_back(written.front());
        leaves = handover.who;
    }
    return out;
}

Outcome print_done(Env& env, const Args& args, const Done& done, std::string_view hook) {
    if (args.flag("dry-run")) {
        print_events(env, done.events);
        return {};
    }
    Json list = Json::array();
    for (const auto& record : done.records) list.push(record);
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1}, {"handovers", std::move(list)}, {"hook", hook}}).dump() +
                       "\n");
        return {};
    }
    for (const auto& record : done.records)
        say(env, args,
            fmt::format("{} {} to {} at {}", record["role"].string(),
                        record["before"].is_null() ? "nobody" : record["before"].string(),
                        record["person"].is_null() ? "nobody" : record["person"].string(),
                        record["start"].string()));
    if (hook == "done") say(env, args, "the phones are forwarded");
    return {};
}

std::string_view hook_word(Forwarded forwarded) {
    if (forwarded == Forwarded::no_program) return "none";
    return forwarded == Forwarded::done ? "done" : "unchanged";
}

/// Compares what should be with what is recorded, and acts on the difference.
Outcome automatic(Env& env, const Args& args) {
    DS_TRY(auto* reader, env.store(Access::read));
    DS_CHECK(need_rules(env, reader->team().team));
    const auto keeper = keeper_of(reader->team());
    if (keeper != reader->me()) {
        say(env, args,
            fmt::format("the keeper is another machine, of {}: nothing to do here",
                        keeper ? reader->team().authority->person(*keeper).value : "nobody"));
        return {};
    }
    const auto lock = SendLock::take(env.paths.data_dir, "rota.lock");
    if (!lock && lock.error().kind == ErrorKind::try_later) {
        say(env, args, "another handover is at it");
        return {};
    }
    if (!lock) return tl::unexpected(lock.error());
    // Read again: another run may have just ended.
    env.opened.reset();
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto known, store->rota_handovers());
    const Records records(known);
    if (const auto newest = records.newest(); newest && *newest > env.now()) {
        env.output.err(
            fmt::format("warning: the clock says {}, but a handover of {} is recorded: nothing was done\n",
                        rfc3339(env.now()), rfc3339(*newest)));
        return {};
    }
    DS_TRY(const auto home, HomeRota::of(env.zones, *store));
    DS_CHECK(check_horizon(env.now()));
    DS_TRY(const auto given, read_message(env, args));
    const auto missing = missing_handovers(home->rota(), records, env.now());
    if (missing.size() > kMostAtOnce && !args.flag("force"))
        return fail(
            ErrorKind::negative,
            fmt::format("{} handovers since {} have no record, and the clock says {}: nothing was done",
                        missing.size(), rfc3339(missing.front().start), rfc3339(env.now())),
            "when the clock is right: dsupport rota handover --auto --force");
    Done done;
    if (!missing.empty()) {
        DS_TRY(auto* writer, env.store(Access::write));
        DS_TRY(done, write_home<Done>(env, args.flag("dry-run"), [&](WriteSession& session) {
                   return reconcile(env, session, *writer, given.value_or(""));
               }));
    }
    auto forwarded = Result<Forwarded>(Forwarded::no_program);
    if (!args.flag("dry-run")) {
        DS_TRY(const auto on_duty, duty(home->rota(), env.now()));
        forwarded = forward_phones(env, forwarding_json(home->team(), on_duty), env.now());
    }
    DS_CHECK(print_done(env, args, done, forwarded ? hook_word(*forwarded) : "failed"));
    if (!forwarded) return tl::unexpected(forwarded.error());
    return {};
}

/// A record about one that is there already: accepted, corrected, or with words for the next.
Result<Done> write_about(Env& env, const Args& args, WriteSession& session) {
    DS_CHECK(need_rules(env, session.team()));
    const auto events = session.rota_handovers();
    const Records records(events);
    const bool correct = args.flag("correct");
    DS_TRY(const auto role, read_role(args));
    DS_TRY(const auto at, read_moment_of(env, args, "at", env.now()));
    DS_TRY(const auto text, read_message(env, args));
    PersonId who;
    if (correct) {
        DS_TRY(who, read_person(session, args.argument("WORDS")));
    }
    Done out;
    for (const auto& [seat, list] : records.all()) {
        const auto* record = records.at(seat, at);
        if (!record || (role && seat.role != *role)) continue;
        if (!correct && record->shown.who != session.me()) continue;
        auto next = record->shown;
        next.says = args.flag("accept") ? "accept" : correct ? "correct" : "note";
        next.replaces = {record->shown.made.id};
        next.text = text.value_or("");
        if (correct) next.who = who;
        if (args.flag("accept") && record->accepted) continue;
        if (correct && record->shown.who == who) continue;
        DS_TRY(const auto written, session.append({content_of(next)}));
        out.records.push_back(record_json(written.front(), next, record->shown.who));
        out.events.push_back(written.front());
    }
    if (out.events.empty())
        return fail(ErrorKind::negative,
                    correct ? "no record says otherwise" : "no recorded shift of yours waits for that",
                    "the keeper records them: dsupport rota handover --auto");
    return out;
}

}  // namespace

Outcome rota_handover(Env& env, const Args& args) {
    const auto modes = static_cast<int>(args.flag("auto")) + static_cast<int>(args.flag("accept")) +
                       static_cast<int>(args.flag("correct"));
    if (modes > 1) return fail(ErrorKind::usage, "one of --auto, --accept and --correct at a time");
    if (args.flag("auto")) return automatic(env, args);
    if (args.flag("force")) return fail(ErrorKind::usage, "rota handover --force needs --auto");
    if (modes == 0 && !args.text("message"))
        return fail(ErrorKind::usage, "rota handover needs --auto, --accept, --correct or -m TEXT",
                    "--auto is for timers; -m leaves words for whoever comes next");
    if (args.flag("correct") && (args.argument("WORDS").empty() || !args.text("role")))
        return fail(ErrorKind::usage, "rota handover --correct needs PERSON and --role",
                    "dsupport rota handover --correct ada --role technical --at '2026-11-24 09:00'");
    DS_CHECK(founded_store(env));
    DS_TRY(const auto done, write_home<Done>(env, args.flag("dry-run"), [&](WriteSession& session) {
               return write_about(env, args, session);
           }));
    if (args.flag("dry-run") || args.flag("json")) return print_done(env, args, done, "none");
    for (const auto& record : done.records)
        say(env, args,
            fmt::format("{} of {}: {}", record["role"].string(), record["start"].string(),
                        args.flag("accept")    ? "accepted"
                        : args.flag("correct") ? record["person"].string() + " was on duty"
                                               : "noted for whoever comes next"));
    return {};
}

}  // namespace dsupport
