#include "lib/base/ids.hh"

#include <algorithm>
#include <vector>

#include "lib/base/crypto.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kUidLength = 26;

bool is_uid(std::string_view text) {
    // The last character carries three bits of data and two zero bits.
    return text.size() == kUidLength &&
           std::ranges::all_of(text, [](char c) { return base32_digit(c) == c; }) &&
           std::string_view("048CGMRW").find(text.back()) != std::string_view::npos;
}

std::string without_space(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

/// The parts of an id of ours before its `@`; nothing for a foreign id. `id` has no white space.
std::optional<std::vector<std::string_view>> own_parts(std::string_view id) {
    if (!starts_with_no_case(id, "ds1.")) return std::nullopt;
    const auto at = id.find('@');
    if (at == std::string::npos || at + 1 == id.size()) return std::nullopt;
    auto parts = split(id.substr(0, at), '.');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (!is_uid(upper(parts[i]))) return std::nullopt;
    return parts;
}

}  // namespace

std::string TicketId::code(std::size_t length) const {
    const auto shown = value.substr(0, length);
    return shown.size() <= 3 ? shown : shown.substr(0, 3) + "-" + shown.substr(3);
}

std::optional<TicketId> TicketId::parse(std::string_view text) {
    if (!is_uid(text)) return std::nullopt;
    return TicketId{std::string(text)};
}

std::string canonical_message_id(std::string_view message_id) {
    auto id = without_space(message_id);
    const auto parts = own_parts(id);
    if (!parts) return id;
    std::string out = "ds1." + upper((*parts)[1]);
    if (parts->size() == 3) out += "." + upper((*parts)[2]);
    return out + lower(std::string_view(id).substr(id.find('@')));
}

TicketId ticket_of_root(std::string_view message_id) {
    return {to_base32(blake2b<16>("dsupport-ticket-v1", canonical_message_id(message_id)))};
}

MailKey mail_key(std::string_view message_id) {
    return {blake2b<16>("dsupport-mail-v1", canonical_message_id(message_id))};
}

std::string make_message_id(ByteView nonce, const TicketId& ticket, std::string_view domain) {
    auto id = "ds1." + to_base32(nonce);
    if (!ticket.empty()) id += "." + ticket.value;
    return canonical_message_id(id + "@" + std::string(domain));
}

std::optional<TicketId> ticket_of_own_id(std::string_view message_id) {
    const auto id = without_space(message_id);
    const auto parts = own_parts(id);
    if (!parts) return std::nullopt;
    if (parts->size() == 2) return ticket_of_root(id);
    return TicketId::parse(upper((*parts)[2]));
}

std::optional<std::string> ticket_prefix(std::string_view typed) {
    std::string out;
    for (char c : typed) {
        if (c == '-') continue;
        const auto digit = base32_digit(c);
        if (!digit) return std::nullopt;
        out += *digit;
    }
    if (out.size() < 3 || out.size() > kUidLength) return std::nullopt;
    return out;
}

}  // namespace dsupport
