// `status --json` is one object, documented in dsupport-status(1): schema, at, me{person, key}, events{total,
// held, unknown, not_mailed}, gaps[{key, first, last}], tickets{total, new, open, on_hold, pending,
// attention, unassigned, conflicts[], overdue[]}, mail{queued, held, sending, retry, failed, unknown}, duty
// (as `rota now --json`, or null), log_digest, state_digest, needs[{kind, text, hint}], advice[{text, hint}].
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "cli/commands.hh"
#include "cli/duty.hh"
#include "cli/env.hh"
#include "cli/rota/forwarding.hh"
#include "cli/team_change.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/detail.hh"
#include "lib/base/text.hh"
#include "lib/sync/sender.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 2> kOptions = {{
    {"check", 0, "", "exit 1 if anything needs a person"},
    {"json", 0, "", "print the result as JSON"},
}};

/// Tickets that a person has to look at come first in the list; more than this are not named.
constexpr std::size_t kMostNamed = 200;

constexpr std::array<MailState, 6> kWaiting = {MailState::queued, MailState::held,   MailState::sending,
                                               MailState::retry,  MailState::failed, MailState::unknown};

struct Need {
    std::string_view kind;
    std::string text, hint;
};

struct Report {
    Instant at;
    PersonId person;
    std::optional<ReplicaKey> key;
    bool cut = false;  ///< this key was
    Store::Size size;
    std::size_t not_mailed = 0;
    std::map<ReplicaKey, std::vector<SeqRange>> holes;
    std::int64_t forks = 0;  ///< chains with two ends
    std::optional<Instant> paused_until;
    TicketTable::Counts counts;
    std::vector<std::string> conflicts, overdue;
    std::map<MailState, std::int64_t> mail;
    std::map<MailState, std::set<std::string>> about;  ///< codes of the tickets of those mails
    std::vector<UnreadableMail> unreadable;
    std::optional<Duty> duty;
    std::string hook_failure;  ///< of the phone forwarding
    Hash log, state;
    std::vector<Need> needs, advice;
};

Outcome read_store(Store& store, Report& r) {
    r.key = store.me();
    if (r.key) {
        const auto& authority = *store.team().authority;
        r.person = authority.person(*r.key);
        r.cut = authority.roster().was_cut(*r.key);
    }
    DS_TRY(r.size, store.size());
    DS_TRY(const auto unposted, store.unposted());
    r.not_mailed = unposted.size();
    DS_TRY(r.holes, store.holes());
    DS_TRY(const auto heads, store.heads());
    r.forks = std::ranges::count_if(heads, [](const auto& head) { return !head.second.branches.empty(); });
    const Instant paused{parse_integer(store.meta(kPausedUntil)).value_or(0)};
    if (paused > r.at) r.paused_until = paused;
    DS_TRY(r.counts, store.counts(r.at));
    DS_TRY(const auto mails, store.outbox(false));
    for (const auto& mail : mails) {
        ++r.mail[mail.state];
        if (mail.ticket.value.empty()) continue;
        DS_TRY(auto code, store.code_of(mail.ticket));
        r.about[mail.state].insert(std::move(code));
    }
    ListQuery pressing;
    pressing.now = r.at;
    pressing.limit = kMostNamed;
    DS_TRY(const auto rows, store.list(pressing));
    for (const auto& row : rows) {
        if (row.conflict) r.conflicts.push_back(row.code);
        if (row.overdue) r.overdue.push_back(row.code);
    }
    DS_TRY(r.unreadable, store.unreadable());
    DS_TRY(r.log, store.log_digest());
    DS_TRY(r.state, store.state_digest());
    return {};
}

std::string about(const Report& r, MailState state) {
    const auto it = r.about.find(state);
    return it == r.about.end() ? "" : fmt::format(", about {}", fmt::join(it->second, " "));
}

void find_needs(Report& r) {
    const auto need = [&](std::string_view kind, std::string text, std::string hint) {
        r.needs.push_back({kind, std::move(text), std::move(hint)});
    };
    if (!r.conflicts.empty())
        need("conflict", fmt::format("different values at the same time: {}", fmt::join(r.conflicts, " ")),
             fmt::format("dsupport show {}", r.conflicts.front()));
    if (!r.overdue.empty())
        need("overdue", fmt::format("a promise is overdue: {}", fmt::join(r.overdue, " ")),
             fmt::format("dsupport show {}", r.overdue.front()));
    if (!r.holes.empty())
        need("gap", fmt::format("events are missing, of machines: {}", r.holes.size()),
             "where their mails are lost, a colleague's dsupport export has them: dsupport import FILE");
    if (r.forks > 0)
        need("fork", fmt::format("logs that went on from an old copy of themselves: {}", r.forks),
             "a home was copied or restored, and both went on: write in one of them only");
    if (r.paused_until)
        need("mail", fmt::format("the mail server asked us to wait until {}", rfc3339(*r.paused_until)),
             "dsupport outbox retry N sends before that");
    if (r.size.held > 0)
        need("held", fmt::format("events of keys that are not in the team: {}", r.size.held),
             "dsupport team show");
    if (r.size.unknown > 0)
        need("unknown", fmt::format("events that need a newer dsupport: {}", r.size.unknown),
             "upgrade this machine");
    if (r.cut)
        need("cut", "this machine was cut off from the team: nothing it writes counts, and it sends nothing",
             "in a new home: dsupport import FILE, and dsupport init --join");
    if (r.key && r.person.empty() && !r.cut)
        need("not-enrolled", "this machine's key is not in the team: what it writes does not count",
             "dsupport init --join");
    for (const auto state : {MailState::held, MailState::failed, MailState::unknown})
        if (const auto it = r.mail.find(state); it != r.mail.end())
            need("mail", fmt::format("mails {}: {}{}", mail_state_name(state), it->second, about(r, state)),
                 "dsupport outbox");
    if (!r.hook_failure.empty())
        need("hook", "the phones were not forwarded: " + r.hook_failure, "dsupport rota handover --auto");
    if (r.duty)
        for (const auto& problem : r.duty->problems) need("duty", problem.text, "dsupport rota now");
}

/// `init` writes the document that is applied then.
std::string document_hint(const std::string& file, const Team& team) {
    std::error_code error;
    return std::filesystem::exists(file, error) ? next_for_file(team, file) : "dsupport init";
}

/// Who is not in the team has nothing to set up but that.
void find_advice(const Env& env, const Team& team, Report& r) {
    if (r.key && (r.person.empty() || r.cut)) return;
    const bool group = !team.group.addresses.empty();
    if (!group)
        r.advice.push_back(
            {"setup", "no group address: mails to the team are held", "dsupport init --group ADDRESS"});
    if (group && transport_kind(env.config, team.group.addresses.front()) == "mail" &&
        env.config.text("smtp.url").empty())
        r.advice.push_back({"setup", "no server to send mails by",
                            "dsupport config set smtp.url smtps://smtp.example.org:465"});
    if (env.config.text("me.email").empty() && (group || r.size.events == 0))
        r.advice.push_back({"setup", "no address of your own", "dsupport init --email YOU@example.org"});
    if (std::ranges::all_of(kRoles, [&](Role role) { return team.rota.of(role).empty(); }))
        r.advice.push_back(
            {"setup", "no rota: nobody is on duty", document_hint(env.paths.team_file(), team)});
    for (const auto& problem : team.problems)
        r.advice.push_back({"team", "the team document: " + problem, "dsupport team apply FILE"});
}

Json needs_json(const std::vector<Need>& needs) {
    Json out = Json::array();
    for (const auto& n : needs)
        out.push(Json::object({{"kind", n.kind}, {"text", n.text}, {"hint", text_json(n.hint)}}));
    return out;
}

Json texts_json(const std::vector<std::string>& texts) {
    Json out = Json::array();
    for (const auto& text : texts) out.push(text);
    return out;
}

Json report_json(const Report& r, const Team& team) {
    Json gaps = Json::array(), mail = Json::object(), unreadable = Json::array();
    for (const auto& m : r.unreadable)
        unreadable.push(Json::object({{"source", m.origin}, {"reason", m.reason}, {"size", m.size}}));
    for (const auto& [key, ranges] : r.holes)
        for (const auto& [first, last] : ranges)
            gaps.push(Json::object({{"key", key.hex()}, {"first", first}, {"last", last}}));
    for (const auto state : kWaiting) {
        const auto it = r.mail.find(state);
        mail.set(mail_state_name(state), it == r.mail.end() ? 0 : it->second);
    }
    return Json::object(
        {{"schema", 1},
         {"at", time_json(r.at)},
         {"me", Json::object(
                    {{"person", text_json(r.person.value)}, {"key", r.key ? Json(r.key->hex()) : Json()}})},
         {"events", Json::object({{"total", r.size.events},
                                  {"held", r.size.held},
                                  {"unknown", r.size.unknown},
                                  {"not_mailed", static_cast<std::int64_t>(r.not_mailed)}})},
         {"gaps", std::move(gaps)},
         {"tickets", Json::object({{"total", r.size.tickets},
                                   {"new", r.counts.fresh},
                                   {"open", r.counts.open},
                                   {"on_hold", r.counts.on_hold},
                                   {"pending", r.counts.pending},
                                   {"attention", r.counts.attention},
                                   {"unassigned", r.counts.unassigned},
                                   {"conflicts", texts_json(r.conflicts)},
                                   {"overdue", texts_json(r.overdue)}})},
         {"mail", std::move(mail)},
         {"received", Json::object({{"total", r.size.mails}, {"unreadable", std::move(unreadable)}})},
         {"duty", r.duty ? duty_json(team, *r.duty) : Json()},
         {"log_digest", r.log.hex()},
         {"state_digest", r.state.hex()},
         {"needs", needs_json(r.needs)},
         {"advice", needs_json(r.advice)}});
}

std::string duty_words(const Report& r) {
    if (!r.duty) return "nobody: no rota";
    std::vector<std::string> parts;
    for (const auto role : kRoles) {
        const auto holder = r.duty->holder(role);
        parts.push_back(fmt::format("{} {}", role_name(role), holder.empty() ? "vacant" : holder.value));
    }
    return join(parts, ", ");
}

std::string mail_words(const Report& r) {
    std::vector<std::string> parts;
    for (const auto& [state, count] : r.mail)
        parts.push_back(fmt::format("{} {}", count, mail_state_name(state)));
    if (r.not_mailed > 0)
        parts.push_back(
            fmt::format("{} change{} for the next mail", r.not_mailed, r.not_mailed == 1 ? "" : "s"));
    return parts.empty() ? "nothing waits" : join(parts, ", ");
}

std::string unreadable_words(const Report& r) {
    if (r.unreadable.empty()) return "";
    const auto& first = r.unreadable.front();
    return fmt::format("{} mail{}, the first {}: {}", r.unreadable.size(),
                       r.unreadable.size() == 1 ? "" : "s", first.origin, first.reason);
}

std::string hint_lines(const std::vector<Need>& needs) {
    std::vector<std::string> out;
    for (const auto& n : needs)
        out.push_back(n.hint.empty() ? n.text : fmt::format("{}: {}", n.text, n.hint));
    return join(out, "\n");
}

std::string report_text(const Env& env, const Report& r) {
    const std::array<LabelValue, 9> rows = {{
        {"me", fmt::format("{}{}", r.person.empty() ? "nobody in the team" : r.person.value,
                           r.key ? ", key " + r.key->hex().substr(0, 16) : "; nothing written yet")},
        {"tickets", fmt::format("{} new, {} open, {} on-hold, {} pending; {} need attention, {} unassigned",
                                r.counts.fresh, r.counts.open, r.counts.on_hold, r.counts.pending,
                                r.counts.attention, r.counts.unassigned)},
        {"on duty", duty_words(r)},
        {"mail", mail_words(r)},
        {"unreadable", unreadable_words(r)},
        {"log", fmt::format("events: {}, not mailed yet: {}; digest {}", r.size.events, r.not_mailed,
                            r.log.hex().substr(0, 16))},
        {"state", fmt::format("tickets: {}; digest {}", r.size.tickets, r.state.hex().substr(0, 16))},
        {"needs you", hint_lines(r.needs), Tone::warn},
        {"to set up", hint_lines(r.advice)},
    }};
    return format_block(rows, env.terminal);
}

Outcome run(Env& env, const Args& args) {
    Report r;
    r.at = env.now();
    DS_TRY(auto* store, env.store(Access::read));
    DS_CHECK(read_store(*store, r));
    const auto& team = store->team().team;
    r.hook_failure = forwarding_failure(*store);
    if (auto on_duty = store->duty(r.at)) r.duty = std::move(*on_duty);
    find_needs(r);
    find_advice(env, team, r);
    env.output.out(args.flag("json") ? report_json(r, team).dump() + "\n" : report_text(env, r));
    if (args.flag("check") && !r.needs.empty()) return fail(ErrorKind::negative, "");
    return {};
}

}  // namespace

const Command& command_status() {
    static const Command kCommand{
        "status", "",       "This machine", "how things stand, and what needs a person",
        {},       kOptions, kNothing,       run};
    return kCommand;
}

}  // namespace dsupport
