#include "lib/mail/wire.hh"

#include <algorithm>

namespace dsupport {

bool sendable_address(std::string_view address) {
    constexpr std::string_view kForbidden = "<>()[]\\,;:\"";
    const auto at = address.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == address.size() || address.size() > 254)
        return false;
    if (address.find('@', at + 1) != std::string_view::npos) return false;
    return std::ranges::all_of(address, [&](char c) {
        return c > 0x20 && c < 0x7F && kForbidden.find(c) == std::string_view::npos;
    });
}

std::string crlf_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r' && text[i] != '\n') {
            out += text[i];
            continue;
        }
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
        out += "\r\n";
    }
    return out;
}

std::size_t dot_stuffed_size(std::string_view text) {
    std::size_t size = text.size() + (text.starts_with('.') ? 1 : 0);
    for (auto at = text.find("\r\n."); at != std::string_view::npos; at = text.find("\r\n.", at + 3)) ++size;
    return size;
}

}  // namespace dsupport
