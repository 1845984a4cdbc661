// Which exit code each kind of failure has, and how an error looks on the screen.
#pragma once

#include <string>

#include "lib/base/error.hh"

namespace dsupport {

int exit_code(ErrorKind kind);

/// `dsupport: cannot ...` and, below it, the cause and the hint.
std::string error_text(const Error& error);

}  // namespace dsupport
