#include "lib/mail/calendar_text.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/charset.hh"
#include "lib/mail/part_bytes.hh"

namespace dsupport {
namespace {

struct Property {
    std::string_view name, parameters, value;
};

/// `NAME;A=x;B="y:z":value` (RFC 5545, 3.1); a line without a colon has no value.
Property property_of(std::string_view line) {
    std::size_t at = 0;
    for (bool quoted = false; at < line.size() && (quoted || line[at] != ':'); ++at)
        if (line[at] == '"') quoted = !quoted;
    const auto head = line.substr(0, at);
    const auto name = head.substr(0, head.find(';'));
    return {name, head.substr(name.size()), line.substr(std::min(at + 1, line.size()))};
}

std::string parameter(std::string_view parameters, std::string_view name) {
    for (const auto one : split(parameters, ';')) {
        const auto equals = one.find('=');
        if (equals == std::string_view::npos || !equal_no_case(one.substr(0, equals), name)) continue;
        std::string out(one.substr(equals + 1));
        std::erase(out, '"');
        return out;
    }
    return {};
}

/// Without the backslashes of RFC 5545, 3.3.11.
std::string plain(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size()) {
            ++i;
            out += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
        } else {
            out += value[i];
        }
    }
    return std::string(trim(out));
}

/// `20261201T100000` as `2026-12-01 10:00`; what has another form stays as it is.
std::string time_words(const Property& time) {
    constexpr std::string_view kForm = "ddddddddTdddddd";
    const auto value = trim(time.value);
    const auto digits = value.substr(0, kForm.size());
    const bool known =
        (digits.size() == kForm.size() || digits.size() == 8) && value.size() <= kForm.size() + 1 &&
        std::equal(digits.begin(), digits.end(), kForm.begin(),
                   [](char c, char form) { return form == 'd' ? c >= '0' && c <= '9' : c == form; });
    if (!known) return std::string(value);
    const auto part = [&](std::size_t at, std::size_t size) { return std::string(digits.substr(at, size)); };
    auto out = part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2);
    if (digits.size() == 8) return out;
    out += " " + part(9, 2) + ":" + part(11, 2);
    if (value.ends_with('Z')) return out + " UTC";
    const auto zone = parameter(time.parameters, "TZID");
    return zone.empty() ? out : out + " " + zone;
}

/// What is wanted of whoever gets it.
std::string kind(std::string_view method, std::string_view answer) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kKinds = {
        {{"REQUEST", "Invitation"},
         {"CANCEL", "Cancelled"},
         {"REPLY", "Answer to an invitation"},
         {"COUNTER", "Another time proposed"},
         {"DECLINECOUNTER", "The other time declined"}}};
    const auto* found = std::ranges::find_if(
        kKinds, [&](const auto& known) { return equal_no_case(trim(method), known.first); });
    if (found == kKinds.end()) return "Event";
    const auto words = std::string(found->second);
    return found->first == "REPLY" && !answer.empty() ? words + ", " + lower(answer) : words;
}

class Event {
  public:
    void line(std::string_view line);
    bool found() const { return seen_; }
    std::string text() const;

  private:
    bool seen_ = false, inside_ = false;
    std::size_t deeper_ = 0;  ///< in how many parts of the event, such as an alarm
    std::string method_, answer_, summary_, location_, description_, start_, end_;

    void keep(const Property& property);
};

void Event::line(std::string_view line) {
    const auto property = property_of(line);
    const bool begin = equal_no_case(property.name, "BEGIN"), end = equal_no_case(property.name, "END");
    if (!inside_) {
        if (equal_no_case(property.name, "METHOD")) method_ = property.value;
        if (begin && !seen_ && equal_no_case(trim(property.value), "VEVENT")) seen_ = inside_ = true;
    } else if (begin) {
        ++deeper_;
    } else if (end) {
        if (deeper_ == 0) inside_ = false;
        deeper_ -= deeper_ > 0 ? 1 : 0;
    } else if (deeper_ == 0) {
        keep(property);
    }
}

void Event::keep(const Property& property) {
    const auto is = [&](std::string_view name) { return equal_no_case(property.name, name); };
    if (is("SUMMARY")) summary_ = plain(property.value);
    if (is("LOCATION")) location_ = plain(property.value);
    if (is("DESCRIPTION")) description_ = plain(property.value);
    if (is("DTSTART")) start_ = time_words(property);
    if (is("DTEND")) end_ = time_words(property);
    if (is("ATTENDEE")) answer_ = parameter(property.parameters, "PARTSTAT");
}

std::string Event::text() const {
    auto out = kind(method_, answer_) + (summary_.empty() ? "" : ": " + summary_) + "\n";
    if (!start_.empty()) out += "When: " + start_ + (end_.empty() ? "" : " to " + end_) + "\n";
    if (!location_.empty()) out += "Where: " + location_ + "\n";
    if (!description_.empty()) out += "\n" + description_ + "\n";
    return out;
}

/// Folded lines as one, whatever was cut in two by that.
std::string unfolded(std::string_view object) {
    const auto text = lf_lines(std::string(object));
    std::string out;
    for (const auto line : lines(text)) {
        const bool more = line.starts_with(' ') || line.starts_with('\t');
        if (!more && !out.empty()) out += '\n';
        out += line.substr(more ? 1 : 0);
    }
    return to_utf8(out, "").text;
}

}  // namespace

std::string calendar_text(std::string_view object) {
    const auto text = unfolded(object);
    Event event;
    for (const auto line : lines(text)) event.line(line);
    return event.found() ? event.text() : std::string();
}

}  // namespace dsupport
