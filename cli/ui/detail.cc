#include "cli/ui/detail.hh"

#include <algorithm>

#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr int kGap = 2;
// Text stands to the right of the headers, so that no message can draw a header of its own.
constexpr int kTextIndent = 4;
constexpr int kWidestText = 100;  // longer lines are hard to read
constexpr int kNarrowest = 20;

/// How wide text at this indentation may be; 0 for no limit.
int text_width(const Terminal& terminal, int indent) {
    const int line = terminal.line_width();
    return line == 0 ? 0 : std::max(std::min(line - indent, kWidestText), kNarrowest);
}

std::string expand_tabs(std::string_view line) {
    std::string out;
    int column = 0;
    while (true) {
        const auto tab = line.find('\t');
        out += line.substr(0, tab);
        if (tab == std::string_view::npos) return out;
        column += display_width(line.substr(0, tab));
        const int gap = 8 - column % 8;
        out.append(static_cast<std::size_t>(gap), ' ');
        column += gap;
        line.remove_prefix(tab + 1);
    }
}

/// The `> > ` at the front of a quoted line; empty for any other line.
std::string_view quote_mark(std::string_view line) {
    if (!line.starts_with('>')) return {};
    const auto end = line.find_first_not_of("> ");
    return line.substr(0, end);
}

void append_text(std::string_view text, const Terminal& terminal, std::string& out) {
    const int width = text_width(terminal, kTextIndent);
    const std::string indent(kTextIndent, ' ');
    const auto clean = printable(text, true);
    for (const auto raw : lines(clean)) {
        const auto line = expand_tabs(raw);
        const auto mark = quote_mark(line);
        const bool deep = display_width(mark) > width / 2;
        const auto kept = deep ? std::string_view{} : mark;
        const int room = width == 0 ? 0 : width - display_width(kept);
        for (const auto& part : wrap(std::string_view(line).substr(kept.size()), room)) {
            auto shown = std::string(kept) + part;
            shown.erase(shown.find_last_not_of(' ') + 1);
            if (!shown.empty()) out += indent;
            out += terminal.paint(mark.empty() ? Tone::plain : Tone::muted, shown) + "\n";
        }
    }
}

}  // namespace

std::string format_block(std::span<const LabelValue> rows, const Terminal& terminal) {
    int label_width = 0;
    for (const auto& row : rows)
        if (!row.value.empty()) label_width = std::max(label_width, display_width(row.label));
    const int indent = label_width + kGap;
    std::string out;
    for (const auto& row : rows) {
        if (row.value.empty()) continue;
        // The label is padded before it is painted: escape codes have no width.
        std::string start = terminal.paint(Tone::muted, row.label) +
                            std::string(static_cast<std::size_t>(indent - display_width(row.label)), ' ');
        const auto clean = printable(row.value, true);
        for (const auto line : lines(clean)) {
            for (const auto& part : wrap(expand_tabs(line), text_width(terminal, indent))) {
                out += start + terminal.paint(row.tone, part) + "\n";
                start.assign(static_cast<std::size_t>(indent), ' ');
            }
        }
    }
    return out;
}

std::string format_thread(std::span<const ThreadMessage> messages, const Terminal& terminal) {
    std::string out;
    for (const auto& message : messages) {
        if (!out.empty()) out += '\n';
        std::string title = "#" + std::to_string(message.number) + " " + message.kind;
        if (!message.by.empty()) title += " by " + message.by;
        out += terminal.paint(message.tone, printable(title));
        if (!message.when.empty()) out += (terminal.utf8 ? " · " : " - ") + printable(message.when);
        out += '\n';
        for (const auto& note : message.notes)
            for (const auto& part : wrap(expand_tabs(printable(note)), text_width(terminal, 0)))
                out += terminal.paint(Tone::muted, part) + "\n";
        append_text(message.text, terminal, out);
    }
    return out;
}

}  // namespace dsupport
