#include "lib/mail/message_ids.hh"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "lib/base/ids.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

void add(std::vector<std::string>& out, std::string_view found) {
    // What no terminal and no database may be given is replaced alike on every machine.
    auto id = printable(canonical_message_id(found));
    if (!id.empty()) out.push_back(std::move(id));
}

/// The end of the quoted string or comment that begins at the front; 1 where it is not closed, so that its
/// content is read after all.
std::size_t skipped(std::string_view text) {
    const bool comment = text.front() == '(';
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (comment && text[i] == '(')
            ++depth;
        else if (comment ? text[i] == ')' && --depth == 0 : text[i] == '"' && i > 0)
            return i + 1;
    }
    return 1;
}

std::vector<std::string> bracketed(std::string_view value) {
    std::vector<std::string> out;
    bool open_ends = false;  // once a quote or comment was not closed, no later one of its kind is either
    while (!value.empty()) {
        const char c = value.front();
        if ((c == '(' || c == '"') && !open_ends) {
            const auto size = skipped(value);
            open_ends = size == 1;
            value.remove_prefix(size);
            continue;
        }
        value.remove_prefix(1);
        if (c != '<') continue;
        const auto end = value.find_first_of("<>");
        if (end == std::string_view::npos) {
            // The closing bracket is lost, as programs do that cut long lines.
            if (value.find('@') != std::string_view::npos)
                add(out, value.substr(0, value.find_first_of(" \t")));
            break;
        }
        if (value[end] == '>') add(out, value.substr(0, end));
        value.remove_prefix(value[end] == '>' ? end + 1 : end);
    }
    return out;
}

std::vector<std::string> bare(std::string_view value) {
    constexpr std::string_view kBetween = " \t\r\n,;()<>\"";
    std::vector<std::string> out;
    bool open_ends = false;
    while (!value.empty()) {
        if ((value.front() == '(' || value.front() == '"') && !open_ends) {
            const auto size = skipped(value);
            open_ends = size == 1;
            value.remove_prefix(size);
            continue;
        }
        const auto end = std::min(value.find_first_of(kBetween, 1), value.size());
        auto word = value.substr(0, end);
        value.remove_prefix(end);
        word = word.substr(std::min(word.find_first_not_of(kBetween), word.size()));
        const auto at = word.find('@');
        if (at != std::string_view::npos && at > 0 && at + 1 < word.size()) add(out, word);
    }
    return out;
}

}  // namespace

std::vector<std::string> message_ids(std::string_view value) {
    auto out = bracketed(value);
    return out.empty() ? bare(value) : out;
}

std::vector<std::string> message_ids(std::span<const std::string> values) {
    std::vector<std::string> all;
    for (const auto& value : values) {
        auto ids = message_ids(value);
        std::ranges::move(ids, std::back_inserter(all));
    }
    std::unordered_set<std::string_view> later;
    std::vector<bool> last(all.size());
    for (auto i = all.size(); i-- > 0;) last[i] = later.insert(all[i]).second;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (last[i]) out.push_back(all[i]);
    return out;
}

}  // namespace dsupport
