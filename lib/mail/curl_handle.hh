// What everything that speaks over libcurl has in common: owning its handle, the server's URL, TLS and login.
// Part of the private module dsupport-net, and with it the only code that knows libcurl. Its header stays in
// the .cc files: its types are plain here.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.hh"
#include "lib/mail/server_access.hh"

namespace dsupport {

struct FreeCurl {
    void operator()(void* handle) const;
};
/// A `CURL*`.
using CurlHandle = std::unique_ptr<void, FreeCurl>;

/// Has to be asked once before anything else is done with libcurl.
Outcome start_curl();

/// The URL that libcurl gets: the configured one with this path, which is encoded. Fails with `config` if the
/// configured one is not `scheme` with or without a final `s`, a host, perhaps a port, and nothing else.
Result<std::string> server_url(const std::string& configured, const std::string& scheme,
                               const std::string& path);

/// A handle for this URL: TLS required and checked, the login, and the time it all may take.
CurlHandle new_curl(const ServerAccess& access, const std::string& url, const std::string& scheme);

/// Of a CURLcode: failures without a server's word that stay until a person changes something.
bool bars(int code);

}  // namespace dsupport
