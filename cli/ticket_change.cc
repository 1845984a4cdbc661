#include "cli/ticket_change.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/duty.hh"
#include "cli/ticket_json.hh"
#include "lib/base/text.hh"
#include "lib/sync/notice.hh"

namespace dsupport {
namespace {

/// What a finished change is told with.
struct Written {
    Change change;
    std::vector<Event> events;
    Summary summary;
    std::string code;
    bool has_group = false;
    bool notice = false;       ///< the group will be told
    std::string on_duty = {};  ///< who holds the seat of a level that the ticket came to
};

std::string plural(std::size_t n, std::string_view one) {
    return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s");
}

std::string mail_words(const Written& w) {
    if (!w.change.letter_to.empty())
        return fmt::format("; will be mailed to {} and the group", join(w.change.letter_to, ", "));
    if (!w.notice) return "";
    return w.has_group ? "; a notice will be mailed" : "; a notice is held: no group address";
}

std::string state_words(const Summary& t, Instant now, Store& store) {
    const auto shown = shown_status(t, now);
    std::string out(status_name(shown));
    const auto& of = t.stored.duplicate_of;
    if (shown == StatusKind::closed)
        return out + " as " + t.stored.resolution +
               (of.empty() ? "" : " of " + store.code_of(of).value_or(of.code()));
    if (shown == StatusKind::on_hold) out += " for " + t.stored.on;
    if (shown == StatusKind::pending) out += " for the client";
    if (const auto wake = wake_at(t); wake && shown != StatusKind::open) out += " until " + rfc3339(*wake);
    out += ", " + t.urgency + ", " + t.level;
    return out + (t.assignee.empty() ? ", unassigned" : ", held by " + t.assignee.value);
}

std::string covered_words(const Change& change) {
    if (change.covered == 0) return "";
    return fmt::format("; deals with {} of the client's, newest {}", plural(change.covered, "mail"),
                       rfc3339(*change.newest_covered));
}

Outcome print_ticket(Env& env, Store& store, const Summary& ticket, const std::string& code) {
    const auto code_of = [&](const TicketId& id) { return store.code_of(id).value_or(id.code()); };
    OutputOptions options;
    options.format = Format::json;
    DS_TRY(const auto printer,
           RecordPrinter::make(ticket_records(), options, {env.terminal, env.now(), *env.zone}));
    printer.print_one(ticket_json(ticket, code, env.now(), code_of), env.output);
    return {};
}

Outcome report(Env& env, const Args& args, Store& store, const Written& w) {
    if (args.flag("json")) return print_ticket(env, store, w.summary, w.code);
    if (!w.change.already.empty())
        say(env, args, fmt::format("{} {}", w.code, w.change.already));
    else
        say(env, args,
            fmt::format("{} {}{}{}{}", w.code, state_words(w.summary, env.now(), store),
                        covered_words(w.change), w.on_duty.empty() ? "" : "; on duty: " + w.on_duty,
                        mail_words(w)));
    return {};
}

}  // namespace

Result<Store*> founded_store(Env& env) {
    std::error_code error;
    if (!std::filesystem::exists(StorePaths{env.paths.data_dir}.database(), error))
        return fail(ErrorKind::negative, "there are no tickets yet", "dsupport log");
    return env.store(Access::write);
}

Outcome change_ticket(Env& env, const Args& args, const std::string& typed, const Verb& verb,
                      const AfterVerb& after) {
    auto opened = founded_store(env);
    if (!opened) return tl::unexpected(keep_text(env, std::move(opened).error()));
    auto* store = *opened;
    const bool dry_run = args.flag("dry-run");
    auto written = write_home<Written>(env, dry_run, [&](WriteSession& session) -> Result<Written> {
        DS_TRY(const auto id, store->resolve(typed, session.now()));
        DS_TRY(const auto loaded, session.load(id));
        if (loaded.summary.voided)
            return fail(ErrorKind::negative,
                        fmt::format("{} was taken back with all that was on it", loaded.code),
                        "dsupport redo");
        auto at = session.situation(loaded);
        if (env.typed.seen) at.seen = env.typed.seen;
        DS_TRY(auto change, verb(session, at));
        if (change.events.empty() && !env.typed.text.empty()) {
            DS_TRY(auto kept, note(at, env.typed.text, false));
            kept.already = change.already + "; the text is kept as a note";
            change = std::move(kept);
        }
        Written out{std::move(change),
                    {},
                    loaded.summary,
                    loaded.code,
                    !session.team().group.addresses.empty(),
                    false};
        if (!out.change.events.empty()) {
            DS_TRY(out.events, session.append(out.change.events));
            if (after) DS_CHECK(after(session, out.events));
            DS_TRY(auto now, session.load(id));
            const auto find = [&](const EventId& event) { return session.find(event); };
            out.notice =
                std::ranges::any_of(out.events, [&](const Event& e) { return deserves_notice(e, find); });
            out.summary = std::move(now.summary);
            out.code = std::move(now.code);
            if (out.summary.level != loaded.summary.level && out.summary.assignee.empty())
                out.on_duty = session.on_duty(out.summary.level).value_or(PersonId{}).value;
        }
        return out;
    });
    if (!written) return tl::unexpected(keep_text(env, std::move(written).error()));
    if (!dry_run) drop_draft(env);
    if (dry_run) {
        print_events(env, written->events);
        return {};
    }
    return report(env, args, *store, *written);
}

Outcome need_enrolled(const WriteSession& session) {
    const auto& roster = session.team_state().authority->roster();
    if (roster.active(session.replica())) return {};
    if (roster.was_cut(session.replica()))
        return fail(ErrorKind::not_allowed,
                    "this machine was cut off from the team: nothing it writes counts",
                    "a new home has a new key: dsupport import FILE there, and dsupport init --join");
    return fail(ErrorKind::not_allowed,
                "this machine is not in the team of this home: what it writes would not count",
                "dsupport init --join says how it gets there");
}

Outcome show_ticket_json(Env& env, const std::string& typed) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto id, store->resolve(typed, env.now()));
    DS_TRY(const auto loaded, store->load(id));
    return print_ticket(env, *store, loaded.summary, loaded.code);
}

Result<PersonId> resolve_person(const WriteSession& session, const std::string& typed,
                                const std::string& level) {
    if (typed == "me") return session.me();
    if (typed != "on-duty") return find_person(session.team(), typed);
    const auto holder = session.on_duty(level);
    if (!holder)
        return fail(ErrorKind::negative, fmt::format("nobody is on {} duty now", level),
                    "dsupport rota now; or name a person");
    return *holder;
}

void say(Env& env, const Args& args, const std::string& line) {
    if (!args.flag("quiet")) env.output.out(printable(line, true) + "\n");
}

void print_events(Env& env, const std::vector<Event>& events) {
    for (const auto& event : events) {
        env.output.out(event.header + "\n");
        if (event.content.body) env.output.out(Json(*event.content.body).dump() + "\n");
    }
}

}  // namespace dsupport
