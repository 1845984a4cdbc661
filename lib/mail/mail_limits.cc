#include "lib/mail/mail_limits.hh"

#include <algorithm>
#include <string>

#include "lib/base/text.hh"
#include "lib/mail/header_fields.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLongestField = std::size_t{16} << 10U;
/// Lines that begin with two hyphens, in a mail with parts. A boundary is such a line; so are many of a
/// patch.
constexpr int kMostHyphenLines = 50'000;
constexpr std::ptrdiff_t kMostGroups = 100;

/// The field that begins here, with its folded lines.
std::string_view whole_field(std::string_view bytes) {
    std::size_t end = 0;
    do {
        end = std::min(bytes.find('\n', end), bytes.size() - 1) + 1;
    } while (end < bytes.size() && end <= kLongestField && (bytes[end] == ' ' || bytes[end] == '\t'));
    return bytes.substr(0, end);
}

bool has_no_case(std::string_view text, std::string_view word) {
    return lower(text).find(word) != std::string::npos;
}

}  // namespace

Outcome check_limits(std::string_view bytes, const ParseLimits& limits) {
    if (bytes.size() > limits.bytes) return fail(ErrorKind::bad_data, too_large(limits.bytes));
    if (!header_size(bytes, limits.header_bytes))
        return fail(ErrorKind::bad_data, "the mail's header is larger than " +
                                             std::to_string(limits.header_bytes >> 10U) + " KiB");
    int containers = 0, hyphens = 0;
    while (!bytes.empty()) {
        if (bytes.starts_with("--")) {
            ++hyphens;
        } else if ((bytes.front() | 0x20) == 'c' && starts_with_no_case(bytes, "content-")) {
            const auto field = whole_field(bytes);
            const bool type = starts_with_no_case(field, "content-type");
            if ((type || starts_with_no_case(field, "content-disposition")) && field.size() > kLongestField)
                return fail(ErrorKind::bad_data, "the mail has a header field that is too long");
            if (type && (has_no_case(field, "multipart") || has_no_case(field, "message"))) ++containers;
        }
        const auto end = bytes.find('\n');
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    if (containers > limits.parts || (containers > 0 && hyphens > kMostHyphenLines))
        return fail(ErrorKind::bad_data, "the mail has too many parts");
    return {};
}

std::string too_large(std::size_t limit) {
    return "the mail is larger than " + std::to_string(limit >> 20U) + " MiB";
}

bool plain_groups(std::string_view addresses) {
    return std::ranges::count(addresses, '(') <= kMostGroups &&
           std::ranges::count(addresses, ':') <= kMostGroups;
}

}  // namespace dsupport
