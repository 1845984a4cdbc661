#include "lib/sync/handover_post.hh"

#include <fmt/format.h>

#include "lib/sync/addresses.hh"

namespace dsupport {

OutboxRow handover_letter(const Event& event, const Handover& handover, const PersonId& before,
                          const Group& group, std::string message_id, Instant now) {
    const auto name = [](const PersonId& id) { return id.empty() ? std::string("nobody") : id.value; };
    OutboxRow row;
    row.kind = MailKind::letter;
    row.state = group.addresses.empty() ? MailState::held : MailState::queued;
    if (group.addresses.empty()) row.reason = kNoGroup;
    row.event = event.id;
    row.subject =
        fmt::format("Handover {}: {} to {}", seat_name(handover.seat), name(before), name(handover.who));
    row.message_id = std::move(message_id);
    row.date = row.due = row.changed = now;
    return row;
}

Result<Post> handover_post(WriteSession& session, const Waiting& due, const OutboxRow& row,
                           const Mailbox& from) {
    const auto event = row.event ? session.find(*row.event) : std::nullopt;
    if (!event) return fail(ErrorKind::bug, "a letter without its handover");
    const auto& group = session.team().group;
    Post post;
    post.row = row;
    post.mail.from = from;
    post.mail.to = {{"", group.addresses.front()}};
    post.mail.reply_to = post.mail.to;
    post.mail.subject = row.subject;
    post.mail.date = row.date;
    post.mail.message_id = row.message_id;
    post.mail.auto_submitted = true;
    post.mail.text = event->content.body.value_or("");
    post.events = {*event};
    for (auto& rider : due.riders())
        if (rider.id != event->id && post.events.size() < kMaxBundleEvents)
            post.events.push_back(std::move(rider));
    return post;
}

}  // namespace dsupport
