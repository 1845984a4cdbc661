#include "lib/ticket/draft.hh"

#include <algorithm>
#include <iterator>
#include <utility>

#include "lib/ticket/splitting.hh"

namespace dsupport {
namespace {

/// Pieces of at most kPartBody bytes, cut between characters.
std::vector<std::string_view> pieces_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t end = std::min(text.size(), kPartBody);
        const auto inside = [&] {
            return end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U;
        };
        // No character has more than three of these bytes; what has is no UTF-8, and seal will say so.
        for (int back = 0; back < 3 && inside(); ++back) --end;
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

/// Packs what a change does into events, each as full as its header may be.
class Packer {
  public:
    explicit Packer(EventContent first) { events_.push_back(std::move(first)); }

    template <class T>
    void add(std::vector<T> EventContent::*list, std::vector<T> items) {
        for (auto& item : items) {
            auto& last = events_.back().*list;
            last.push_back(std::move(item));
            if (longest_header(events_.back()) <= kMaxHeader) continue;
            EventContent further;
            further.kind = "set";
            further.ticket = events_.front().ticket;
            (further.*list).push_back(std::move(last.back()));
            last.pop_back();
            events_.push_back(std::move(further));
        }
    }
    std::vector<EventContent> take() { return std::move(events_); }

  private:
    std::vector<EventContent> events_;
};

}  // namespace

Draft::Draft(const Situation& at, std::string kind) : at_(at) {
    content_.kind = std::move(kind);
    content_.ticket = at.ticket.id;
}

void Draft::own(std::string_view key, Json value) {
    content_.own.set(key, std::move(value));
}

void Draft::write(std::string_view field, Json value) {
    const auto& ticket = at_.state.tickets.at(at_.ticket.id);
    content_.writes.push_back({std::string(field), std::move(value), ticket.field(field).tips()});
}

void Draft::write_if_new(std::string_view field, const Json& shown, Json value) {
    const bool conflict = at_.state.tickets.at(at_.ticket.id).field(field).heads().size() > 1;
    if (shown != value || conflict) write(field, std::move(value));
}

void Draft::open_if_idle() {
    const auto shown = at_.shown();
    if (at_.ticket.stored.kind != StatusKind::open &&
        (shown == StatusKind::fresh || shown == StatusKind::open))
        write(field::kStatus, Status::plain_open().json());
}

void Draft::comment(std::string text) {
    text_ = std::move(text);
}

void Draft::tag(std::string name, bool on) {
    if (!tags_.insert(name).second) return;
    if (on) {
        content_.tags.push_back({std::move(name), on, {}});
        return;
    }
    // A removal counts on its own ticket only, so each that holds the tag gets one.
    for (const auto* member : members()) {
        const auto it = member->tags.find(name);
        if (it == member->tags.end()) continue;
        auto& tags = member->id == content_.ticket ? content_.tags : untags_[member->id];
        tags.push_back({name, false, it->second});
    }
}

void Draft::cover() {
    for (const auto* member : members())
        for (const auto& on : member->mails)
            if (on.raises_attention() && (!at_.seen || at_.seen->contains(on.full_ref()))) {
                content_.covers.push_back({on.mail->key, on.variant()});
                ++change_.covered;
                change_.newest_covered = std::max(change_.newest_covered.value_or(Instant{}), on.mail->date);
            }
}

bool Draft::empty() const {
    return content_.writes.empty() && content_.tags.empty() && untags_.empty() && content_.covers.empty() &&
           text_.empty();
}

Change Draft::finish() && {
    place_mails();
    change_.events = events_of(std::move(content_), text_);
    for (auto& [id, tags] : untags_) {
        EventContent event;
        event.kind = "set";
        event.ticket = id;
        event.tags = std::move(tags);
        for (auto& fitting : fit_headers(std::move(event))) change_.events.push_back(std::move(fitting));
    }
    return std::move(change_);
}

std::vector<const TicketState*> Draft::members() const {
    std::vector<const TicketState*> out;
    for (const auto& id : at_.state.members_of(at_.ticket.id))
        if (const auto it = at_.state.tickets.find(id); it != at_.state.tickets.end())
            out.push_back(&it->second);
    return out;
}

void Draft::place_mails() {
    for (const auto* on : unplaced_mails(at_.state, at_.state.tickets.at(at_.ticket.id)))
        content_.placements.push_back({on->full_ref(), {}});
}

std::vector<EventContent> fit_headers(EventContent content) {
    auto writes = std::exchange(content.writes, {});
    auto tags = std::exchange(content.tags, {});
    auto placements = std::exchange(content.placements, {});
    auto covers = std::exchange(content.covers, {});
    Packer packer(std::move(content));
    packer.add(&EventContent::writes, std::move(writes));
    packer.add(&EventContent::tags, std::move(tags));
    packer.add(&EventContent::covers, std::move(covers));
    packer.add(&EventContent::placements, std::move(placements));
    return packer.take();
}

std::vector<EventContent> events_of(EventContent content, std::string_view text) {
    auto events = fit_headers(std::move(content));
    const auto pieces = pieces_of(text);
    const auto count = static_cast<std::int64_t>(pieces.size());
    if (count > 0) events.front().body = std::string(pieces.front());
    if (count > 1) events.front().part = Part{1, count};
    std::vector<EventContent> rest;
    for (std::int64_t i = 2; i <= count; ++i) {
        auto& part = rest.emplace_back();
        part.kind = "note";
        part.ticket = events.front().ticket;
        part.part = Part{i, count};
        part.body = std::string(pieces[static_cast<std::size_t>(i - 1)]);
    }
    events.insert(events.begin() + 1, std::make_move_iterator(rest.begin()),
                  std::make_move_iterator(rest.end()));
    return events;
}

}  // namespace dsupport
