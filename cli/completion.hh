// What could stand at the end of a command line that is being typed. The shells' completions only pass on
// what this says.
#pragma once

#include <string>
#include <vector>

#include "cli/env.hh"

namespace dsupport {

struct Candidate {
    std::string text;         ///< the whole word
    std::string description;  ///< may be empty
};

struct Completions {
    std::vector<Candidate> candidates;
    bool files = false;        ///< the shell's own file names too
    bool directories = false;  ///< only folders
};

/// `words` is what follows the program's name, the last one being the word that is typed, perhaps empty.
/// Never fails: what cannot be read gives no candidates.
Completions complete(Env& env, const std::vector<std::string>& words);

}  // namespace dsupport
