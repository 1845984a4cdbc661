// The connection an IMAP session speaks over: bytes there and back, with a login already behind it.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/base/result.hh"

namespace dsupport {

class ImapChannel {
  public:
    virtual ~ImapChannel() = default;
    /// Connects, makes sure of TLS, reads the greeting and logs in. Drops an earlier connection.
    virtual Outcome connect() = 0;
    /// All of it, or a failure.
    virtual Outcome send(std::string_view bytes) = 0;
    /// What has come, as soon as there is any; empty after `ms` without a byte. The view holds until the next
    /// call. A connection that has ended is try_later.
    virtual Result<std::string_view> receive(std::int64_t ms) = 0;
    virtual void close() = 0;
    /// A clock that only ever goes forward, for measuring.
    virtual std::int64_t now_ms() const = 0;
};

}  // namespace dsupport
