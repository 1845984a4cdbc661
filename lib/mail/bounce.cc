#include "lib/mail/bounce.hh"

#include "lib/base/text.hh"
#include "lib/mail/charset.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/message_ids.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMostRecipients = 1000;

/// `rfc822; ann@example.org` without its type and without brackets.
std::string without_type(const std::string& value) {
    std::string_view text = value;
    if (const auto semicolon = text.find(';'); semicolon != std::string_view::npos)
        text.remove_prefix(semicolon + 1);
    text = trim(text);
    if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
    return to_utf8(text, "").text;
}

std::string first_of(const HeaderBlock& group, std::string_view name, std::string_view other) {
    const auto value = group.value(name);
    return without_type(value.empty() ? group.value(other) : value);
}

}  // namespace

std::vector<Bounce> read_bounces(std::string_view status, std::string_view returned) {
    const auto ids = message_ids(read_header(returned).value("Message-ID"));
    std::vector<Bounce> out;
    while (!status.empty() && out.size() < kMostRecipients) {
        const auto group = read_header(status);
        status.remove_prefix(group.size);
        const auto action = lower(trim(group.value("Action")));
        const bool failed = action == "failed";
        auto recipient = first_of(group, "Original-Recipient", "Final-Recipient");
        if ((!failed && action != "delayed") || recipient.empty()) continue;
        auto code = group.value("Status");
        code = code.substr(0, code.find_first_of(" \t("));
        out.push_back({ids.empty() ? std::string() : ids.front(), std::move(recipient),
                       to_utf8(code, "").text,
                       printable(first_of(group, "Diagnostic-Code", "Diagnostic-Code")), failed});
    }
    return out;
}

}  // namespace dsupport
