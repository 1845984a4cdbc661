#include "lib/mail/footer.hh"

#include <algorithm>
#include <array>

#include "lib/base/text.hh"
#include "lib/ticket/bundle.hh"

namespace dsupport {
namespace {

constexpr std::string_view kBecause = "You received this message because you are subscribed to";
constexpr std::string_view kUnsubscribe = "+unsubscribe@";
constexpr int kMostLines = 12;

bool blank(std::string_view line) {
    return trim(line).empty();
}

bool separator(std::string_view line) {
    return trim(line) == "--";
}

/// The last line of a text with the place where it begins.
std::string_view last_line(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    const auto end = text.rfind('\n');
    return text.substr(end == std::string_view::npos ? 0 : end + 1);
}

std::string_view without_blank_end(std::string_view text) {
    const auto last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Where the footer at the end begins, or npos.
std::size_t footer_start(std::string_view text) {
    auto rest = without_blank_end(text);
    const auto end = rest.size();
    for (int i = 0; i <= kMostLines && !rest.empty(); ++i) {
        const auto line = last_line(rest);
        const auto start = static_cast<std::size_t>(line.data() - text.data());
        if (blank(line)) return std::string_view::npos;
        if (separator(line)) {
            const auto block = text.substr(start + line.size(), end - start - line.size());
            const bool footer =
                trim(block).starts_with(kBecause) || block.find(kUnsubscribe) != std::string_view::npos;
            return footer ? start : std::string_view::npos;
        }
        rest = text.substr(0, start);
    }
    return std::string_view::npos;
}

bool base64_line(std::string_view line) {
    return std::ranges::all_of(trim(line), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '/' || c == '=';
    });
}

struct Marks {
    std::string begin, end;  // without white space
};

const Marks& marks() {
    static const Marks kMarks = [] {
        const auto squeeze = [](std::string_view line) {
            std::string out;
            std::ranges::copy_if(line, std::back_inserter(out), [](char c) { return c != ' '; });
            return out;
        };
        const auto empty = armour("");
        const auto both = lines(empty);
        return Marks{squeeze(both.front()), squeeze(both.back())};
    }();
    return kMarks;
}

bool white(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The size of `mark` at the front of `text`, which may have white space in it anywhere; 0 when it is not
/// there.
std::size_t marked(std::string_view text, std::string_view mark) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (white(text[i])) continue;
        if (text[i] != mark[at]) return 0;
        if (++at == mark.size()) return i + 1;
    }
    return 0;
}

/// Where the next mark begins, and its size; npos when there is none.
std::pair<std::size_t, std::size_t> find_mark(std::string_view text, std::string_view mark,
                                              std::size_t from) {
    for (auto at = text.find('-', from); at != std::string_view::npos; at = text.find('-', at + 1))
        if (const auto size = marked(text.substr(at), mark)) return {at, size};
    return {std::string_view::npos, 0};
}

}  // namespace

std::string_view without_footer(std::string_view text) {
    for (auto start = footer_start(text); start != std::string_view::npos; start = footer_start(text))
        text = without_blank_end(text.substr(0, start));
    return text;
}

std::string_view words_without_footer(std::string_view words) {
    constexpr std::size_t kLongest = 2000;
    for (;;) {
        const auto at = words.rfind(kBecause);
        if (at == std::string_view::npos || words.size() - at > kLongest) return words;
        const auto before = trim(words.substr(0, at));
        const bool whole = before.ends_with("--") && (before.size() == 2 || before[before.size() - 3] == ' ');
        if (!whole) return words;
        words = trim(before.substr(0, before.size() - 2));
    }
}

EncodedText split_base64(std::string_view content) {
    constexpr std::size_t kFull = 40;
    std::size_t encoded = 0;
    bool intact = true;  // no other line since the last one that counts
    for (std::size_t at = 0; at < content.size();) {
        const auto end = std::min(content.find('\n', at), content.size() - 1) + 1;
        const auto line = trim(content.substr(at, end - at));
        const bool fits = base64_line(line);
        if (fits && (intact || line.size() >= kFull)) {
            encoded = end;
            intact = true;
        } else if (!fits) {
            intact = false;
        }
        at = end;
    }
    return {content.substr(0, encoded), content.substr(encoded)};
}

EncodedText split_quoted_printable(std::string_view content) {
    const auto start = footer_start(content);
    if (start == std::string_view::npos) return {content, {}};
    // A soft line end in front would glue the footer's first line to the text.
    auto encoded = without_blank_end(content.substr(0, start));
    if (encoded.ends_with('=')) encoded.remove_suffix(1);
    return {encoded, content.substr(start)};
}

WithoutArmour take_armour(std::string_view text) {
    if (find_mark(text, marks().begin, 0).first == std::string_view::npos) return {std::string(text), {}};
    WithoutArmour out;
    out.armours = find_armour(text);
    if (out.armours.empty()) return {std::string(text), {}};
    std::size_t done = 0;
    auto last = std::pair<std::size_t, std::size_t>{};
    for (auto begin = find_mark(text, marks().begin, 0); begin.first != std::string_view::npos;) {
        const auto inside = begin.first + begin.second;
        const auto next = find_mark(text, marks().begin, inside);
        if (last.first < inside) last = find_mark(text, marks().end, inside);
        if (last.first == std::string_view::npos) break;
        const auto line = text.rfind('\n', begin.first) + 1;  // npos + 1 is the start of the text
        const auto end = last.first + last.second;
        if (last.first < next.first && !trim(text.substr(line, begin.first - line)).starts_with('>') &&
            !find_armour(text.substr(begin.first, end - begin.first)).empty()) {
            out.text += text.substr(done, begin.first - done);
            done = end;
        }
        begin = next;
    }
    out.text += text.substr(done);
    return out;
}

}  // namespace dsupport
