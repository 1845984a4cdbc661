#include "lib/sync/posts.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/mail/wire.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/handover_post.hh"
#include "lib/sync/notice.hh"
#include "lib/ticket/roster_authority.hh"

namespace dsupport {
namespace {

/// Room for the bundle's own header beside its events.
constexpr std::size_t kBundleRoom = kMaxBundleBytes - 8UL * 1024;

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
    const std::vector<Event>& events() const { return events_; }
    std::vector<Event> take() && { return std::move(events_); }

  private:
    std::vector<Event> events_;
    std::size_t bytes_ = 0;
};

/// Whether the group is to be told by a notice: not when all was taken back before anybody heard of it.
bool is_news(const LoadedTicket& ticket, std::span<const NoticeLine> told, const FindEvent& find) {
    return !ticket.summary.voided && std::ranges::any_of(told, [&](const NoticeLine& line) {
        return deserves_notice(*line.event, find);
    });
}

/// Whether the events of another machine count from this one on, or no more.
bool decides_for_another(const Event& event) {
    const auto roster = read_roster_event(event);
    if (!roster) return false;
    const auto* grant = std::get_if<Grant>(&roster->action);
    return grant != nullptr ? grant->key != event.rep : std::holds_alternative<Cut>(roster->action);
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

/// Nothing when there is nothing to tell.
Result<std::optional<Post>> notice_post(WriteSession& session, const TicketId& id, const Waiting& due,
                                        const Mailbox& from, const std::string& own_address) {
    DS_TRY(const auto loaded, session.load(id));
    const auto posted = [&](const EventId& event) { return session.is_posted(event); };
    const auto find = [&](const EventId& event) { return session.find(event); };
    Load load;
    for (const auto& event : due.of(id)) load.add(event);
    const auto own = load.events();
    const auto told = lines_of(own, loaded.events, session.authority(), posted);
    if (!is_news(loaded, told, find)) return std::optional<Post>();
    const auto& group = session.team().group;
    Post post;
    post.row = post_row(session, id,
                        tagged_subject(thread_subject(loaded.events, loaded.summary), loaded.code, true),
                        session.fresh_message_id(id, message_id_domain(own_address, group)));
    post.mail = mail_of(post.row, from, log_mailbox(group));
    post.mail.reply_to = {group_mailbox(group)};
    const auto ticket = loaded.state.tickets.find(id);
    if (ticket != loaded.state.tickets.end() && !ticket->second.root_message_id.empty()) {
        post.mail.in_reply_to = ticket->second.root_message_id;
        post.mail.references = {ticket->second.root_message_id};
    }
    post.mail.headers = {{"X-Dsupport-Ticket", loaded.code}};
    const auto holder = session.on_duty(loaded.summary.level).value_or(PersonId{});
    post.mail.text =
        notice_text(told, loaded.summary, loaded.code, session.team(), session.me(), session.now(), holder);
    for (const auto& event : due.riders()) load.add(event);
    post.events = std::move(load).take();
    return std::optional(std::move(post));
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
    for (const auto& event : due.riders()) load.add(event);
    post.events = std::move(load).take();
    post.mail.text = fmt::format(
        "{} changes by {} that need no answer from anybody.\nThey are for the team's other machines.\n",
        post.events.size(), session.team().display_name(session.me()));
    return post;
}

}  // namespace

void Waiting::refresh(WriteSession& session) {
    const auto find = [&](const EventId& id) { return session.find(id); };
    const auto posted = [&](const EventId& id) { return session.is_posted(id); };
    std::set<TicketId> turned;
    for (auto& event : session.unposted(row_)) {
        const auto tickets = session.tickets_of(event.id);
        const bool news = deserves_notice(event, find);
        if (event.kind() == "undo") turned.insert(tickets.begin(), tickets.end());
        add(std::move(event), tickets);
        if (news)
            for (const auto& id : tickets) add_news(id);
    }
    // What is left to tell of a ticket on which something was taken back shows only when all is seen
    // together.
    for (const auto& id : turned) {
        const auto own = of(id);
        const auto ticket = session.load(id);
        if (ticket && is_news(*ticket, lines_of(own, ticket->events, session.authority(), posted), find))
            add_news(id);
        else
            told(id);
    }
}

void Waiting::add(Event event, std::vector<TicketId> tickets) {
    const auto n = next_++;
    std::size_t notices = 0;
    for (const auto& id : tickets) {
        of_ticket_[id].insert(n);
        notices += turns_.count(id);
    }
    if (notices == 0) riders_.insert(n);
    if (decides_for_another(event)) urgent_.insert(n);
    number_of_[event.id] = n;
    items_[n] = {std::move(event), std::move(tickets), notices};
}

void Waiting::add_news(const TicketId& ticket) {
    if (!turns_.try_emplace(ticket, next_).second) return;
    news_[next_++] = ticket;
    for (const auto n : of_ticket_[ticket])
        if (items_[n].notices++ == 0) riders_.erase(n);
}

void Waiting::told(const TicketId& ticket) {
    const auto turn = turns_.find(ticket);
    if (turn == turns_.end()) return;
    news_.erase(turn->second);
    turns_.erase(turn);
    for (const auto n : of_ticket_[ticket])
        if (--items_[n].notices == 0) riders_.insert(n);
}

bool Waiting::post_due(Instant now) const {
    return !news_.empty() || !urgent_.empty() ||
           (!items_.empty() && now - items_.begin()->second.event.at.t >= kLongestRide);
}

std::optional<TicketId> Waiting::next_ticket() {
    if (news_.empty()) return std::nullopt;
    auto out = news_.begin()->second;
    told(out);
    return out;
}

std::vector<Event> Waiting::of(const TicketId& ticket) const {
    std::vector<Event> out;
    if (const auto at = of_ticket_.find(ticket); at != of_ticket_.end())
        for (const auto n : at->second) out.push_back(items_.at(n).event);
    return out;
}

std::vector<Event> Waiting::riders() const {
    std::vector<Event> out;
    for (const auto n : riders_) {
        if (out.size() == kMaxBundleEvents) break;
        out.push_back(items_.at(n).event);
    }
    return out;
}

void Waiting::remove(const std::vector<Event>& events) {
    for (const auto& event : events) {
        const auto number = number_of_.find(event.id);
        if (number == number_of_.end()) continue;
        const auto n = number->second;
        for (const auto& id : items_[n].tickets) of_ticket_[id].erase(n);
        items_.erase(n);
        riders_.erase(n);
        urgent_.erase(n);
        number_of_.erase(number);
    }
}

Result<Post> call_post(WriteSession& session, const Waiting& due, const OutboxRow& row, const Mailbox& from,
                       const Composer& composer) {
    if (row.ticket.empty()) return handover_post(session, due, row, from);
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
    post.mail.reply_to = {group_mailbox(group)};
    if (auto caller = composer.wire_address(requester.email); sendable_address(caller))
        post.mail.reply_to.insert(post.mail.reply_to.begin(), {requester.name, std::move(caller)});
    post.mail.headers = {{"X-Dsupport-Ticket", loaded.code}, {"X-Dsupport-Channel", "phone"}};
    post.mail.text =
        call_text(*open, text, loaded.code, session.team(), session.authority().person(open->rep));
    for (const auto& event : due.riders()) load.add(event);
    post.events = std::move(load).take();
    return post;
}

Result<std::optional<Post>> reply_post(WriteSession& session, Waiting& due, const OutboxRow& row,
                                       const Mailbox& from, const std::string& own_address) {
    due.told(row.ticket);
    return notice_post(session, row.ticket, due, from, own_address);
}

Result<std::optional<Post>> next_post(WriteSession& session, Waiting& due, const Mailbox& from,
                                      const std::string& own_address) {
    while (const auto ticket = due.next_ticket()) {
        DS_TRY(auto post, notice_post(session, *ticket, due, from, own_address));
        if (post) return std::optional(std::move(post));
    }
    if (!due.post_due(session.now())) return std::optional<Post>();
    return std::optional(log_post(session, due, from, own_address));
}

}  // namespace dsupport
