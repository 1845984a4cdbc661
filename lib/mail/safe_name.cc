#include "lib/mail/safe_name.hh"

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLongest = 200;
constexpr std::size_t kLongestSuffix = 20;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// At most `size` bytes, without cutting a character in two.
std::string_view cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size);
}

}  // namespace

std::string safe_name(std::string_view name) {
    while (name.ends_with('/') || name.ends_with('\\')) name.remove_suffix(1);
    if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
        name.remove_prefix(slash + 1);
    auto clean = printable(name);
    for (auto at = clean.find(kReplacement); at != std::string::npos; at = clean.find(kReplacement, at))
        clean.replace(at, kReplacement.size(), "_");
    for (auto& c : clean)
        if (c == '\t') c = ' ';
    const auto first = clean.find_first_not_of(" .-");
    if (first == std::string::npos) return "attachment";
    const auto last = clean.find_last_not_of(" .");
    clean = clean.substr(first, last - first + 1);
    if (clean.size() <= kLongest) return clean;
    const auto dot = clean.rfind('.');
    const auto suffix =
        dot != std::string::npos && clean.size() - dot <= kLongestSuffix ? clean.substr(dot) : std::string();
    return std::string(cut(clean, kLongest - suffix.size())) + suffix;
}

}  // namespace dsupport
