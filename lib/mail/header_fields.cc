#include "lib/mail/header_fields.hh"

#include <algorithm>
#include <array>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// The next line with its line end.
std::string_view next_line(std::string_view bytes) {
    const auto end = bytes.find('\n');
    return bytes.substr(0, end == std::string_view::npos ? end : end + 1);
}

bool blank(std::string_view line) {
    return line == "\n" || line == "\r\n" || line.empty();
}

bool folded(std::string_view line) {
    return line.starts_with(' ') || line.starts_with('\t');
}

/// A mailbox's, also where it was marked.
bool from_line(std::string_view line) {
    return line.starts_with("From ") || line.starts_with(">From ");
}

/// What servers, lists and programs add to a mail.
bool added_field(std::string_view name) {
    constexpr std::array<std::string_view, 6> kFamilies = {"X-",      "List-", "Content-",
                                                           "Resent-", "ARC-",  "Authentication-"};
    return std::ranges::any_of(kFamilies, [&](auto family) { return starts_with_no_case(name, family); });
}

}  // namespace

bool HeaderField::is(std::string_view wanted) const {
    return equal_no_case(name, wanted);
}

std::string HeaderField::value() const {
    std::string out;
    std::ranges::copy_if(trim(raw), std::back_inserter(out),
                         [](char c) { return c != '\r' && c != '\n' && c != '\0'; });
    return out;
}

const HeaderField* HeaderBlock::first(std::string_view name) const {
    const auto found = std::ranges::find_if(fields, [&](const auto& field) { return field.is(name); });
    return found == fields.end() ? nullptr : &*found;
}

std::string HeaderBlock::value(std::string_view name) const {
    const auto* field = first(name);
    return field ? field->value() : std::string();
}

std::vector<std::string> HeaderBlock::values(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& field : fields)
        if (field.is(name)) out.push_back(field.value());
    return out;
}

bool is_mail_field(std::string_view name) {
    constexpr std::array<std::string_view, 18> kNames = {"From",
                                                         "Sender",
                                                         "Reply-To",
                                                         "To",
                                                         "Cc",
                                                         "Bcc",
                                                         "Date",
                                                         "Subject",
                                                         "Message-ID",
                                                         "In-Reply-To",
                                                         "References",
                                                         "Received",
                                                         "Return-Path",
                                                         "Delivered-To",
                                                         "MIME-Version",
                                                         "Content-Type",
                                                         "Content-Transfer-Encoding",
                                                         "DKIM-Signature"};
    return std::ranges::any_of(kNames, [&](auto known) { return equal_no_case(known, name); });
}

HeaderBlock read_header(std::string_view bytes) {
    HeaderBlock out;
    const auto whole = bytes;
    const auto at = [&] { return whole.size() - bytes.size(); };
    bool plain = true;
    std::optional<std::size_t> text;
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    while (!bytes.empty()) {
        auto line = next_line(bytes);
        const auto start = at();
        bytes.remove_prefix(line.size());
        if (blank(line)) {
            out.plain = plain;
            break;
        }
        while (folded(bytes) && !blank(next_line(bytes))) bytes.remove_prefix(next_line(bytes).size());
        const auto field = whole.substr(start, at() - start);
        const auto colon = field.find(':');
        const auto name = trim(field.substr(0, std::min(colon, line.size())));
        const bool named = colon < line.size() && !name.empty() &&
                           std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7F; });
        plain = plain && named && name.size() == colon;
        if (!named) {
            if (!text && !out.fields.empty() && !from_line(line)) text = start;
            continue;
        }
        if (is_mail_field(name) || added_field(name)) text.reset();
        auto raw = field.substr(colon + 1);
        while (raw.ends_with('\n') || raw.ends_with('\r')) raw.remove_suffix(1);
        out.fields.push_back({name, raw});
    }
    out.size = at();
    out.text = text.value_or(out.size);
    return out;
}

std::string with_content_fields(std::string_view bytes, const HeaderBlock& header) {
    std::string out;
    out.reserve(bytes.size() + 1);
    if (!header.plain) {
        out.append(bytes.substr(0, header.text));
        if (header.text < header.size) out += '\n';
        return out.append(bytes.substr(header.text));
    }
    for (const auto& field : header.fields)
        if (starts_with_no_case(field.name, "content-"))
            out.append(field.name).append(":").append(field.raw).append("\n");
    out += '\n';
    return out.append(bytes.substr(header.size));
}

std::optional<std::size_t> header_size(std::string_view bytes, std::size_t limit) {
    std::size_t size = 0;
    while (size <= limit) {
        const auto line = next_line(bytes.substr(size, limit + 1));
        if (blank(line)) return size;
        size += line.size();
    }
    return std::nullopt;
}

}  // namespace dsupport
