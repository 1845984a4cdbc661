#include "cli/undo.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/duty.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "lib/base/text.hh"
#include "lib/rota/check.hh"
#include "lib/sync/notice.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

Result<std::size_t> read_n(const Args& args) {
    const auto typed = args.argument("N");
    if (typed.empty()) return 1;
    const auto n = parse_integer(typed).value_or(0);
    if (n < 1)
        return fail(ErrorKind::usage, fmt::format("'{}' is not a number of commands", typed),
                    "dsupport history --mine");
    return static_cast<std::size_t>(n);
}

const OpSummary* find_op(const std::vector<OpSummary>& ops, const std::optional<EventId>& event) {
    const auto it = std::ranges::find_if(ops, [&](const OpSummary& op) {
        return std::ranges::any_of(op.events, [&](const Event& e) { return e.id == event; });
    });
    return it == ops.end() ? nullptr : &*it;
}

/// A redo is an undo that names an undo.
bool is_redo(const std::vector<OpSummary>& ops, const OpSummary& op) {
    const auto* target = find_op(ops, op.undo_of);
    return target && target->is_undo;
}

/// The commands of this machine, newest first. What another command did by an undo is a deed like any other.
Result<std::vector<OpSummary>> my_commands(Store& store) {
    DS_TRY(auto ops, store.my_ops(kLookBack));
    for (auto& op : ops)
        if (op.is_undo && !store.meta(deed_mark(op.op)).empty()) op.is_undo = false;
    return ops;
}

/// The commands to take back: plain ones for undo, undos for redo (which end at the first plain command: what
/// was done since makes them history).
std::vector<OpSummary> choose(const std::vector<OpSummary>& ops, Step step, std::size_t n) {
    std::vector<OpSummary> out;
    for (const auto& op : ops) {
        if (out.size() == n) break;
        if (op.undone) continue;
        if (step == Step::undo && !op.is_undo) out.push_back(op);
        if (step == Step::redo) {
            if (!op.is_undo) break;
            if (!is_redo(ops, op)) out.push_back(op);
        }
    }
    return out;
}

/// What a redo brings back: everything that one undo took.
std::vector<const OpSummary*> targets_of(const std::vector<OpSummary>& ops, const OpSummary& op) {
    std::vector<const OpSummary*> out;
    for (const auto& event : op.events)
        if (const auto* target = find_op(ops, undo_target(event))) out.push_back(target);
    return out;
}

/// What became of the commands behind an undo: `words`, or `other` where it undoes an undo.
void add_turns(std::vector<std::string>& out, const std::vector<OpSummary>& ops, const OpSummary& op,
               std::string_view words, std::string_view other) {
    for (const auto* target : targets_of(ops, op))
        if (target->undo_of)
            add_turns(out, ops, *target, other, words);
        else
            out.push_back(fmt::format("{}: {}", words, op_words(*target)));
}

/// A call or a reply can only be taken back while its letter is still here; then the letter goes with it.
Outcome take_letters_back(WriteSession& session, const OpSummary& op, const std::string& code) {
    for (const auto& event : op.events) {
        if (event.kind() != "open" && event.kind() != "reply") continue;
        for (auto& row : session.outbox().of_event(event.id)) {
            if (row.state == MailState::dropped) continue;
            if (row.attempts > 0 || row.state == MailState::sending || row.state == MailState::sent)
                return fail(
                    ErrorKind::negative, fmt::format("cannot take back {}: it was mailed already", code),
                    event.kind() == "reply"
                        ? fmt::format("write a correction instead: dsupport reply {}", code)
                        : fmt::format(
                              "close it instead: dsupport close {} --as invalid -m 'logged by mistake'",
                              code));
            row.state = MailState::dropped;
            row.reason = "taken back";
            row.changed = session.now();
            session.outbox().update(row);
        }
    }
    return {};
}

Outcome put_letters_back(WriteSession& session, const OpSummary& op) {
    for (const auto& event : op.events)
        for (auto& row : session.outbox().of_event(event.id)) {
            if (row.state != MailState::dropped) continue;
            row.state = session.team().group.addresses.empty() ? MailState::held : MailState::queued;
            row.reason = row.state == MailState::held ? "no group address" : "";
            row.changed = row.due = session.now();
            session.outbox().update(row);
        }
    return {};
}

/// Whoever undoes right behind a redaction means that, and not the command before it.
Outcome check_newest(const WriteSession& session, Store& store, const std::vector<OpSummary>& ops) {
    DS_TRY(const auto heads, store.heads());
    const auto mine = heads.find(session.replica());
    if (ops.empty() || mine == heads.end() || mine->second.seq <= ops.front().events.back().at.seq) return {};
    return fail(ErrorKind::negative, "what was done last on this machine cannot be taken back",
                fmt::format("dsupport undo --yes takes back what was done before it: {}",
                            command_words(ops, ops.front())));
}

/// What of the rota a command is about.
enum class RotaPart { none, away, cover };

RotaPart rota_part(const OpSummary& op, const std::function<std::optional<Event>(const EventId&)>& find) {
    auto out = RotaPart::none;
    const auto add = [&](std::string_view kind) {
        if (kind == "cover") out = RotaPart::cover;
        if (kind == "away") out = std::max(out, RotaPart::away);
    };
    for (const auto& event : op.events) {
        add(event.kind());
        if (event.kind() != "cancel") continue;
        for (const auto& id : event.content.own["ids"].items())
            if (const auto named = EventId::from_hex(id.string()))
                if (const auto ended = find(*named)) add(ended->kind());
    }
    return out;
}

std::optional<Violation> gap_of(const Rota& before, const Rota& after, Instant now) {
    const auto has_rules = [](const Rota& rota) {
        return std::ranges::all_of(kRoles, [&](Role role) { return !rota.versions(role).empty(); });
    };
    if (!has_rules(before) || !has_rules(after)) return std::nullopt;
    const auto span = proof_span(before, now);
    return first_new_gap(before, after, span.from, span.to);
}

/// A cover may be what holds the rota together: `rota cancel` asks the same. Days away are never refused, nor
/// is the taking back of what ended them; what they leave open is said.
Outcome check_gap(const Violation& gap, RotaPart part, std::vector<std::string>& notices) {
    const auto words =
        fmt::format("{} from {} until {}", gap.problem.text, rfc3339(gap.from), rfc3339(gap.to));
    if (part == RotaPart::cover)
        return fail(
            ErrorKind::negative, "that leaves a gap: " + words,
            "cover it first: dsupport rota cover; with --force, rota vacate and rota cancel leave it");
    notices.push_back("it leaves a gap: " + words);
    return {};
}

struct Stepped {
    std::vector<Event> events;
    std::vector<std::string> lines;
    std::vector<std::string> notices;
    std::vector<TicketId> tickets;
};

}  // namespace

std::string deed_mark(const OpId& op) {
    return "deed " + op.hex();
}

std::string command_words(const std::vector<OpSummary>& ops, const OpSummary& op) {
    std::vector<std::string> words;
    add_turns(words, ops, op, "took back", "did again");
    return words.empty() ? op_words(op) : join(words, "; ");
}

Result<bool> take_back_unsent(WriteSession& session, Store& store, const EventId& reply) {
    const auto copies = session.outbox().states_of(reply);
    const bool maybe_out = std::ranges::any_of(
        copies, [](const OutboxRow& row) { return row.state != MailState::dropped || row.attempts > 0; });
    if (maybe_out) return false;
    DS_TRY(const auto ops, store.my_ops(kLookBack));
    const auto* op = find_op(ops, reply);
    if (op == nullptr || op->undone) return false;
    DS_CHECK(session.append({undo(op->last)}));
    return true;
}

Outcome undo_commands(Env& env, const Args& args, Step step) {
    DS_TRY(const auto n, read_n(args));
    const std::string_view verb = step == Step::undo ? "undo" : "redo";
    const auto nothing = [&] {
        return fail(ErrorKind::negative, fmt::format("nothing to {}", verb), "dsupport history --mine");
    };
    const auto opened = founded_store(env);
    if (!opened && opened.error().kind == ErrorKind::negative) return nothing();
    DS_TRY(auto* store, opened);
    auto stepped =
        write_home<Stepped>(env, args.flag("dry-run"), [&](WriteSession& session) -> Result<Stepped> {
            DS_TRY(const auto ops, my_commands(*store));
            if (step == Step::undo && !args.flag("yes")) DS_CHECK(check_newest(session, *store, ops));
            const auto chosen = choose(ops, step, n);
            if (chosen.empty()) return nothing();
            if (chosen.size() < n)
                return fail(ErrorKind::negative,
                            fmt::format("there are only {} commands to {}, not {}", chosen.size(), verb, n),
                            fmt::format("dsupport {} {}", verb, chosen.size()));
            Stepped out;
            std::vector<EventContent> undos;
            std::unique_ptr<HomeRota> duty;  // as it is before
            auto part = RotaPart::none;
            for (const auto& op : chosen) {
                const auto targets =
                    step == Step::redo ? targets_of(ops, op) : std::vector<const OpSummary*>{&op};
                std::string line;
                bool told = false;
                const auto find = [&](const EventId& id) { return session.find(id); };
                for (const auto* target : targets) {
                    part = std::max(part, rota_part(*target, find));
                    if (part != RotaPart::none && !duty) duty = HomeRota::of(env.zones, session);
                    // Of what was taken back, the group has heard once the undo was mailed; else of the deed.
                    told = told || (session.is_posted(op.last) &&
                                    std::ranges::any_of(target->events, [&](const Event& e) {
                                        return deserves_notice(e, find);
                                    }));
                    // What is about no ticket, as a cover, has no code.
                    const auto code = target->tickets.empty()
                                          ? std::string()
                                          : store->code_of(target->tickets.front()).value_or("");
                    if (step == Step::undo)
                        DS_CHECK(take_letters_back(session, *target, code));
                    else
                        DS_CHECK(put_letters_back(session, *target));
                    const auto deed = store->meta(deed_mark(target->op));
                    line +=
                        fmt::format("{}{}{}{}: {}", line.empty() ? "" : "\n", code, code.empty() ? "" : " ",
                                    step == Step::undo ? "taken back" : "done again",
                                    deed.empty() ? op_words(*target) : deed);
                    out.tickets.insert(out.tickets.end(), target->tickets.begin(), target->tickets.end());
                }
                if (told) line += "; the group was told, a correction will be mailed";
                undos.push_back(undo(op.last));
                out.lines.push_back(std::move(line));
            }
            DS_TRY(out.events, session.append(std::move(undos)));
            if (duty)
                if (const auto gap =
                        gap_of(duty->rota(), HomeRota::of(env.zones, session)->rota(), session.now()))
                    DS_CHECK(check_gap(*gap, part, out.notices));
            for (std::size_t i = 0; i < chosen.size(); ++i)
                if (const auto later = session.superseded(chosen[i].events); !later.empty())
                    out.lines[i] += fmt::format("; {} was set again since and stays", later);
            return out;
        });
    if (!stepped) return tl::unexpected(std::move(stepped).error());
    if (args.flag("dry-run")) {
        print_events(env, stepped->events);
        return {};
    }
    if (args.flag("json") && !stepped->tickets.empty())
        return show_ticket_json(env, stepped->tickets.front().value);
    for (const auto& line : stepped->lines) say(env, args, line);
    for (const auto& notice : stepped->notices) env.output.err(printable(notice, true) + "\n");
    return {};
}

}  // namespace dsupport
