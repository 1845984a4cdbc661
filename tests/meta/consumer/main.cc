// What a program of somebody else does with the installed library: a time, a key, the code of a ticket.
#include <iostream>

#include "lib/base/crypto.hh"
#include "lib/base/ids.hh"
#include "lib/base/instant.hh"

int main() {
    const auto key = dsupport::SigningKey::generate();
    if (!key || !dsupport::verify(key->id(), "consumer", "text", key->sign("consumer", "text"))) return 1;
    const auto time = dsupport::parse_rfc3339("2026-11-24T10:00:00+01:00");
    const auto ticket = dsupport::ticket_of_root("CAF=1@mail.example.org");
    std::cout << dsupport::rfc3339(time.value()) << ' ' << ticket.code() << '\n';
}
