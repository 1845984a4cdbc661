#include "cli/exit_code.hh"

#include <fmt/format.h>

#include "lib/base/text.hh"

namespace dsupport {

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::negative:
            return 1;
        case ErrorKind::gave_up:
            return 2;
        case ErrorKind::usage:
            return 64;
        case ErrorKind::bad_data:
            return 65;
        case ErrorKind::no_input:
            return 66;
        case ErrorKind::unknown_person:
            return 67;
        case ErrorKind::refused:
            return 69;
        case ErrorKind::bug:
            return 70;
        case ErrorKind::cannot_create:
            return 73;
        case ErrorKind::io:
            return 74;
        case ErrorKind::try_later:
            return 75;
        case ErrorKind::not_allowed:
            return 77;
        case ErrorKind::config:
            return 78;
        case ErrorKind::interrupted:
            return 130;
    }
    return 70;
}

std::string error_text(const Error& error) {
    auto out = fmt::format("dsupport: {}\n", error.message);
    if (!error.cause.empty()) out += fmt::format("cause: {}\n", error.cause);
    if (!error.hint.empty()) out += fmt::format("hint: {}\n", error.hint);
    return printable(out, true);
}

}  // namespace dsupport
