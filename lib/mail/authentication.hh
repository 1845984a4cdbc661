// Authentication-Results (RFC 8601): what a mail server found out about the sender of a mail. Anybody can
// write such a field, so it only counts where the own server is known to have written it. It changes what
// people are shown, and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dsupport {

struct AuthResult {
    std::string method, result;                                   ///< `dkim`, `pass`, in lower case
    std::vector<std::pair<std::string, std::string>> properties;  ///< `header.d`, `example.org`, as they came
};

struct AuthenticationResults {
    std::string server;  ///< the authserv-id; empty when the value cannot be read
    std::vector<AuthResult> results;
};

/// Reads one field's value, unfolded. Comments are passed over, and what is no result is left out.
AuthenticationResults read_authentication(std::string_view value);

/// What the fields of one mail say.
struct Authentication {
    std::string topmost;   ///< Authentication-Results
    std::string original;  ///< X-Original-Authentication-Results: as a group's server had found it
    std::string from;      ///< the one address in From; empty when there are more or none
    std::string author;    ///< whom we take for the author
};

/// Which method vouches for the domain of the author, as `dmarc, says mx.example.org`; empty when none does.
/// Only results of `server` count; what a group's server found out counts where the mail passes for the
/// domain of one of the `group` addresses.
std::string vouched_by(const Authentication& mail, std::string_view server,
                       const std::vector<std::string>& group);

}  // namespace dsupport
