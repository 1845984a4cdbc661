#include "lib/sync/notice.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/civil.hh"
#include "lib/base/text.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

std::string person_line(const Requester& r) {
    if (r.name.empty()) return r.email;
    return r.email.empty() ? r.name : fmt::format("{} <{}>", r.name, r.email);
}

/// `2026-11-24 09:00 UTC`: without a zone of its own, a mail for people in many.
std::string moment(Instant t) {
    auto text = rfc3339(t).substr(0, 16);
    text[10] = ' ';
    return text + " UTC";
}

void add(std::string& out, std::string_view label, const std::string& value) {
    if (!value.empty()) out += fmt::format("{:<10}{}\n", std::string(label) + ":", printable(value));
}

std::string written(const Event& open, std::string_view field) {
    const auto it = std::ranges::find(open.content.writes, field, &FieldWrite::field);
    return it == open.content.writes.end() ? std::string() : it->value.string();
}

/// Whether a status write opens what was closed.
bool reopens(const FieldWrite& write, const FindEvent& find) {
    return std::ranges::any_of(write.replaces, [&](const EventId& id) {
        const auto before = find(id);
        if (!before) return false;
        const auto it = std::ranges::find(before->content.writes, field::kStatus, &FieldWrite::field);
        const auto status = it == before->content.writes.end() ? std::nullopt : Status::read(it->value);
        return status && status->kind == StatusKind::closed;
    });
}

std::string until_words(const Status& status) {
    return status.until ? " until " + moment(*status.until) : std::string();
}

std::string status_line(const Json& value) {
    const auto status = Status::read(value);
    if (!status) return {};
    switch (status->kind) {
        case StatusKind::closed:
            return "closed it as " + status->resolution +
                   (status->duplicate_of.empty() ? "" : " of " + status->duplicate_of.code());
        case StatusKind::pending:
            return "waits for the client" + until_words(*status);
        case StatusKind::on_hold:
            return "waits for " + status->on + until_words(*status);
        case StatusKind::open:
            return "set it to open";
        case StatusKind::fresh:
            return {};
    }
    return {};
}

std::string write_line(const FieldWrite& w, const Team& team, const PersonId& author) {
    if (w.field == field::kStatus) return status_line(w.value);
    if (w.field == field::kLevel)
        return w.value.string() == kLevels[1] ? "escalated it to technical support"
                                              : "gave it back to first-level support";
    if (w.field == field::kAssignee && w.value.string() == author.value) return "took it";
    if (w.field == field::kAssignee)
        return w.value.string().empty() ? "" : "gave it to " + team.display_name({w.value.string()});
    for (const auto named : {field::kNature, field::kUrgency, field::kClient, field::kSubject})
        if (w.field == named && w.value.is_string()) return fmt::format("{} {}", named, w.value.string());
    if (w.field == field::kRequester) return "asked by " + person_line(Requester::read(w.value));
    return {};
}

/// Whom a reply goes to, but for the group, which stands last.
std::string answered(const Event& reply) {
    std::vector<std::string> out;
    for (const auto& address : reply.content.own["to"].items()) out.push_back(address.string());
    if (out.size() > 1) out.pop_back();
    return out.empty() ? "the client" : join(out, " and ");
}

std::string words_of(const Event& event, const Team& team, const PersonId& author) {
    std::vector<std::string> words;
    if (event.kind() == "reply") words.push_back("wrote an answer to " + printable(answered(event)));
    for (const auto& w : event.content.writes)
        if (auto line = write_line(w, team, author); !line.empty()) words.push_back(printable(line));
    if (words.empty() && event.content.body) words.emplace_back("noted");
    return join(words, ", ");
}

}  // namespace

bool deserves_notice(const Event& event, const FindEvent& find) {
    if (event.kind() == "reply") return true;
    // The open event of a call has a mail of its own.
    if (event.kind() != "set") return false;
    return std::ranges::any_of(event.content.writes, [&](const FieldWrite& w) {
        if (w.field == field::kLevel) return true;
        if (w.field == field::kAssignee) return !w.value.string().empty();
        if (w.field != field::kStatus) return false;
        const auto status = Status::read(w.value);
        return status &&
               (status->kind == StatusKind::closed || (status->kind == StatusKind::open && reopens(w, find)));
    });
}

std::string call_text(const Event& open, const std::string& text, const std::string& code, const Team& team,
                      const PersonId& logged_by) {
    const auto& own = open.content.own;
    const auto requester = Requester::read(own["requester"]);
    const auto& call = own["call"];
    std::string out =
        fmt::format("Phone call, written up by {}.\n\n", printable(team.display_name(logged_by)));
    add(out, "Caller", person_line(requester));
    add(out, "Number", requester.phone.empty() ? call["number"].string() : requester.phone);
    const auto client = written(open, field::kClient);
    add(out, "Client", client.empty() ? team.client_of(requester.email) : client);
    add(out, "Line", call["line"].string());
    add(out, "Time", moment({call["at"].integer()}));
    if (call["duration_s"].is_int())
        add(out, "Duration", duration_text(call["duration_s"].integer() * kSecond));
    add(out, "Nature", written(open, field::kNature));
    add(out, "Urgency", written(open, field::kUrgency));
    add(out, "Given to", written(open, field::kAssignee));
    add(out, "Ticket", code);
    add(out, "Subject", written(open, field::kSubject));
    if (text.empty()) return open.body_hash ? out + "\n(the text was removed)\n" : out;
    return out + "\n" + printable(text, true) + "\n";
}

std::vector<NoticeLine> lines_of(std::span<const Event> events, std::span<const Event> all,
                                 const Authority& authority,
                                 const std::function<bool(const EventId&)>& is_posted) {
    using What = NoticeLine::Turn;
    const EventSet set(all);
    const auto lives = find_lives(set, authority);
    std::vector<NoticeLine> out;
    for (const auto& event : events) {
        const auto here = set.find(event.id);
        if (!here || !lives[*here].counts()) continue;
        if (event.kind() != "undo") {
            out.push_back({&set[*here], What::done, event.at.t});
            continue;
        }
        auto target = set.find(undo_target(event).value_or(EventId{}));
        if (!target || !is_posted(set[*target].id)) continue;
        auto turn = What::taken_back;
        while (target && set[*target].kind() == "undo") {
            turn = turn == What::taken_back ? What::done_again : What::taken_back;
            target = set.find(undo_target(set[*target]).value_or(EventId{}));
        }
        if (!target) continue;
        const auto& last = set[*target];
        for (std::size_t i = 0; i < set.size(); ++i)
            if (set[i].at.op == last.at.op && set[i].rep == last.rep && set[i].at.seq <= last.at.seq)
                out.push_back({&set[i], turn, event.at.t});
    }
    return out;
}

std::string notice_text(std::span<const NoticeLine> told, const Summary& ticket, const std::string& code,
                        const Team& team, const PersonId& author, Instant now, const PersonId& on_duty) {
    std::string out;
    for (const auto& line : told) {
        const auto words = words_of(*line.event, team, author);
        if (words.empty()) continue;
        const auto* const turn = line.turn == NoticeLine::Turn::done         ? ""
                                 : line.turn == NoticeLine::Turn::taken_back ? "took back: "
                                                                             : "did again: ";
        out +=
            fmt::format("{}: {}{}, {}\n", printable(team.display_name(author)), turn, words, moment(line.at));
        // The group gets a copy of the letter itself.
        const bool letter = line.event->kind() == "reply";
        if (line.event->content.body && line.turn != NoticeLine::Turn::taken_back && !letter)
            for (const auto text : lines(*line.event->content.body)) out += "    " + printable(text) + "\n";
    }
    const auto shown = shown_status(ticket, now);
    out += fmt::format("\n{} is {}", code, status_name(shown));
    const auto owed = owed_by(ticket, shown);
    if (!owed.empty()) out += fmt::format("; the next step is owed by {}", printable(owed));
    if (ticket.assignee.empty() && owed == ticket.level && !on_duty.empty())
        out += fmt::format(", on duty: {}", printable(team.display_name(on_duty)));
    if (!ticket.assignee.empty())
        out += fmt::format("; held by {}", printable(team.display_name(ticket.assignee)));
    return out + ".\n";
}

std::string thread_subject(std::span<const Event> events, const Summary& ticket) {
    for (const auto& event : events)
        if (event.kind() == "open" && event.ticket() == ticket.id) return written(event, field::kSubject);
    return ticket.subject;
}

std::string tagged_subject(const std::string& subject, const std::string& code, bool answer) {
    const auto base = printable(base_subject(subject));
    return fmt::format("{}{}{}[{}]", answer ? "Re: " : "", base, base.empty() ? "" : " ", code);
}

}  // namespace dsupport
