// A call as it is written down, before it is checked against the team; and how it lies in a draft.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/instant.hh"
#include "lib/base/result.hh"
#include "lib/ticket/status.hh"

namespace dsupport {

/// What is said about a call, as it was typed.
struct CallForm {
    std::string caller;  ///< a name, an address, `NAME <mail>` or a number; empty: unknown
    std::string nature, urgency, assign, client;  ///< empty: not stated
    std::optional<Instant> at;                    ///< when the call came; nothing: now
    std::string text;                             ///< the first line is the subject

    bool empty() const;
    /// As a draft has it: the text, and the rest in `DS:` lines that an editor leaves alone.
    std::string draft() const;
    static CallForm read(std::string_view draft);
};

/// The caller as a requester: a number, or what --from takes. Fails with usage.
Result<Requester> read_caller(const std::string& typed);

}  // namespace dsupport
