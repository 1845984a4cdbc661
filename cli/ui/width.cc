#include "cli/ui/width.hh"

#include <utf8proc.h>

#include <algorithm>

namespace dsupport {
namespace {

struct Piece {
    std::size_t bytes = 0;
    int width = 0;
};

struct Point {
    utf8proc_int32_t value = 0;
    std::size_t bytes = 1;
};

Point first_point(std::string_view text) {
    utf8proc_int32_t value = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &value);
    if (bytes <= 0) return {0xFFFD, 1};
    return {value, static_cast<std::size_t>(bytes)};
}

/// The user-perceived character (grapheme cluster) at the front of text, which is not empty.
Piece first_character(std::string_view text) {
    Point point = first_point(text);
    Piece piece{point.bytes, utf8proc_charwidth(point.value)};
    utf8proc_int32_t state = 0;
    while (piece.bytes < text.size()) {
        const Point next = first_point(text.substr(piece.bytes));
        if (utf8proc_grapheme_break_stateful(point.value, next.value, &state)) break;
        piece.bytes += next.bytes;
        piece.width += utf8proc_charwidth(next.value);
        point = next;
    }
    return piece;
}

bool plain_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// The longest front of text that fits into `width` columns.
std::string_view front(std::string_view text, int width) {
    std::size_t end = 0;
    for (int used = 0; end < text.size();) {
        const Piece piece = first_character(text.substr(end));
        if (used + piece.width > width) break;
        used += piece.width;
        end += piece.bytes;
    }
    return text.substr(0, end);
}

}  // namespace

int display_width(std::string_view text) {
    if (plain_ascii(text)) return static_cast<int>(text.size());
    int width = 0;
    while (!text.empty()) {
        const Point point = first_point(text);
        width += utf8proc_charwidth(point.value);
        text.remove_prefix(point.bytes);
    }
    return width;
}

std::string cut(std::string_view text, int width, bool utf8) {
    if (display_width(text) <= width) return std::string(text);
    if (width <= 0) return {};
    const std::string_view mark = utf8 ? "…" : "...";
    const int mark_width = utf8 ? 1 : 3;
    if (width <= mark_width) return std::string(front(mark, width));
    std::string_view kept = front(text, width - mark_width);
    while (kept.ends_with(' ')) kept.remove_suffix(1);
    return std::string(kept).append(mark);
}

std::string pad(std::string_view text, int width) {
    std::string out(text);
    const int missing = width - display_width(text);
    if (missing > 0) out.append(static_cast<std::size_t>(missing), ' ');
    return out;
}

std::vector<std::string> wrap(std::string_view text, int width) {
    std::vector<std::string> out;
    // Only as much as fits is looked at for each line, so that a long text takes no longer than its length.
    while (width > 0) {
        std::string_view line = front(text, width);
        if (line.size() == text.size()) break;
        if (line.empty()) line = text.substr(0, first_character(text).bytes);
        if (line.size() < text.size() && text[line.size()] != ' ') {
            // A space inside the indentation is no place to break: it would leave an empty line.
            const auto space = line.rfind(' ');
            if (space != std::string_view::npos && space > line.find_first_not_of(' '))
                line = line.substr(0, space);
        }
        text.remove_prefix(line.size());
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
        while (line.ends_with(' ')) line.remove_suffix(1);
        out.emplace_back(line);
    }
    if (out.empty() || !text.empty()) out.emplace_back(text);
    return out;
}

std::string wrap_from(int column, std::string_view text, int width) {
    std::string out;
    for (const auto& line : wrap(text, width > 0 ? std::max(width - column, 1) : 0))
        out += out.empty() ? line : "\n" + std::string(static_cast<std::size_t>(column), ' ') + line;
    return out;
}

}  // namespace dsupport
