// What a command is: a name, what it takes, and a function. Help, completion and the checks of the manual all
// derive from this one description.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "lib/base/result.hh"

namespace dsupport {

class Args;
struct Env;

/// What the values of an option or argument are, for completion.
enum class Values {
    anything,
    ticket,
    person,
    client,
    nature,
    urgency,
    status,
    level,
    resolution,
    tag,
    line,
    file,
    directory,
    command,
    config_key,
    format,
    field_of_ticket,
    words,  ///< one of `choices`
};

struct Option {
    std::string_view name;   ///< without the dashes
    char letter = 0;         ///< 0 for none
    std::string_view value;  ///< what stands for its value in help, `TEXT`; empty for a flag
    std::string_view help;
    Values values = Values::anything;
    std::string_view choices = {};  ///< `a|b|c` for Values::words
    bool many = false;              ///< may be given several times
};

struct Argument {
    std::string_view name;  ///< `TICKET`
    std::string_view help;
    Values values = Values::anything;
    bool required = true;
    bool many = false;  ///< takes all that are left
    std::string_view choices = {};
};

/// The one argument of most verbs.
inline constexpr std::array<Argument, 1> kTicketArgument = {{
    {"TICKET", "which ticket: a code, its beginning, or @", Values::ticket},
}};

/// Sets of options that many commands share (args.cc lists them).
enum Shared : unsigned {
    kNothing = 0,
    kOutput = 1,     ///< --format --json --fields --template --header --time
    kMutates = 2,    ///< --quiet --dry-run --yes --json
    kAnyConfig = 4,  ///< no options: the command runs even when the configuration is broken
    kText = 8,       ///< --recover: the command takes a text that must survive it
    kNoHome = 16,    ///< no options: the command runs even when there is no home folder
};

struct Command {
    std::string_view name;
    std::string_view alias;    ///< empty for none
    std::string_view group;    ///< heading in help
    std::string_view summary;  ///< one line, no full stop
    std::span<const Argument> arguments;
    std::span<const Option> options;
    unsigned shared = kNothing;
    Outcome (*run)(Env& env, const Args& args) = nullptr;
};

}  // namespace dsupport
