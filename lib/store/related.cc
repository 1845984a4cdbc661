#include "lib/store/related.hh"

#include <utility>

#include "lib/base/encoding.hh"
#include "lib/store/mail_names.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

template <class T>
T take_last(std::vector<T>& from) {
    auto out = std::move(from.back());
    from.pop_back();
    return out;
}

}  // namespace

void Relations::add(const TicketId& ticket) {
    if (tickets_.insert(ticket).second) new_tickets_.push_back(ticket);
}

void Relations::add_mail(std::int64_t row) {
    if (!mail_.contains(row)) new_mails_.push_back(row);
}

Related Relations::find() && {
    for (;;) {
        if (!new_events_.empty())
            follow_event(take_last(new_events_));
        else if (!new_mails_.empty())
            follow_mail(take_last(new_mails_));
        else if (!new_tickets_.empty())
            follow(take_last(new_tickets_));
        else
            break;
    }
    for (const auto row : mates_)
        if (!loaded_.contains(row)) loaded_.emplace(row, events_.at_row(row));
    Related out;
    out.tickets = std::move(tickets_);
    for (auto& [row, event] : loaded_) out.events.push_back(std::move(event));
    for (auto& [row, mail] : mail_) {
        out.rows.push_back(row);
        out.mails.push_back(std::move(mail));
    }
    return out;
}

void Relations::follow(const TicketId& ticket) {
    for (const auto row : events_.rows_of(ticket)) new_events_.push_back(row);
    for (const auto row : mails_.named(ticket.value)) add_mail(row);
    for (const auto row : mails_.tagged(ticket)) add_mail(row);
}

void Relations::follow_event(std::int64_t row) {
    if (loaded_.contains(row)) return;
    const auto& event = loaded_.emplace(row, events_.at_row(row)).first->second;
    if (event.kind() == "link") add_tickets_of(row);
    // Whether an undo counts depends on all that its op did, elsewhere too.
    if (const auto target = undo_target(event))
        for (const auto mate : events_.rows_of_op(*target)) mates_.push_back(mate);
    for (const auto& key : mails_of(event)) add_key(key);
}

void Relations::follow_mail(std::int64_t row) {
    if (mail_.contains(row)) return;
    const auto& mail = mail_.emplace(row, mails_.at_row(row)).first->second;
    add_key(mail.key);
    for (const auto* list : {&mail.references, &mail.in_reply_to, &mail.other_ids})
        for (const auto& id : *list) add_key(mail_key(id));
    if (mail.letter) {
        add_key(*mail.letter);
        // Whether it is that call's letter depends on all that it carries.
        for (const auto& id : mail.carried)
            if (const auto event = events_.row_of(id)) {
                add_tickets_of(*event);
                new_events_.push_back(*event);
            }
    }
    for (const auto& ticket : possible_tickets(mail)) add(ticket);
    follow_tag(mail);
}

/// The tickets that the tag may mean: on one of them the sender may have written.
void Relations::follow_tag(const Mail& mail) {
    if (mail.subject_tag.empty()) return;
    for (const auto& ticket : events_.tickets_beginning_with(mail.subject_tag)) add(ticket);
    for (const auto& ticket : mails_.tickets_beginning_with(mail.subject_tag)) add(ticket);
}

void Relations::add_tickets_of(std::int64_t event_row) {
    for (auto& id : events_.tickets_of_row(event_row)) add(id);
}

/// All that speaks of a mail, or of the place where one is missing.
void Relations::add_key(const MailKey& key) {
    if (!keys_.insert(key).second) return;
    for (const auto row : events_.mentioning(key)) {
        add_tickets_of(row);
        new_events_.push_back(row);
    }
    for (const auto row : mails_.named(as_text(key.bytes))) add_mail(row);
}

}  // namespace dsupport
