#include "lib/sync/posts.hh"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/sync/addresses.hh"
#include "lib/sync/notice.hh"

namespace dsupport {
namespace {

/// How long an event may wait for a mail to ride along with.
constexpr std::int64_t kLongestRide = kHour;
/// Room for the bundle's own header beside its events.
constexpr std::size_t kBundleRoom = kMaxBundleBytes - 8 * 1024;

class Load {
  public:
    /// Takes the event up unless the mail is full or has it.
    void add(const Event& event) {
        if (events_.size() >= kMaxBundleEvents) return;
        const auto size = bundle_size(event);
        const bool there = std::ranges::find(events_, event.id, &Event::id) != events_.end();
        if (there || bytes_ + size > kBundleRoom) return;
        bytes_ += size;
        events_.push_back(event);
    }
    std::vector<Event> take() && { return std::move(events_); }

  private:
    std::vector<Event> events_;
    std::size_t bytes_ = 0;
};

bool letter_dropped(WriteSession& session, const EventId& open) {
    if (session.is_posted(open)) return false;
    const auto rows = session.outbox().of_event(open);
    return !rows.empty() &&
           std::ranges::all_of(rows, [](const OutboxRow& row) { return row.state == MailState::dropped; });
}

Mailbox group_mailbox(const Group& group) {
    return {"", group.addresses.front()};
}

Mailbox log_mailbox(const Group& group) {
    return {"", group.log_address.empty() ? group.addresses.front() : group.log_address};
}

OutboxRow post_row(const WriteSession& session, const TicketId& ticket, std::string subject,
                   std::string message_id) {
    OutboxRow row;
    row.kind = MailKind::post;
    row.ticket = ticket;
    row.subject = std::move(subject);
    row.message_id = std::move(message_id);
    row.date = row.due = row.changed = session.now();
    return row;
}

OutgoingMail mail_of(const OutboxRow& row, const Mailbox& from, const Mailbox& to) {
    OutgoingMail mail;
    mail.from = from;
    mail.to = {to};
    mail.subject = row.subject;
    mail.date = row.date;
    mail.message_id = row.message_id;
    mail.auto_submitted = true;
    return mail;
}

Result<Post> notice_post(WriteSession& session, const TicketId& id, const Waiting& due, const Mailbox& from,
                         const std::string& own_address) {
    DS_TRY(const auto loaded, session.load(id));
    const auto& group = session.team().group;
    Post post;
    post.row = post_row(session, id, tagged_subject(loaded.summary.subject, loaded.code, true),
                        session.fresh_message_id(id, message_id_domain(own_address, group)));
    post.mail = mail_of(post.row, from, log_mailbox(group));
    const auto ticket = loaded.state.tickets.find(id);
    if (ticket != loaded.state.tickets.end() && !ticket->second.root_message_id.empty()) {
        post.mail.in_reply_to = ticket->second.root_message_id;
        post.mail.references = {ticket->second.root_message_id};
    }
    post.mail.headers = {{"X-Dsupport-Ticket", loaded.code}};
    Load load;
    // Other machines must know the call a notice is about, also when somebody dropped its letter.
    for (const auto& event : loaded.events)
        if (event.kind() == "open" && letter_dropped(session, event.id)) load.add(event);
    for (const auto& event : loaded.events)
        for (const auto* list : {&due.news, &due.riders})
            if (event.ticket() == id && std::ranges::find(*list, event.id, &Event::id) != list->end())
                load.add(event);
    post.events = std::move(load).take();
    post.mail.text =
        notice_text(post.events, loaded.summary, loaded.code, session.team(), session.me(), session.now());
    Load all;
    for (const auto& event : post.events) all.add(event);
    for (const auto& event : due.riders) all.add(event);
    post.events = std::move(all).take();
    return post;
}

Post log_post(WriteSession& session, const Waiting& due, const Mailbox& from,
              const std::string& own_address) {
    const auto& group = session.team().group;
    const auto day = rfc3339(session.now()).substr(0, 10);
    Post post;
    post.row = post_row(session, {}, fmt::format("[dsupport log] {}", day),
                        session.fresh_message_id({}, message_id_domain(own_address, group)));
    post.mail = mail_of(post.row, from, log_mailbox(group));
    Load load;
    for (const auto& event : due.riders) load.add(event);
    post.events = std::move(load).take();
    post.mail.text = fmt::format(
        "{} changes by {} that need no answer from anybody.\nThey are for the team's other machines.\n",
        post.events.size(), session.team().display_name(session.me()));
    return post;
}

}  // namespace

void Waiting::refresh(WriteSession& session) {
    const auto find = [&](const EventId& id) { return session.find(id); };
    for (auto& event : session.unposted(row_))
        (deserves_notice(event, find) ? news : riders).push_back(std::move(event));
}

bool Waiting::post_due(Instant now) const {
    return !news.empty() ||
           std::ranges::any_of(riders, [&](const Event& e) { return now - e.at.t >= kLongestRide; });
}

void Waiting::remove(const std::vector<Event>& events) {
    std::set<EventId> ids;
    for (const auto& event : events) ids.insert(event.id);
    for (auto* list : {&news, &riders})
        std::erase_if(*list, [&](const Event& event) { return ids.contains(event.id); });
}

Result<Post> call_post(WriteSession& session, const Waiting& due, const OutboxRow& row, const Mailbox& from) {
    DS_TRY(const auto loaded, session.load(row.ticket));
    const auto open = std::ranges::find(loaded.events, *row.event, &Event::id);
    if (open == loaded.events.end()) return fail(ErrorKind::bug, "a letter without its call");
    std::string text;
    Load load;
    for (const auto& event : loaded.events) {
        if (event.at.op != open->at.op) continue;
        if (event.content.body) text += *event.content.body;
        load.add(event);
    }
    const auto& group = session.team().group;
    Post post;
    post.row = row;
    post.row.subject = tagged_subject(row.subject, loaded.code, false);
    post.mail = mail_of(post.row, from, group_mailbox(group));
    post.mail.auto_submitted = false;
    const auto requester = Requester::read(open->content.own["requester"]);
    if (!requester.email.empty())
        post.mail.reply_to = {{requester.name, requester.email}, group_mailbox(group)};
    post.mail.headers = {{"X-Dsupport-Ticket", loaded.code}, {"X-Dsupport-Channel", "phone"}};
    post.mail.text =
        call_text(*open, text, loaded.code, session.team(), session.authority().person(open->rep));
    for (const auto& event : due.riders) load.add(event);
    post.events = std::move(load).take();
    return post;
}

Result<Post> next_post(WriteSession& session, const Waiting& due, const Mailbox& from,
                       const std::string& own_address) {
    if (!due.news.empty()) return notice_post(session, due.news.front().ticket(), due, from, own_address);
    return log_post(session, due, from, own_address);
}

}  // namespace dsupport
