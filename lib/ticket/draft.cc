#include "lib/ticket/draft.hh"

#include <algorithm>

namespace dsupport {
namespace {

/// What fits a header of 4 KiB beside the writes: the rest goes into further events of the op.
constexpr std::size_t kMailsPerEvent = 24;

/// Pieces of at most kPartBody bytes, cut between characters.
std::vector<std::string_view> pieces_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        std::size_t end = std::min(text.size(), kPartBody);
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

template <class T>
void move_some(std::vector<T>& from, std::vector<T>& to, std::size_t room) {
    const auto n = static_cast<std::ptrdiff_t>(std::min(from.size(), room));
    to.insert(to.end(), from.begin(), from.begin() + n);
    from.erase(from.begin(), from.begin() + n);
}

}  // namespace

Draft::Draft(const Situation& at, std::string kind) : at_(at) {
    content_.kind = std::move(kind);
    content_.ticket = at.ticket.id;
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
    TagWrite write{std::move(name), on, {}};
    if (!on)
        for (const auto* member : members())
            if (const auto it = member->tags.find(write.tag); it != member->tags.end())
                write.removes.insert(write.removes.end(), it->second.begin(), it->second.end());
    content_.tags.push_back(std::move(write));
}

void Draft::cover() {
    for (const auto* member : members())
        for (const auto& on : member->mails)
            if (on.raises_attention()) {
                covers_.push_back({on.mail->key, on.variant()});
                ++change_.covered;
                change_.newest_covered = std::max(change_.newest_covered.value_or(Instant{}), on.mail->date);
            }
}

bool Draft::empty() const {
    return content_.writes.empty() && content_.tags.empty() && covers_.empty() && text_.empty();
}

Change Draft::finish() && {
    place_mails();
    add_mails(content_);
    change_.events.push_back(content_);
    put_text(change_.events, text_);
    while (!covers_.empty() || !placements_.empty()) {
        EventContent further;
        further.kind = "set";
        further.ticket = content_.ticket;
        add_mails(further);
        change_.events.push_back(std::move(further));
    }
    return std::move(change_);
}

std::vector<const TicketState*> Draft::members() const {
    const auto component = at_.state.components.find(at_.ticket.id);
    if (component == at_.state.components.end()) return {&at_.state.tickets.at(at_.ticket.id)};
    std::vector<const TicketState*> out;
    for (const auto& id : component->second)
        if (const auto it = at_.state.tickets.find(id); it != at_.state.tickets.end())
            out.push_back(&it->second);
    return out;
}

void Draft::place_mails() {
    for (const auto& on : at_.state.tickets.at(at_.ticket.id).mails)
        if (!on.ours && !at_.state.placements.contains(on.mail->key))
            placements_.push_back({{on.mail->key, on.variant()}, {}});
}

void Draft::add_mails(EventContent& event) {
    move_some(covers_, event.covers, kMailsPerEvent);
    move_some(placements_, event.placements, kMailsPerEvent - event.covers.size());
}

void put_text(std::vector<EventContent>& events, std::string_view text) {
    const auto pieces = pieces_of(text);
    const auto count = static_cast<std::int64_t>(pieces.size());
    if (count == 0) return;
    const auto ticket = events.back().ticket;
    events.back().body = std::string(pieces.front());
    if (count == 1) return;
    events.back().part = Part{1, count};
    for (std::int64_t i = 2; i <= count; ++i) {
        EventContent rest;
        rest.kind = "note";
        rest.ticket = ticket;
        rest.part = Part{i, count};
        rest.body = std::string(pieces[static_cast<std::size_t>(i - 1)]);
        events.push_back(std::move(rest));
    }
}

}  // namespace dsupport
