#include "cli/commands.hh"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

#define DSUPPORT_ENTRY(name) CommandEntry{#name, command_##name},
constexpr std::array kCommands = {DSUPPORT_COMMANDS(DSUPPORT_ENTRY)};
#undef DSUPPORT_ENTRY
#define DSUPPORT_HIDDEN_ENTRY(name) CommandEntry{"__" #name, command_##name},
constexpr std::array kHidden = {DSUPPORT_HIDDEN_COMMANDS(DSUPPORT_HIDDEN_ENTRY)};
#undef DSUPPORT_HIDDEN_ENTRY

}  // namespace

std::span<const CommandEntry> all_commands() {
    return kCommands;
}

const Command* find_command(std::string_view name) {
    for (const auto& entry : kCommands)
        if (entry.name == name) return &entry.get();
    for (const auto& entry : kHidden)
        if (entry.name == name) return &entry.get();
    for (const auto& entry : kCommands)
        if (const auto& command = entry.get(); !command.alias.empty() && command.alias == name)
            return &command;
    return nullptr;
}

tl::unexpected<Error> unknown_command(std::string_view typed) {
    std::vector<std::string_view> names;
    for (const auto& entry : kCommands) names.push_back(entry.name);
    const auto near = nearest(typed, names);
    return fail(ErrorKind::usage, fmt::format("no command '{}'", typed),
                near.empty() ? "dsupport help" : fmt::format("did you mean '{}'?", near));
}

}  // namespace dsupport
