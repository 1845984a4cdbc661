// One run of the program: parse, run the command, print an error or the result, give the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/env.hh"

namespace dsupport {

/// `argv` without the program's name. Never throws.
int run_app(Env& env, const std::vector<std::string>& argv);

}  // namespace dsupport
