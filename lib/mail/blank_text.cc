#include "lib/mail/blank_text.hh"

#include <algorithm>
#include <array>

namespace dsupport {
namespace {

/// U+00A0, U+00AD, U+034F, U+2000 to U+200F, U+2028 to U+202F, U+205F to U+206F, U+3000, U+FEFF and U+FFFC.
constexpr std::array<std::string_view, 3> kTwoBytes = {"\xC2\xA0", "\xC2\xAD", "\xCD\x8F"};
constexpr std::array<std::string_view, 3> kThreeBytes = {"\xE3\x80\x80", "\xEF\xBB\xBF", "\xEF\xBF\xBC"};

bool unseen(std::string_view three) {
    if (three.size() < 3) return false;
    const auto last = static_cast<unsigned char>(three[2]);
    if (three.starts_with("\xE2\x80")) return last <= 0x8F || (last >= 0xA8 && last <= 0xAF);
    if (three.starts_with("\xE2\x81")) return last >= 0x9F && last <= 0xAF;
    return std::ranges::find(kThreeBytes, three) != kThreeBytes.end();
}

std::size_t mark_size(std::string_view text) {
    if (!text.starts_with("[cid:")) return 0;
    const auto end = text.find_first_of("]\n");
    return end == std::string_view::npos || text[end] != ']' ? 0 : end + 1;
}

/// Bytes of the blank that it begins with; 0 when it begins with something to read.
std::size_t blank_size(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first <= 0x20 || first == 0x7F) return 1;
    if (std::ranges::find(kTwoBytes, text.substr(0, 2)) != kTwoBytes.end()) return 2;
    if (unseen(text.substr(0, 3))) return 3;
    return mark_size(text);
}

}  // namespace

bool is_blank(std::string_view text) {
    while (!text.empty()) {
        const auto size = blank_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

}  // namespace dsupport
