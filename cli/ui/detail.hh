// How one thing is shown to a person: a block of labels and values, and a thread of messages below it. All
// text may be foreign: it passes printable() here. Both give text, so that it can be paged.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/ui/terminal.hh"

namespace dsupport {

struct LabelValue {
    std::string label;
    std::string value;  ///< may have several lines; an empty value leaves the line out
    Tone tone = Tone::plain;
};

/// Labels in one column, values wrapped in the other:
///     requester  Ada Lovelace <ada@client.org>
std::string format_block(std::span<const LabelValue> rows, const Terminal& terminal);

struct ThreadMessage {
    int number = 0;
    std::string kind;  ///< mail, reply, note, call
    std::string by;    ///< who; may be empty
    std::string when;  ///< as it shall be shown
    std::string text;
    std::vector<std::string> notes;  ///< one line each under the header: recipients, attachments, warnings
    Tone tone = Tone::heading;       ///< of the header line
};

/// Each message as a header line `#2 reply by ada · 2 h ago`, its notes, and its text indented; an empty line
/// between messages. Quoted lines (`>`) keep their mark when wrapped, and are muted.
std::string format_thread(std::span<const ThreadMessage> messages, const Terminal& terminal);

}  // namespace dsupport
