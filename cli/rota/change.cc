#include <fmt/format.h>

#include <algorithm>

#include "cli/rota/rota.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/rota/plan.hh"

namespace dsupport {
namespace {

/// What a verb wants to write, and how it is told.
struct Wish {
    EventContent event;
    std::vector<std::string> lines;
    std::vector<std::string> notices;
};

struct Written {
    Wish wish;
    std::vector<Event> events;
};

EventContent event_of(std::string kind, Json own) {
    EventContent out;
    out.kind = std::move(kind);
    out.own = std::move(own);
    return out;
}

Json written_json(const Written& written) {
    Json notices = Json::array();
    for (const auto& notice : written.wish.notices) notices.push(notice);
    auto out = Json::object(
        {{"schema", 1}, {"event", written.events.front().id.hex()}, {"kind", written.wish.event.kind}});
    for (const auto& [key, value] : written.wish.event.own.members())
        if (key != "p") out.set(key, value);
    out.set("notices", std::move(notices));
    return out;
}

/// Writes one event of the rota: `make` checks it inside the transaction.
Outcome write_rota(Env& env, const Args& args,
                   const std::function<Result<Wish>(const WriteSession&, const HomeRota&)>& make) {
    DS_CHECK(founded_store(env));
    const bool dry_run = args.flag("dry-run");
    DS_TRY(const auto written,
           write_home<Written>(env, dry_run, [&](WriteSession& session) -> Result<Written> {
               DS_CHECK(need_rules(env, session.team()));
               const auto home = HomeRota::of(env.zones, session);
               DS_TRY(auto wish, make(session, *home));
               DS_TRY(auto events, session.append({wish.event}));
               return Written{std::move(wish), std::move(events)};
           }));
    if (dry_run) {
        print_events(env, written.events);
        return {};
    }
    if (args.flag("json")) {
        env.output.out(written_json(written).dump() + "\n");
        return {};
    }
    for (const auto& line : written.wish.lines) say(env, args, line);
    for (const auto& notice : written.wish.notices) env.output.err(printable(notice, true) + "\n");
    return {};
}

std::vector<std::string> piece_lines(Env& env, const HomeRota& home, const std::vector<Piece>& pieces) {
    std::vector<std::string> out;
    for (const auto& piece : pieces) {
        const auto from = home.zones().earliest(piece.from, piece.tz);
        const auto to = home.zones().earliest(piece.to, piece.tz);
        out.push_back(fmt::format(
            "{} {} for {}, {}", seat_name(piece.seat), piece.who.empty() ? "nobody" : piece.who.value,
            piece.out.empty() ? "nobody" : piece.out.value, span_text(env, from, to, *env.zone)));
    }
    return out;
}

Wish cover_wish(Env& env, const HomeRota& home, Plan plan) {
    return {event_of("cover", cover_members(plan.pieces, plan.beats)), piece_lines(env, home, plan.pieces),
            std::move(plan.notices)};
}

/// From now until the running shift ends, unless told otherwise.
Result<CoverWish> read_cover(Env& env, const Args& args, const WriteSession& session, const HomeRota& home) {
    CoverWish out;
    DS_TRY(out.seat, read_seat(args));
    DS_TRY(out.from, read_moment_of(env, args, "from", env.now()));
    DS_CHECK(check_horizon(out.from));
    const auto seats = home.rota().seats_at(std::max(out.from, env.now()));
    const auto seat = std::ranges::find(seats, out.seat, &Seat::id);
    if (seat == seats.end() && !args.text("to"))
        return fail(ErrorKind::negative, fmt::format("no such seat then: {}", seat_name(out.seat)),
                    "dsupport rota now --json shows the seats");
    DS_TRY(out.to, read_moment_of(env, args, "to", seat == seats.end() ? out.from : seat->until));
    if (const auto typed = args.text("out")) {
        DS_TRY(out.out, read_person(session, *typed));
    }
    out.replace = args.flag("replace");
    out.force = args.flag("force");
    return out;
}

/// The exceptions whose ids begin with what was typed.
Result<EventId> find_exception(const Exceptions& exceptions, const std::string& typed) {
    constexpr std::size_t kLeast = 4;
    std::vector<EventId> found;
    const auto look = [&](const auto& list) {
        for (const auto& one : list)
            if (one.live && one.made.id.hex().starts_with(lower(typed))) found.push_back(one.made.id);
    };
    if (typed.size() >= kLeast) {
        look(exceptions.covers);
        look(exceptions.aways);
    }
    if (found.size() == 1) return found.front();
    if (found.empty())
        return fail(ErrorKind::negative,
                    fmt::format("no cover and no days away begin with '{}'", printable(typed)),
                    "dsupport rota show --format table lists them with their ids");
    return fail(ErrorKind::usage, fmt::format("'{}' is the beginning of several", printable(typed)),
                "type more of it");
}

/// A typed day, or the day of a moment, in the person's own zone.
Result<CivilTime> read_day(Env& env, const Args& args, const std::string& option, const HomeRota& home,
                           const std::string& tz) {
    const auto typed = args.text(option);
    if (!typed)
        return fail(ErrorKind::usage, fmt::format("rota away needs --{} DAY", option),
                    "the end day is not one of them");
    const auto zone = home.zones().zone(tz);
    DS_TRY(const auto t, read_time(*typed, env.now(), *zone));
    const auto wall = zone->at(t).wall.seconds;
    return CivilTime{wall - ((wall % 86400) + 86400) % 86400};
}

}  // namespace

Outcome rota_cover(Env& env, const Args& args) {
    return write_rota(env, args, [&](const WriteSession& session, const HomeRota& home) -> Result<Wish> {
        DS_TRY(auto wish, read_cover(env, args, session, home));
        DS_TRY(wish.who, read_person(session, args.argument("WORDS")));
        if (const auto typed = args.text("backfill")) {
            DS_TRY(wish.backfill, read_person(session, *typed));
        }
        DS_TRY(auto plan, plan_cover(home.rota(), wish, env.now()));
        return cover_wish(env, home, std::move(plan));
    });
}

Outcome rota_vacate(Env& env, const Args& args) {
    return write_rota(env, args, [&](const WriteSession& session, const HomeRota& home) -> Result<Wish> {
        DS_TRY(auto wish, read_cover(env, args, session, home));
        DS_TRY(auto plan, plan_cover(home.rota(), wish, env.now()));
        return cover_wish(env, home, std::move(plan));
    });
}

Outcome rota_swap(Env& env, const Args& args) {
    return write_rota(env, args, [&](const WriteSession& session, const HomeRota& home) -> Result<Wish> {
        const auto words = args.arguments("WORDS");
        ShiftOf a, b;
        DS_TRY(a.person, read_person(session, words.at(0)));
        DS_TRY(b.person, read_person(session, words.at(1)));
        if (args.text("at")) {
            DS_TRY(a.at, read_moment_of(env, args, "at", {}));
        }
        if (args.text("with")) {
            DS_TRY(b.at, read_moment_of(env, args, "with", {}));
        }
        DS_TRY(auto plan, plan_swap(home.rota(), a, b, env.now(), args.flag("force")));
        return cover_wish(env, home, std::move(plan));
    });
}

Outcome rota_cancel(Env& env, const Args& args) {
    return write_rota(env, args, [&](const WriteSession& session, const HomeRota& home) -> Result<Wish> {
        const auto& exceptions = home.rota().exceptions();
        Wish out;
        std::vector<EventId> ids;
        for (const auto& typed : args.arguments("WORDS")) {
            DS_TRY(const auto id, find_exception(exceptions, typed));
            ids.push_back(id);
            const auto away =
                std::ranges::find(exceptions.aways, id, [](const Away& a) { return a.made.id; });
            if (away != exceptions.aways.end() && away->person != session.me() && !session.lead())
                return fail(ErrorKind::not_allowed, fmt::format("only {} or a lead says when {} is away",
                                                                away->person.value, away->person.value));
            out.lines.push_back(id.hex().substr(0, 8) + " taken back");
        }
        DS_CHECK(check_cancel(home.rota(), ids, env.now(), args.flag("force")));
        out.event = event_of("cancel", cancel_members(ids));
        return out;
    });
}

Outcome rota_away(Env& env, const Args& args) {
    return write_rota(env, args, [&](const WriteSession& session, const HomeRota& home) -> Result<Wish> {
        Away away;
        DS_TRY(away.person, read_person(session, args.argument("WORDS")));
        if (away.person != session.me() && !session.lead())
            return fail(ErrorKind::not_allowed,
                        "everybody says for themselves when they are away; a lead for anybody");
        const auto& tz = home.rota().person_zone(away.person);
        DS_TRY(away.from, read_day(env, args, "from", home, tz));
        DS_TRY(away.to, read_day(env, args, "to", home, tz));
        DS_TRY(auto plan, plan_away(home.rota(), away, env.now()));
        const auto from = home.zones().earliest(away.from, tz), to = home.zones().earliest(away.to, tz);
        return Wish{
            event_of("away", away_members(away.person, away.from, away.to)),
            {fmt::format("{} away, {}", away.person.value, span_text(env, from, to, *home.zones().zone(tz)))},
            std::move(plan.notices)};
    });
}

}  // namespace dsupport
