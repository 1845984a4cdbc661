#include "lib/mail/part_bytes.hh"

#include <algorithm>

#include "lib/mail/header_fields.hh"

namespace dsupport {

std::string_view part_content(std::string_view mail, std::size_t start, std::size_t end) {
    auto content = mail.substr(start, end - start);
    if (content.ends_with('\r') && end < mail.size() && mail[end] == '\n') content.remove_suffix(1);
    return content;
}

std::string_view below_header(std::string_view mail, std::size_t field,
                              std::span<const std::string> boundaries) {
    auto body = mail.substr(std::min(field, mail.size()));
    body.remove_prefix(read_header(body).size);
    const auto start = static_cast<std::size_t>(body.data() - mail.data());
    for (const auto& boundary : boundaries) {
        if (boundary.empty()) continue;
        if (body.starts_with("--" + boundary)) return {};
        const auto end = body.find("\n--" + boundary);
        body = body.substr(0, end);
    }
    const auto end = start + body.size();
    return end == mail.size() ? body : part_content(mail, start, end);
}

std::optional<std::string_view> uuencoded_lines(std::string_view content) {
    constexpr std::string_view kBegin = "\nbegin ";
    const auto begin = content.starts_with(kBegin.substr(1)) ? 0 : content.find(kBegin);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto end = content.find('\n', begin + 1);
    return end == std::string_view::npos ? std::string_view() : content.substr(end + 1);
}

std::string lf_lines(std::string text) {
    auto to = text.find('\r');
    if (to == std::string::npos) return text;
    for (auto i = to; i < text.size();) {
        const auto next = std::min(text.find_first_not_of('\r', i), text.size());
        if (next == i) {
            text[to++] = text[i++];
            continue;
        }
        if (next == text.size() || text[next] != '\n')
            for (; i < next; ++i) text[to++] = '\n';
        i = next;
    }
    text.resize(to);
    return text;
}

}  // namespace dsupport
