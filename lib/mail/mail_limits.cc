#include "lib/mail/mail_limits.hh"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/header_fields.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLongestField = std::size_t{16} << 10U;
/// Lines that begin with two hyphens, in a mail with parts. A boundary is such a line; so are many of a
/// patch.
constexpr int kMostHyphenLines = 50'000;
/// Colons in a field of addresses: each may open a group inside the last one, and the MIME library follows.
constexpr std::ptrdiff_t kMostGroups = 500;
/// Fields in the headers of all parts together: the MIME library spends hundreds of bytes on each.
constexpr int kMostFields = 20'000;

/// The field that begins here, with its folded lines.
std::string_view whole_field(std::string_view bytes) {
    std::size_t end = 0;
    do {
        end = std::min(bytes.find('\n', end), bytes.size() - 1) + 1;
    } while (end < bytes.size() && (bytes[end] == ' ' || bytes[end] == '\t'));
    return bytes.substr(0, end);
}

/// Whether a line begins a field that the MIME library reads as addresses.
bool has_addresses(std::string_view line) {
    constexpr std::string_view kFirst = "fFtTcCbBsSrR";
    constexpr std::array<std::string_view, 6> kNames = {"from", "to", "cc", "bcc", "sender", "reply-to"};
    if (kFirst.find(line.front()) == std::string_view::npos) return false;
    const auto name = trim(line.substr(0, line.find(':')));
    return std::ranges::any_of(kNames, [&](auto wanted) { return equal_no_case(name, wanted); });
}

bool has_no_case(std::string_view text, std::string_view word) {
    return lower(text).find(word) != std::string::npos;
}

/// Counts what makes work for the MIME library, line by line, as it would take them: a line that begins with
/// two hyphens may be a boundary, and the lines behind it are fields for as long as they look like them.
class Census {
  public:
    Outcome line(std::string_view rest, std::string_view line);
    Outcome finish(const ParseLimits& limits) const;

  private:
    int containers_ = 0, hyphens_ = 0, fields_ = 0;
    bool header_ = true;    ///< in a header
    bool message_ = false;  ///< below it may be the header of an attached message

    Outcome content_field(std::string_view rest);
};

Outcome Census::content_field(std::string_view rest) {
    const auto field = whole_field(rest);
    const bool type = starts_with_no_case(field, "content-type");
    if ((type || starts_with_no_case(field, "content-disposition")) && field.size() > kLongestField)
        return fail(ErrorKind::bad_data, "the mail has a header field that is too long");
    if (!type) return {};
    const bool message = has_no_case(field, "message");
    if (message || has_no_case(field, "multipart")) ++containers_;
    message_ = message;
    return {};
}

Outcome Census::line(std::string_view rest, std::string_view line) {
    if (line.starts_with("--")) {
        ++hyphens_;
        header_ = message_ = true;  // in a digest a part without a type is a message
        return {};
    }
    if (trim(line).empty()) {
        header_ = std::exchange(message_, false);
        return {};
    }
    if (has_addresses(line) && !plain_groups(whole_field(rest)))
        return fail(ErrorKind::bad_data, "the mail has a field with too many groups of addresses");
    const bool content = starts_with_no_case(line, "content-");
    if (content) DS_CHECK(content_field(rest));
    if (!header_ && !content) return {};
    if (line.find(':') != std::string_view::npos)
        ++fields_;
    else
        header_ = line.front() == ' ' || line.front() == '\t';
    return {};
}

Outcome Census::finish(const ParseLimits& limits) const {
    if (containers_ > limits.parts ||
        (containers_ > 0 && (hyphens_ > kMostHyphenLines || fields_ > kMostFields)))
        return fail(ErrorKind::bad_data, "the mail has too many parts");
    return {};
}

}  // namespace

Outcome check_limits(std::string_view bytes, const ParseLimits& limits) {
    if (bytes.size() > limits.bytes) return fail(ErrorKind::bad_data, too_large(limits.bytes));
    if (!header_size(bytes, limits.header_bytes))
        return fail(ErrorKind::bad_data, "the mail's header is larger than " +
                                             std::to_string(limits.header_bytes >> 10U) + " KiB");
    Census census;
    while (!bytes.empty()) {
        const auto line = bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
        DS_CHECK(census.line(bytes, line));
        bytes.remove_prefix(line.size());
    }
    return census.finish(limits);
}

std::string too_large(std::size_t limit) {
    return "the mail is larger than " + std::to_string(limit >> 20U) + " MiB";
}

bool plain_groups(std::string_view addresses) {
    return std::ranges::count(addresses, ':') <= kMostGroups;
}

}  // namespace dsupport
