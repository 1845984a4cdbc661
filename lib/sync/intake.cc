#include "lib/sync/intake.hh"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/authentication.hh"
#include "lib/team/group_address.hh"

namespace dsupport {
namespace {

Json mailboxes_json(const std::vector<Mailbox>& list) {
    Json out = Json::array();
    for (const auto& who : list) out.push(Json::object({{"name", who.name}, {"email", who.address}}));
    return out;
}

Json strings_json(const std::vector<std::string>& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push(item);
    return out;
}

/// What is shown of a mail beside its text; no rule reads it.
Json detail_of(const ReceivedMail& mail) {
    Json files = Json::array();
    for (const auto& file : mail.files)
        files.push(Json::object({{"name", file.name},
                                 {"type", file.content_type},
                                 {"size", static_cast<std::int64_t>(file.size)},
                                 {"hash", file.hash.hex()}}));
    return Json::object({{"from", mailboxes_json(mail.from)},
                         {"to", mailboxes_json(mail.to)},
                         {"cc", mailboxes_json(mail.cc)},
                         {"reply_to", mailboxes_json(mail.reply_to)},
                         {"files", std::move(files)},
                         {"sign", mail.sign},
                         {"lists", strings_json(mail.lists)},
                         {"authentication", mail.authentication_results},
                         {"remarks", strings_json(mail.remarks)}});
}

Authentication authentication_of(const ReceivedMail& mail) {
    return {mail.authentication_results, mail.original_authentication_results,
            mail.from.size() == 1 ? mail.from.front().address : std::string(), mail.mail.author};
}

/// `support@lists.example.org` has the List-Id `support.lists.example.org`.
bool is_list_of(const std::string& list, const std::string& address) {
    auto id = lower(address);
    if (list == id) return true;
    std::ranges::replace(id, '@', '.');
    return list == id;
}

bool is_to_many(const ReceivedMail& mail, const std::vector<std::string>& group) {
    if (mail.bulk_precedence) return true;
    return !group.empty() && std::ranges::any_of(mail.lists, [&](const std::string& list) {
        return std::ranges::none_of(group, [&](const std::string& own) { return is_list_of(list, own); });
    });
}

/// The one call that these events are, if that is all they are.
std::optional<MailKey> letter_of(const std::vector<Event>& events) {
    std::optional<MailKey> out;
    for (const auto& event : events) {
        if (event.rep != events.front().rep || event.at.op != events.front().at.op) return std::nullopt;
        const auto& mid = event.content.own["mid"].string();
        if (event.kind() != "open" || mid.empty()) continue;
        if (out) return std::nullopt;
        out = mail_key(mid);
    }
    return out;
}

void read_bundles(const std::vector<std::string>& armours, ReadMail& out) {
    for (const auto& bytes : armours)
        if (auto bundle = decode_bundle(bytes)) out.bundles.push_back(std::move(*bundle));
    if (out.bundles.empty()) return;
    const auto& first = out.bundles.front();
    auto& mail = out.mail->mail;
    mail.bundle_from = first.header.from;
    mail.bundle_text = first.header.text;
    for (const auto& event : first.events) mail.carried.push_back(event.id);
    mail.letter = letter_of(first.events);
}

EventId team_of(const Event& event) {
    return event.kind() == "team.create" ? event.id : event.at.team;
}

/// Splits what the mails carry into events of this team and alarms; what came too early waits.
class Carried {
  public:
    explicit Carried(WriteSession& session) : session_(session), team_(session.team_state().id) {}

    void take(const ReadMail& mail, IntakeReport& report) {
        if (mail.bundles.empty()) return;
        if (!team_) {
            early_.push_back({mail.mail->mail.key, mail.mail->mail.canonical()});
            return;
        }
        bool foreign = false;
        for (const auto& bundle : mail.bundles)
            for (const auto& event : bundle.events) {
                if (team_of(event) == *team_)
                    events_.push_back(event);
                else
                    foreign = true;
            }
        if (foreign) report.alarms.push_back(mail.origin);
    }
    const std::vector<Event>& events() const { return events_; }
    /// Once the mails are kept.
    void mark_early() const {
        for (const auto& mail : early_) session_.mark_waiting(mail);
    }

  private:
    WriteSession& session_;
    const std::optional<EventId> team_;
    std::vector<Event> events_;
    std::vector<MailRef> early_;
};

/// The copies that a bounce is about. One that names nobody, or somebody we have not written to (a client's
/// mail may be passed on), is about a client's copy: a group sends none to whoever wrote.
std::vector<OutboxRow> copies_of(WriteSession& session, const Bounce& bounce) {
    auto copies = session.outbox().of_message(bounce.message_id);
    if (copies.size() == 1 && bounce.recipient.empty()) return copies;
    const auto is_named = [&](const OutboxRow& row) {
        return row.recipient.empty() ? is_group_address(session.team().group, bounce.recipient)
                                     : equal_no_case(row.recipient, bounce.recipient);
    };
    const auto is_clients = [](const OutboxRow& row) { return !row.recipient.empty(); };
    if (std::ranges::any_of(copies, is_named))
        std::erase_if(copies, std::not_fn(is_named));
    else if (bounce.recipient.empty() || (std::ranges::count_if(copies, is_clients) == 1 &&
                                          !is_our_address(session.team(), bounce.recipient)))
        std::erase_if(copies, std::not_fn(is_clients));
    else
        copies.clear();
    return copies;
}

/// The copy of our mail that came back is as good as refused.
void take_bounce(WriteSession& session, const Bounce& bounce, IntakeReport& report) {
    if (!bounce.permanent || bounce.message_id.empty()) return;
    for (auto& row : copies_of(session, bounce)) {
        if (row.state != MailState::sent && row.state != MailState::unknown) continue;
        const auto& why = bounce.text.empty() ? bounce.status : bounce.text;
        row.state = MailState::failed;
        row.reason = "it came back";
        if (!bounce.recipient.empty() && !row.recipient.empty() &&
            !equal_no_case(row.recipient, bounce.recipient))
            row.reason += " for " + bounce.recipient;
        if (!why.empty()) row.reason += ": " + why;
        row.changed = session.now();
        session.outbox().update(row);
        report.bounced.push_back(row.n);
    }
}

/// What a transport shows us again of what we gave it.
bool is_own(WriteSession& session, const Mail& mail) {
    return ticket_of_own_id(mail.message_id) && session.outbox().has_message(mail.message_id);
}

}  // namespace

void IntakeReport::add(const IntakeReport& more) {
    read += more.read;
    passed_over += more.passed_over;
    added += more.added;
    own += more.own;
    duplicate += more.duplicate;
    new_tickets += more.new_tickets;
    events += more.events;
    std::ranges::copy(more.refused, std::back_inserter(refused));
    std::ranges::copy(more.alarms, std::back_inserter(alarms));
    std::ranges::copy(more.bounced, std::back_inserter(bounced));
    std::ranges::copy(more.asking, std::back_inserter(asking));
}

ReadMail read_mail(Parser& parser, const Group& group, SourceMail arrival, const std::string& server) {
    ReadMail out;
    out.origin = std::move(arrival.origin);
    auto problem = arrival.problem;
    if (problem.empty()) {
        auto parsed = parser.parse(arrival.bytes, {});
        if (parsed) {
            out.bounces = std::move(parsed->bounces);
            out.to_subscribers = parsed->to_subscribers;
            auto detail = detail_of(*parsed);
            if (!server.empty())
                detail.set("vouched_by", vouched_by(authentication_of(*parsed), server, group.addresses));
            parsed->mail.other_ids = std::move(parsed->other_ids);
            parsed->mail.to_many = is_to_many(*parsed, group.addresses);
            parsed->mail.base_subject = base_subject(parsed->mail.subject, group.subject_prefix);
            auto& text = parsed->enclosed.empty() ? parsed->text : parsed->enclosed;
            out.mail = IncomingMail{std::move(parsed->mail), std::move(detail), std::move(text),
                                    std::move(arrival.bytes)};
            read_bundles(parsed->armours, out);
            return out;
        }
        problem = parsed.error().message;
    }
    out.whole = arrival.problem.empty();
    out.problem = std::move(problem);
    out.raw = std::move(arrival.bytes);
    return out;
}

Group Intake::group() {
    return store_.team().team.group;
}

Result<IntakeReport> Intake::keep(std::vector<ReadMail> mails,
                                  const std::function<void(WriteSession&)>& with) {
    const auto write = [&](WriteSession& session) -> Result<IntakeReport> {
        IntakeReport report;
        Carried carried(session);
        std::vector<IncomingMail> incoming;
        std::vector<bool> to_us;
        std::vector<std::vector<Bounce>> bounces;
        for (auto& mail : mails) {
            ++report.read;
            if (mail.mail) {
                carried.take(mail, report);
                incoming.push_back(std::move(*mail.mail));
                to_us.push_back(!mail.to_subscribers);
                bounces.push_back(std::move(mail.bounces));
            } else {
                report.refused.push_back({mail.origin, mail.problem});
                session.keep_unreadable(mail.raw, {0, mail.origin, mail.problem, 0, mail.whole});
            }
        }
        const auto tickets = session.ticket_count();
        const auto taken = session.take_in(carried.events(), incoming);
        carried.mark_early();
        report.events = static_cast<std::int64_t>(taken.events);
        report.added = std::ranges::count(taken.mails, true);
        report.duplicate = std::ranges::count(taken.mails, false);
        for (std::size_t i = 0; i < incoming.size(); ++i) {
            const auto& mail = incoming[i].mail;
            if (taken.mails[i] && is_own(session, mail)) ++report.own;
            if (taken.mails[i] && to_us[i] && mail.counts_as() == Verdict::human &&
                session.now() - mail.date < kDay)
                report.asking.push_back({mail.key, mail.canonical()});
        }
        report.new_tickets = std::max<std::int64_t>(session.ticket_count() - tickets, 0);
        // One that is known says nothing of a copy that went out again since.
        for (std::size_t i = 0; i < incoming.size(); ++i)
            if (taken.mails[i])
                for (const auto& bounce : bounces[i]) take_bounce(session, bounce, report);
        if (with) with(session);
        return report;
    };
    return store_.maintain<IntakeReport>(clock_, random_, dry_run_, write);
}

Result<IntakeReport> Intake::keep_waiting(Parser& parser) {
    const auto write = [&](WriteSession& session) -> Result<IntakeReport> {
        IntakeReport report;
        if (!session.team_state().id) return report;
        Carried carried(session);
        for (const auto row : session.take_waiting())
            carried.take(read_mail(parser, {}, {session.raw_mail(row), "", 0, ""}), report);
        report.events = static_cast<std::int64_t>(session.accept(carried.events()));
        return report;
    };
    return store_.maintain<IntakeReport>(clock_, random_, dry_run_, write);
}

Result<IntakeReport> Intake::retry(Parser& parser) {
    DS_TRY(const auto list, store_.unreadable());
    IntakeReport all;
    for (const auto& mail : list) {
        if (!mail.whole) continue;
        DS_TRY(auto raw, store_.raw_mail(mail.n));
        auto read = read_mail(parser, group(), {std::move(raw), mail.origin, 0, ""});
        if (!read.mail) {
            ++all.read;
            all.refused.push_back({mail.origin, read.problem});
            continue;
        }
        std::vector<ReadMail> one;
        one.push_back(std::move(read));
        DS_TRY(const auto report,
               keep(std::move(one), [&](WriteSession& session) { session.forget_unreadable(mail.n); }));
        all.add(report);
    }
    return all;
}

}  // namespace dsupport
