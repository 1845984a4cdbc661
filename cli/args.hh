// The command line, parsed. Only args.cc knows the library that does it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hh"
#include "lib/base/result.hh"

namespace dsupport {

/// Options that stand before or after any command.
struct GlobalOptions {
    std::string home;
    std::string color;
    bool no_input = false;
    bool help = false;
    bool version = false;
};

/// What was given to one command. Asking for something the command does not declare is a bug and throws
/// std::out_of_range.
class Args {
  public:
    bool flag(std::string_view option) const;
    /// The last value given; nothing when the option was not given.
    std::optional<std::string> text(std::string_view option) const;
    /// All values given, each as it stands.
    std::vector<std::string> texts(std::string_view option) const;
    /// All values given, those with commas split.
    std::vector<std::string> list(std::string_view option) const;
    /// The value of an argument; empty when an optional one was not given.
    std::string argument(std::string_view name) const;
    std::vector<std::string> arguments(std::string_view name) const;

  private:
    friend class Parser;
    std::map<std::string, std::vector<std::string>, std::less<>> options_;
    std::map<std::string, std::vector<std::string>, std::less<>> arguments_;
};

struct CommandLine {
    GlobalOptions global;
    std::string command;            ///< as typed; empty when there is none
    std::vector<std::string> rest;  ///< what follows it, and options that stood before it
};

/// Finds the command word and the global options; everything else is left for the command.
Result<CommandLine> split_command_line(const std::vector<std::string>& argv);

/// Parses what follows a command. Global options that stand here are put into `global`.
Result<Args> parse_args(const Command& command, const std::vector<std::string>& rest, GlobalOptions& global);

std::span<const Option> global_options();
/// The options of a command, its own first, then the shared ones.
std::vector<Option> all_options(const Command& command);

/// How wide help is on a terminal of so many columns.
int help_width(int columns);

/// `usage: dsupport assign [OPTIONS] TICKET PERSON`, the summary, the arguments and the options.
std::string help_text(const Command& command, int width);

}  // namespace dsupport
