#include "cli/mailbox.hh"

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Takes the display name up to `<` off the front of text; nothing when a quote or bracket does not belong.
std::optional<std::string> take_name(std::string_view& text) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted && c == '\\' && i + 1 < text.size()) {
            out += text[++i];
        } else if (!quoted && c == '<') {
            text.remove_prefix(i + 1);
            return std::string(trim(out));
        } else if (!quoted && (c == '@' || c == '>')) {
            return std::nullopt;
        } else {
            out += c;
        }
    }
    return std::nullopt;
}

}  // namespace

bool looks_like_address(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
                      std::string_view("<>,;:\"()[]\\").find(c) != std::string_view::npos;
           });
}

std::optional<Mailbox> read_mailbox(std::string_view typed) {
    auto text = trim(typed);
    if (looks_like_address(text)) return Mailbox{{}, std::string(text)};
    Mailbox out;
    if (!valid_utf8(text)) return std::nullopt;
    auto name = take_name(text);
    if (!name || !text.ends_with('>')) return std::nullopt;
    text.remove_suffix(1);
    out.name = std::move(*name);
    out.address = trim(text);
    if (!looks_like_address(out.address) || out.name != printable(out.name)) return std::nullopt;
    return out;
}

std::string mailbox_text(std::string_view name, std::string_view address) {
    if (name.empty() || address.empty()) return std::string(name.empty() ? address : name);
    std::string shown(name);
    if (name.find_first_of("\"\\(),:;<>@[]") != std::string_view::npos) {
        shown = "\"";
        for (const char c : name)
            shown += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
        shown += '"';
    }
    return shown.append(" <").append(address) + ">";
}

}  // namespace dsupport
