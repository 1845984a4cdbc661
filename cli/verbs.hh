// Commands that are nouns: `dsupport config get KEY`. The first argument, VERB, says what to do.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/env.hh"

namespace dsupport {

struct VerbEntry {
    std::string_view name;
    Outcome (*run)(Env& env, const Args& args);
};

/// Runs the verb that stands in the argument VERB. Fails with usage, and the nearest one as a hint, when the
/// command has no such verb.
Outcome run_verb(Env& env, const Args& args, std::string_view command, std::span<const VerbEntry> verbs);

/// Between `least` and `most` words behind the verb. Fails with usage: `config get needs KEY`.
Outcome check_words(std::string_view verb, const std::vector<std::string>& words, std::size_t least,
                    std::size_t most, std::string_view what);

}  // namespace dsupport
