#include "lib/base/text.hh"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "lib/base/encoding.hh"

namespace dsupport {
namespace {

char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool not_ascii(char c) {
    return (static_cast<std::uint8_t>(c) & 0x80U) != 0;
}

struct Decoded {
    char32_t point;
    std::size_t size;
};

/// The code point at the front of text (RFC 3629: shortest form, no surrogates, at most U+10FFFF).
std::optional<Decoded> decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
    const std::uint8_t b = byte(0);
    if (b < 0x80) return Decoded{b, 1};
    std::size_t size = 0;
    char32_t point = 0, least = 0;
    if ((b & 0xE0U) == 0xC0U)
        size = 2, point = b & 0x1FU, least = 0x80;
    else if ((b & 0xF0U) == 0xE0U)
        size = 3, point = b & 0x0FU, least = 0x800;
    else if ((b & 0xF8U) == 0xF0U)
        size = 4, point = b & 0x07U, least = 0x10000;
    else
        return std::nullopt;
    for (std::size_t i = 1; i < size; ++i) {
        if (!tail(i)) return std::nullopt;
        point = point << 6 | (byte(i) & 0x3FU);
    }
    if (point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return std::nullopt;
    return Decoded{point, size};
}

bool harmful(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_code_tag(std::string_view inside) {
    // Six to 26 base32 characters and the hyphen; the letters that only people write are no code of ours.
    const auto digit = [](char c) {
        const auto read = base32_digit(c);
        return read && equal_no_case({&c, 1}, {&*read, 1});
    };
    return inside.size() >= 7 && inside.size() <= 27 && inside[3] == '-' &&
           std::ranges::all_of(inside.substr(0, 3), digit) && std::ranges::all_of(inside.substr(4), digit);
}

}  // namespace

bool valid_utf8(std::string_view text) {
    for (;;) {
        text.remove_prefix(static_cast<std::size_t>(std::ranges::find_if(text, not_ascii) - text.begin()));
        if (text.empty()) return true;
        const auto d = decode(text);
        if (!d) return false;
        text.remove_prefix(d->size);
    }
}

std::string as_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto d = decode(text);
        out += d ? text.substr(0, d->size) : kReplacement;
        text.remove_prefix(d ? d->size : 1);
    }
    return out;
}

std::string_view trim(std::string_view text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> lines(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        out.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto end = text.find(separator);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower_ascii);
    return out;
}

std::string fold_case(std::string_view text) {
    utf8proc_uint8_t* folded = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &folded,
                                   static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE));
    if (size < 0) return lower(text);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    return {reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size)};
}

bool starts_with_no_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equal_no_case(text.substr(0, prefix.size()), prefix);
}

bool equal_no_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

std::string printable(std::string_view text, bool multi_line) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto d = decode(text);
        const std::size_t size = d ? d->size : 1;
        if (d && d->point == '\r' && multi_line && text.size() > 1 && text[1] == '\n') {
            // The line end follows.
        } else if (d && (d->point == '\t' || (multi_line && d->point == '\n') || !harmful(d->point))) {
            out += text.substr(0, size);
        } else {
            out += kReplacement;
        }
        text.remove_prefix(size);
    }
    return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before, last, row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        before = std::exchange(last, row);
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = last[j] + (a[i] == b[j] ? 0 : 1);
            row[j + 1] = std::min({row[j] + 1, last[j + 1] + 1, change});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
        }
    }
    return row.back();
}

std::string_view nearest(std::string_view typed, std::span<const std::string_view> candidates) {
    // A third of the word may be wrong: "esclate" finds "escalate", "foo" finds nothing.
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(typed.size() / 3, 1) + 1;
    for (const auto candidate : candidates) {
        const auto distance = edit_distance(lower(typed), candidate);
        if (distance < best_distance) best = candidate, best_distance = distance;
    }
    return best;
}

namespace {

/// What mail programs put before the subject of an answer and of what they pass on. Those of a single letter
/// are left out, for a person may well begin so.
constexpr std::array<std::string_view, 15> kReplies = {"re", "fwd", "fw",  "aw",  "wg",   "antw", "sv",  "vs",
                                                       "tr", "rv",  "odp", "ynt", "回复", "答复", "转发"};
/// In French there is one before a colon.
constexpr std::string_view kNoBreakSpace = "\u00a0";

/// Without one of them: `Re:`, `RE :`, `Re[2]:`, `Re(2):`, `Re：`.
std::optional<std::string_view> without_reply(std::string_view subject) {
    for (const auto word : kReplies) {
        if (!starts_with_no_case(subject, word)) continue;
        auto rest = subject.substr(word.size());
        if (rest.starts_with('[') || rest.starts_with('(')) {
            const auto end = rest.find_first_not_of("0123456789", 1);
            if (end == 1 || end == rest.npos || rest[end] != (rest[0] == '[' ? ']' : ')')) continue;
            rest.remove_prefix(end + 1);
        }
        if (rest.starts_with(kNoBreakSpace)) rest.remove_prefix(kNoBreakSpace.size());
        rest = trim(rest);
        for (const std::string_view colon : {":", "："})
            if (rest.starts_with(colon)) return rest.substr(colon.size());
    }
    return std::nullopt;
}

}  // namespace

std::string base_subject(std::string_view subject, std::string_view group_prefix) {
    group_prefix = trim(group_prefix);
    for (bool changed = true; changed;) {
        changed = false;
        subject = trim(subject);
        if (const auto rest = without_reply(subject)) subject = *rest, changed = true;
        if (!group_prefix.empty() && starts_with_no_case(subject, group_prefix))
            subject.remove_prefix(group_prefix.size()), changed = true;
        const auto open = subject.rfind('[');
        if (subject.ends_with(']') && open != std::string_view::npos &&
            is_code_tag(subject.substr(open + 1, subject.size() - open - 2)))
            subject = subject.substr(0, open), changed = true;
    }
    return std::string(subject);
}

}  // namespace dsupport
