#include "lib/mail/text_bounce.hh"

#include <algorithm>
#include <array>
#include <optional>

#include "lib/base/text.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/message_ids.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMostRecipients = 100;

/// What systems say of a mail that they still try to deliver.
constexpr std::array<std::string_view, 8> kStillTrying = {"delay",
                                                          "verzögert",
                                                          "will continue to try",
                                                          "attempts will continue",
                                                          "will keep trying",
                                                          "still being retried",
                                                          "could not send message for past",
                                                          "no need to resend"};

using Lines = std::vector<std::string_view>;

/// Without the marks of a quotation.
std::string_view unquoted(std::string_view line) {
    return line.substr(std::min(line.find_first_not_of("> |\t"), line.size()));
}

/// The value of the field in this line and the next, which may be its other half; nothing when it is another.
std::optional<std::string> field_in(const Lines& all, std::size_t at, std::string_view name) {
    auto line = unquoted(all[at]);
    if (!starts_with_no_case(line, name)) return std::nullopt;
    line = trim(line.substr(name.size()));
    if (!line.starts_with(':')) return std::nullopt;
    line = trim(line.substr(1));
    return std::string(line.empty() && at + 1 < all.size() ? unquoted(all[at + 1]) : line);
}

/// The header within a text, as the lines [first, last).
struct Span {
    std::size_t first = 0, last = 0;
};

std::optional<Span> returned_header(const Lines& all, std::string& id) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto value = field_in(all, i, "Message-ID");
        const auto ids = value ? message_ids(*value) : std::vector<std::string>{};
        if (ids.empty()) continue;
        id = ids.front();
        Span out{i, i};
        while (out.first > 0 && !unquoted(all[out.first - 1]).empty()) --out.first;
        while (out.last < all.size() && !unquoted(all[out.last]).empty()) ++out.last;
        return out;
    }
    return std::nullopt;
}

void add_addresses(std::string_view text, std::vector<std::string>& out) {
    constexpr std::string_view kAround = " \t\r\n<>()[]{},;:\"'`|=";
    while (!text.empty() && out.size() < kMostRecipients) {
        const auto start = std::min(text.find_first_not_of(kAround), text.size());
        text.remove_prefix(start);
        const auto end = std::min(text.find_first_of(kAround), text.size());
        auto word = text.substr(0, end);
        text.remove_prefix(end);
        while (word.ends_with('.')) word.remove_suffix(1);
        const auto at = word.find('@');
        if (at == 0 || at >= word.size() - 1 || word.find('@', at + 1) != std::string_view::npos) continue;
        if (std::ranges::none_of(out, [&](const auto& known) { return equal_no_case(known, word); }))
            out.emplace_back(word);
    }
}

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// `5.1.1`, where it stands alone (RFC 3463); not a piece of a network address.
std::string status_in(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if ((line[i] != '4' && line[i] != '5') || (i > 0 && (digit(line[i - 1]) || line[i - 1] == '.')))
            continue;
        const auto end = std::min(line.find_first_not_of("0123456789.", i), line.size());
        auto code = line.substr(i, end - i);
        while (code.ends_with('.')) code.remove_suffix(1);
        if (code.size() >= 5 && code[1] == '.' && std::ranges::count(code, '.') == 2)
            return std::string(code);
    }
    return {};
}

/// The class of a server's answer in a line, `550 `, `550-` (RFC 5321, 4.2) or `5.1.1`: '4' or '5'; else 0.
char answer_class(std::string_view line) {
    for (std::size_t i = 0; i + 3 < line.size(); ++i)
        if ((line[i] == '4' || line[i] == '5') && line[i + 1] >= '0' && line[i + 1] <= '5' &&
            digit(line[i + 2]) && (line[i + 3] == ' ' || line[i + 3] == '-') &&
            (i == 0 || line[i - 1] == ' ' || line[i - 1] == ':' || line[i - 1] == '<'))
            return line[i];
    const auto status = status_in(line);
    return status.empty() ? '\0' : status.front();
}

/// The line that says why: one with a code, else what stands behind or below the last address.
std::string reason_in(const Lines& words) {
    for (const auto line : words)
        if (answer_class(line) != '\0') return printable(trim(line));
    std::string_view reason;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].find('@') == std::string_view::npos) continue;
        const auto line = trim(words[i]), below = i + 1 < words.size() ? trim(words[i + 1]) : "";
        if (!below.empty())
            reason = below;
        else if (line.find(' ') != std::string_view::npos)
            reason = line;
    }
    return printable(reason);
}

bool still_trying(std::string_view subject, const Lines& words) {
    const auto says = [](std::string_view text) {
        const auto folded = fold_case(text);
        return std::ranges::any_of(kStillTrying,
                                   [&](auto sign) { return folded.find(sign) != std::string::npos; });
    };
    return says(subject) || std::ranges::any_of(words, says);
}

/// Whom the mail went to beside the failed one, and whom it is from: a text may name them as well.
std::vector<std::string> others_in(const Lines& header) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < header.size(); ++i)
        for (const auto* name : {"From", "Sender", "Reply-To", "Cc"})
            if (const auto value = field_in(header, i, name)) add_addresses(*value, out);
    return out;
}

}  // namespace

std::vector<Bounce> read_text_bounce(const TextBounce& bounce) {
    const auto all = lines(bounce.text);
    auto words = all;
    auto header = lines(bounce.returned.substr(0, read_header(bounce.returned).size));
    std::string id;
    if (!returned_header(header, id))
        if (const auto span = returned_header(all, id)) {
            words.resize(span->first);
            header.assign(all.begin() + static_cast<std::ptrdiff_t>(span->first),
                          all.begin() + static_cast<std::ptrdiff_t>(span->last));
        }
    std::vector<std::string> recipients;
    for (const auto& value : bounce.failed_recipients) add_addresses(value, recipients);
    // Who gives nothing of the mail back may still name it, and say what failed.
    const bool says_so = !recipients.empty() || std::ranges::any_of(words, [](std::string_view line) {
        return answer_class(line) == '5';
    });
    if (id.empty() && says_so && !bounce.answered_ids.empty()) id = bounce.answered_ids.back();
    if (id.empty()) return {};
    if (recipients.empty()) {
        for (const auto line : words) add_addresses(line, recipients);
        const auto others = others_in(header);
        std::erase_if(recipients, [&](const auto& address) {
            return std::ranges::any_of(others,
                                       [&](const auto& other) { return equal_no_case(address, other); });
        });
    }
    if (recipients.empty()) recipients.emplace_back();
    Bounce one{id, "", "", reason_in(words), !still_trying(bounce.subject, words)};
    one.status = status_in(one.text);
    std::vector<Bounce> out(recipients.size(), one);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].recipient = recipients[i];
    return out;
}

}  // namespace dsupport
