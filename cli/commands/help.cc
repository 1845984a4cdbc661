#include <fmt/format.h>

#include <array>
#include <vector>

#include "cli/commands.hh"
#include "cli/env.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"COMMAND", "which command; without it all of them", Values::command, false},
}};

std::string overview() {
    std::string out =
        "dsupport: tickets for a team whose only shared infrastructure is one mail group\n"
        "usage: dsupport COMMAND [OPTIONS]\n";
    std::vector<std::string_view> groups;
    for (const auto& entry : all_commands()) {
        const auto group = entry.get().group;
        if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
    }
    for (const auto group : groups) {
        out += fmt::format("\n{}\n", group);
        for (const auto& entry : all_commands())
            if (entry.get().group == group)
                out += fmt::format("  {:<12}{}\n", entry.name, entry.get().summary);
    }
    return out + "\nMore: dsupport help COMMAND, man dsupport. Start with: dsupport log\n";
}

Outcome run(Env& env, const Args& args) {
    const auto name = args.argument("COMMAND");
    if (name.empty()) {
        env.output.out(overview());
        return {};
    }
    const auto* command = find_command(name);
    if (!command) return unknown_command(name);
    env.output.out(help_text(*command, env.terminal.width));
    return {};
}

}  // namespace

const Command& command_help() {
    static const Command kCommand{"help",     "", "This machine", "say how to use a command",
                                  kArguments, {}, kAnyConfig,     run};
    return kCommand;
}

}  // namespace dsupport
