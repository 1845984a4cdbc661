#include "lib/sync/addresses.hh"

#include <algorithm>

namespace dsupport {
namespace {

/// The part behind the last `@`, if it can stand in a Message-ID.
std::string domain_of(const std::string& address) {
    const auto at = address.rfind('@');
    if (at == std::string::npos) return {};
    auto domain = address.substr(at + 1);
    const bool plain = !domain.empty() && std::ranges::all_of(domain, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-';
    });
    return plain ? domain : std::string();
}

}  // namespace

std::string message_id_domain(const std::string& own_address, const Group& group) {
    if (auto own = domain_of(own_address); !own.empty()) return own;
    if (!group.addresses.empty())
        if (auto shared = domain_of(group.addresses.front()); !shared.empty()) return shared;
    return "dsupport.invalid";
}

OutboxRow call_letter(const Event& open, const NewCall& call, const Group& group, Instant now) {
    OutboxRow row;
    row.kind = MailKind::letter;
    row.state = group.addresses.empty() ? MailState::held : MailState::queued;
    if (group.addresses.empty()) row.reason = kNoGroup;
    row.ticket = open.ticket();
    row.event = open.id;
    row.subject = call.subject;
    row.message_id = call.message_id;
    row.date = row.due = row.changed = now;
    return row;
}

}  // namespace dsupport
