// Delivery status notifications (RFC 3464): which mail of ours came back, from whom, and why.
#pragma once

#include <string_view>
#include <vector>

#include "lib/mail/parser.hh"

namespace dsupport {

/// One for each recipient that the report says has failed or is delayed. `status` is the content of the
/// message/delivery-status part; `returned` the mail that came back or its header, "" when there is none.
/// Reports of success (`relayed`, `delivered`, `expanded`) give nothing.
std::vector<Bounce> read_bounces(std::string_view status, std::string_view returned);

}  // namespace dsupport
