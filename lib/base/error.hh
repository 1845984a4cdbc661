// Expected failures are values. An Error says what could not be done in the user's words, why, and
// what to try next; its kind decides the exit code of the program (cli/exit_code.cc has the one switch).
#pragma once

#include <string>

namespace dsupport {

/// What sort of failure it was. The names follow the exit codes of sysexits(3) where there is one.
enum class ErrorKind {
    negative,        ///< the honest "no": no such ticket, already taken, the check failed
    gave_up,         ///< the user left an editor or a prompt without an answer
    usage,           ///< the command line is wrong
    bad_data,        ///< input or a database that is damaged
    no_input,        ///< a file that was named is not there
    unknown_person,  ///< no such person in the team
    refused,         ///< the other side refused for good
    bug,             ///< an error of this program
    cannot_create,   ///< an output file cannot be made
    io,              ///< reading or writing failed
    try_later,       ///< network down, database busy, a temporary answer of a server
    not_allowed,     ///< the person may not do this
    config,          ///< configuration, or a database from a newer version
    interrupted,     ///< a signal
};

/// A failure on its way up. `message` has no final full stop and does not repeat the program's name.
struct Error {
    ErrorKind kind = ErrorKind::bug;
    std::string message;
    std::string hint;   ///< what to try; empty when there is nothing useful to say
    std::string cause;  ///< the lower layer's own words, for example SQLite's or a server's; may be empty
};

}  // namespace dsupport
