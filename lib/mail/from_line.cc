#include "lib/mail/from_line.hh"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/base/text.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/mbox_writer.hh"

namespace dsupport {
namespace {

constexpr std::string_view kFrom = "From ";
constexpr std::size_t kLongestFrom = 1000;
constexpr std::size_t kLongestName = 200;
/// Fields that nearly every mail has, in a header that is to be believed without an empty line above it.
constexpr int kEvidence = 2;

using Words = std::vector<std::string_view>;

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view first_line(std::string_view bytes) {
    return bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
}

/// The words behind `From `.
Words words_of(std::string_view line) {
    Words out;
    for (const auto part : split(trim(line.substr(kFrom.size())), ' '))
        if (const auto word = trim(part); !word.empty()) out.push_back(word);
    return out;
}

/// A number of so many digits.
bool number(std::string_view word, std::size_t least, std::size_t most) {
    return word.size() >= least && word.size() <= most && std::ranges::all_of(word, digit);
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view word) {
    return std::ranges::any_of(names, [&](auto name) { return equal_no_case(name, word); });
}

bool weekday(std::string_view word) {
    constexpr std::array<std::string_view, 7> kNames = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (word.ends_with(',')) word.remove_suffix(1);
    return among(kNames, word);
}

bool month(std::string_view word) {
    constexpr std::array<std::string_view, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return among(kNames, word);
}

/// `9:53`, `09:53`, `09:53:04`
bool time_of_day(std::string_view word) {
    const auto parts = split(word, ':');
    return (parts.size() == 2 || parts.size() == 3) && number(parts[0], 1, 2) &&
           std::all_of(parts.begin() + 1, parts.end(), [](auto part) { return number(part, 2, 2); });
}

/// `+0200`, `GMT`, `(CEST)`; two of them in `MET DST`.
bool zone(std::string_view word) {
    if (word.starts_with('+') || word.starts_with('-')) return number(word.substr(1), 4, 4);
    if (word.starts_with('(') && word.ends_with(')')) word = word.substr(1, word.size() - 2);
    return word.size() <= 5 && !word.empty() &&
           std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// One word; with spaces only an address that has quoted ones, or none at all.
bool sender(Words::const_iterator from, Words::const_iterator to) {
    if (to - from <= 1) return true;
    return std::any_of(from, to, [](auto word) { return word.find('@') != std::string_view::npos; }) ||
           (to - from == 3 && equal_no_case(from[1], "at"));
}

/// Whether from here to the end it is a date: `Thu Apr 16 09:53:04 2015` or `Thu, 16 Apr 2015 09:53:04`.
bool date(Words::const_iterator at, Words::const_iterator end) {
    const auto take = [&](auto is) {
        if (at == end || !is(*at)) return false;
        ++at;
        return true;
    };
    const auto zones = [&] {
        if (take(zone)) take(zone);
    };
    const auto day = [](std::string_view word) { return number(word, 1, 2); };
    const auto year = [](std::string_view word) { return number(word, 2, 4); };
    if (!take(weekday)) return false;
    if (take(day)) {
        if (!take(month) || !take(year) || !take(time_of_day)) return false;
    } else {
        if (!take(month) || !take(day) || !take(time_of_day)) return false;
        zones();
        if (!take(year)) return false;
    }
    zones();
    return at == end || (end - at == 3 && at[0] == "remote" && at[1] == "from");
}

bool takeout(std::string_view line) {
    line.remove_prefix(kFrom.size());
    const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(line, digit) - line.begin());
    return digits > 0 && line.substr(digits).starts_with("@xxx ");
}

/// Words by their kinds, `a 9 a 9:9:9 9`: the same for all dates that one program writes in one language.
std::string shape_of(const Words& words) {
    std::string out;
    for (std::size_t i = 1; i < words.size(); ++i) {
        for (const char c : words[i]) {
            const char kind = digit(c) ? '9' : letter(c) ? 'a' : c;
            const bool ends = c == '.' || c == ',';
            if (!ends && (!out.ends_with(kind) || !(digit(c) || letter(c)))) out += kind;
        }
        out += ' ';
    }
    return out;
}

bool address(const Words& words) {
    return !words.empty() && (words.front().find('@') != std::string_view::npos ||
                              equal_no_case(words.front(), "MAILER-DAEMON"));
}

/// The name of the field that begins here; empty when none does.
std::string_view field_name(std::string_view bytes) {
    const auto name = bytes.substr(0, std::min({bytes.find(':'), bytes.size(), kLongestName}));
    if (name.size() == bytes.size() || bytes[name.size()] != ':') return {};
    const auto bare = name.substr(0, name.find_last_not_of(" \t") + 1);
    return std::ranges::all_of(bare, [](char c) { return c > ' ' && c <= '~'; }) ? bare : std::string_view();
}

bool folded(std::string_view line) {
    return line.starts_with(' ') || line.starts_with('\t');
}

/// Whether a mail's header begins here, and not just a line with a colon.
bool whole_header(std::string_view bytes) {
    int evidence = 0;
    for (bool first = true; !bytes.empty(); first = false) {
        const auto line = first_line(bytes);
        bytes.remove_prefix(line.size());
        if (!first && folded(line)) continue;
        const auto name = field_name(line);
        if (name.empty()) return false;
        if (is_mail_field(name) && ++evidence == kEvidence) return true;
    }
    return false;
}

}  // namespace

bool from_line(std::string_view line) {
    return line.starts_with(kFrom) && line.size() <= kLongestFrom;
}

bool marked_from_line(std::string_view line) {
    const auto text = line.find_first_not_of('>');
    return text > 0 && text != std::string_view::npos && line.substr(text).starts_with(kFrom);
}

bool has_from_date(std::string_view line) {
    if (!from_line(line)) return false;
    const auto words = words_of(line);
    for (auto at = words.begin(); at != words.end(); ++at)
        if (weekday(*at) && date(at, words.end())) return sender(words.begin(), at);
    return false;
}

Separator::Separator(std::string_view line) {
    const auto words = words_of(line);
    if (line.starts_with(kMboxrdFrom))
        form_ = Form::mboxrd;
    else if (takeout(line))
        form_ = Form::takeout;
    else if (!has_from_date(line))
        form_ = Form::like_first, address_ = address(words), shape_ = shape_of(words);
}

bool Separator::at(std::string_view here, bool behind_blank) const {
    here = here.substr(0, kAhead);
    if (!here.starts_with(kFrom)) return false;
    const auto line = first_line(here);
    if (!from_line(line)) return false;
    if (form_ == Form::mboxrd) return line.starts_with(kMboxrdFrom);
    const auto below = here.substr(line.size());
    const bool header = below.empty() || !field_name(below).empty() || marked_from_line(first_line(below));
    if (!header) return false;
    if (form_ == Form::takeout) return takeout(line);
    if (has_from_date(line)) return behind_blank || whole_header(below);
    if (form_ == Form::dated || !behind_blank) return false;
    const auto words = words_of(line);
    return (!address_ || address(words)) && shape_of(words) == shape_;
}

}  // namespace dsupport
