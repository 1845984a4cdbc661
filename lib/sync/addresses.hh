// Who our mails are from and to, and the letters that commands queue.
#pragma once

#include <string>

#include "lib/store/outbox.hh"
#include "lib/team/team.hh"
#include "lib/ticket/change.hh"

namespace dsupport {

/// The domain of our Message-IDs: that of the writer's own address, else of the group's, else
/// `dsupport.invalid`.
std::string message_id_domain(const std::string& own_address, const Group& group);

/// The outbox row of a logged call's mail to the Group; held when there is no group yet.
OutboxRow call_letter(const Event& open, const NewCall& call, const Group& group, Instant now);

inline constexpr std::string_view kNoGroup = "no group address";

}  // namespace dsupport
