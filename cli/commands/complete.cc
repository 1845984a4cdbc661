// Prints one candidate a line, behind a tab what it is. A line `:files` or `:directories` asks the shell for
// its own file names.
#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/completion.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"WORD", "the command line behind the program's name, the last word being typed", Values::anything, false,
     true},
}};

std::string one_line(const std::string& text) {
    auto out = printable(text);
    std::ranges::replace(out, '\t', ' ');
    std::ranges::replace(out, '\n', ' ');
    return out;
}

Outcome run(Env& env, const Args& args) {
    const auto all = complete(env, args.arguments("WORD"));
    std::string out;
    for (const auto& candidate : all.candidates) {
        out += one_line(candidate.text);
        if (!candidate.description.empty()) out += "\t" + one_line(candidate.description);
        out += "\n";
    }
    if (all.files) out += ":files\n";
    if (all.directories) out += ":directories\n";
    env.output.out(out);
    return {};
}

}  // namespace

const Command& command_complete() {
    static const Command kCommand{"__complete", "", "",         "what could stand there",
                                  kArguments,   {}, kAnyConfig, run};
    return kCommand;
}

}  // namespace dsupport
