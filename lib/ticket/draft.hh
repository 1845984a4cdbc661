// A change in the making: what one command does to one ticket, gathered piece by piece, then turned into
// events that name what they replace, carry the covers and placements that are due, and fit the size limits.
#pragma once

#include "lib/ticket/change.hh"

namespace dsupport {

class Draft {
  public:
    /// The situation must outlive the draft.
    explicit Draft(const Situation& at, std::string kind = "set");
    explicit Draft(const Situation&& at, std::string kind = "set") = delete;

    /// A member that belongs to the kind.
    void own(std::string_view key, Json value);
    void write(std::string_view field, Json value);
    /// Writes only when the value differs from the shown one, or to end a conflict.
    void write_if_new(std::string_view field, const Json& shown, Json value);
    /// The rule of all verbs that put a ticket to work: open whenever it is shown new or open and not stored
    /// so.
    void open_if_idle();
    /// An empty text is no comment.
    void comment(std::string text);
    /// A tag that was named before is not named again.
    void tag(std::string name, bool on);
    /// Covers every mail of the client that is here, or of those here that the situation says were seen.
    void cover();

    bool empty() const;
    Change finish() &&;

  private:
    const Situation& at_;
    EventContent content_;
    std::string text_;
    std::set<std::string> tags_;
    std::map<TicketId, std::vector<TagWrite>> untags_;  ///< on the other tickets of the component
    Change change_;

    /// The tickets merged into this one, itself among them, as far as they are known here.
    std::vector<const TicketState*> members() const;
    void place_mails();
};

/// The same change in as many events as the limit of a header asks for: the first keeps the kind and its own
/// keys and has room to become a part of a text; writes, tags, covers and placements that do not fit it
/// follow in `set` events of the same op. One write that is too long alone is left for seal to refuse.
std::vector<EventContent> fit_headers(EventContent content);

/// The same with a text: the first event gets it as its body, and what is over kPartBody follows in notes.
std::vector<EventContent> events_of(EventContent content, std::string_view text);

}  // namespace dsupport
