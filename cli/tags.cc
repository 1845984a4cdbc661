#include "cli/tags.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLongest = 40;

bool in_a_tag(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || std::string_view("-_.:/").find(c) != std::string_view::npos;
}

}  // namespace

Outcome check_tags(const std::vector<std::string>& tags) {
    for (const auto& tag : tags)
        if (tag.empty() || tag.size() > kLongest || !valid_utf8(tag) || !std::ranges::all_of(tag, in_a_tag))
            return fail(ErrorKind::usage, fmt::format("'{}' cannot be a tag", tag),
                        "one word of letters, digits and - _ . : /, at most 40 bytes");
    return {};
}

Outcome check_tags(const std::vector<std::string>& add, const std::vector<std::string>& remove) {
    DS_CHECK(check_tags(add));
    for (const auto& tag : add)
        if (std::ranges::find(remove, tag) != remove.end())
            return fail(ErrorKind::usage,
                        fmt::format("the tag '{}' cannot be put on and taken away at once", tag),
                        "name it in one of the two lists only");
    return {};
}

}  // namespace dsupport
