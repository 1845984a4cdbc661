#include <fmt/format.h>

#include <algorithm>

#include "cli/files.hh"
#include "cli/output_options.hh"
#include "cli/rota/rota.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/rota/calendar.hh"

namespace dsupport {
namespace {

constexpr std::int64_t kExported = std::int64_t{26} * 7 * kDay;

Result<CalendarWish> read_wish(Env& env, const Args& args, Store& store) {
    CalendarWish out;
    DS_TRY(out.role, read_role(args));
    DS_TRY(out.from, read_moment_of(env, args, "from", env.now()));
    DS_CHECK(check_horizon(out.from));
    DS_TRY(out.to, read_moment_of(env, args, "to", std::min(out.from + kExported, kRotaHorizon)));
    DS_CHECK(check_span(out.from, out.to));
    if (const auto typed = args.argument("WORDS"); !typed.empty() || args.flag("me")) {
        DS_TRY(out.person, find_person_or_me(env, store, args.flag("me") ? "me" : typed));
    }
    return out;
}

Json entry_json(const CalendarEntry& entry) {
    return Json::object({{"schema", 1},
                         {"uid", entry.uid},
                         {"sequence", entry.sequence},
                         {"changed", time_json(entry.changed)},
                         {"status", entry.cancelled ? "cancelled" : "confirmed"},
                         {"role", role_name(entry.seat.role)},
                         {"seat", entry.seat.number},
                         {"person", text_json(entry.person.value)},
                         {"since", time_json(entry.since)},
                         {"until", time_json(entry.until)},
                         {"reason", reason_name(entry.reason)},
                         {"turn_of", text_json(entry.turn_of.value)},
                         {"event", text_json(entry.event)}});
}

CalendarEvent event_of(const CalendarEntry& entry) {
    CalendarEvent out;
    out.uid = entry.uid;
    out.start = entry.since;
    out.end = entry.until;
    out.changed = entry.changed;
    out.sequence = entry.sequence;
    out.cancelled = entry.cancelled;
    const auto& who = entry.person.empty() ? "NOBODY" : entry.name;
    out.summary = printable(fmt::format("{}: {}", seat_name(entry.seat), who));
    out.description = std::string(reason_name(entry.reason));
    if (entry.turn_of != entry.person && !entry.turn_of.empty())
        out.description += printable(", in the turn of " + entry.turn_of.value);
    out.category = std::string(role_name(entry.seat.role));
    return out;
}

/// What a list of calendars shows: `Rota`, `Rota: technical, Ada Lovelace`.
std::string calendar_name(const CalendarWish& wish, const Team& team) {
    std::vector<std::string> parts;
    if (wish.role) parts.emplace_back(role_name(*wish.role));
    if (wish.person) parts.push_back(printable(team.display_name(*wish.person)));
    return parts.empty() ? "Rota" : "Rota: " + join(parts, ", ");
}

Result<std::string> calendar_text(Env& env, const std::vector<CalendarEntry>& entries, std::string name) {
    CalendarFile file{std::move(name), {}};
    for (const auto& entry : entries) file.events.push_back(event_of(entry));
    DS_TRY(const auto writer, load_calendar_writer(env.module_dir));
    return writer->write(file);
}

std::string json_text(const std::vector<CalendarEntry>& entries) {
    Json list = Json::array();
    for (const auto& entry : entries) list.push(entry_json(entry));
    return list.dump() + "\n";
}

}  // namespace

Outcome rota_export(Env& env, const Args& args) {
    const auto file = args.text("output").value_or("-");
    const bool to_stdout = file == "-";
    if (!to_stdout) DS_CHECK(check_place(file, fmt::format("dsupport rota export -o {}/rota.ics", file)));
    DS_TRY(auto* store, env.store(Access::read));
    DS_CHECK(need_rules(env, store->team().team));
    DS_TRY(const auto wish, read_wish(env, args, *store));
    DS_TRY(const auto history, store->rota_history(env.now() + -kCancelledKept));
    const auto entries = calendar(history, env.zones, wish);
    std::string text;
    if (args.flag("json")) {
        text = json_text(entries);
    } else {
        DS_TRY(text, calendar_text(env, entries, calendar_name(wish, store->team().team)));
    }
    if (to_stdout) {
        env.output.out(text);
        return {};
    }
    DS_CHECK(replace_file(file, text));
    const auto cancelled = std::ranges::count_if(entries, &CalendarEntry::cancelled);
    say(env, args,
        fmt::format("{}: shifts: {}; called off: {}", printable(file),
                    static_cast<std::ptrdiff_t>(entries.size()) - cancelled, cancelled));
    return {};
}

}  // namespace dsupport
