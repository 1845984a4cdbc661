#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "cli/commands.hh"
#include "cli/env.hh"
#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"COMMAND", "which command, or a topic: json, workflow; without it all commands", Values::command, false},
    {"VERB", "of a command that has some, such as config get", Values::anything, false},
}};

/// Pages of the manual that are about no command alone.
struct Topic {
    std::string_view name, section;
};
constexpr std::array<Topic, 3> kTopics = {{{"config", "5"}, {"json", "5"}, {"workflow", "7"}}};

Outcome show_topic(Env& env, const Topic& topic) {
    Process process;
    process.argv = {"man", std::string(topic.section), fmt::format("dsupport-{}", topic.name)};
    process.terminal = true;
    DS_CHECK(env.output.finish());
    const auto done = env.processes.run(process);
    if (done && done->status == 0) return {};
    return fail(ErrorKind::no_input, fmt::format("cannot show the manual page dsupport-{}", topic.name),
                fmt::format("{} {} {}", process.argv[0], process.argv[1], process.argv[2]));
}

/// A command that is a noun names its verbs; help for one of them is help for the noun.
Outcome check_verb(const Command& command, const std::string& verb) {
    if (verb.empty()) return {};
    const auto it = std::ranges::find(command.arguments, std::string_view("VERB"), &Argument::name);
    if (it == command.arguments.end())
        return fail(ErrorKind::usage, fmt::format("{} has no verbs", command.name),
                    fmt::format("dsupport help {}", command.name));
    const auto verbs = split(it->choices, '|');
    if (std::ranges::find(verbs, std::string_view(verb)) != verbs.end()) return {};
    const auto near = nearest(verb, verbs);
    return fail(ErrorKind::usage, fmt::format("{} has no verb '{}'", command.name, printable(verb)),
                near.empty() ? fmt::format("there is: {}", fmt::join(verbs, ", "))
                             : fmt::format("did you mean '{}'?", near));
}

std::string overview(int columns) {
    constexpr int kSummaries = 14;
    const int width = help_width(columns);
    auto out = wrap_from(0, "dsupport: tickets for a team whose only shared infrastructure is one mail group",
                         width);
    out += "\nusage: dsupport COMMAND [OPTIONS]\n";
    std::vector<std::string_view> groups;
    for (const auto& entry : all_commands()) {
        const auto group = entry.get().group;
        if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
    }
    for (const auto group : groups) {
        out += fmt::format("\n{}\n", group);
        for (const auto& entry : all_commands())
            if (entry.get().group == group)
                out += fmt::format("  {:<12}{}\n", entry.name,
                                   wrap_from(kSummaries, entry.get().summary, width));
    }
    const auto more = wrap_from(6, "dsupport help COMMAND, dsupport help workflow, man dsupport", width);
    return out + fmt::format("\nStart with: dsupport log\nMore: {}\n", more);
}

Outcome run(Env& env, const Args& args) {
    const auto name = args.argument("COMMAND");
    if (name.empty()) {
        env.output.out(overview(env.terminal.width));
        return {};
    }
    const auto* command = find_command(name);
    const auto topic = std::ranges::find(kTopics, std::string_view(name), &Topic::name);
    if (!command && topic != kTopics.end()) return show_topic(env, *topic);
    if (!command) return unknown_command(name);
    DS_CHECK(check_verb(*command, args.argument("VERB")));
    env.output.out(help_text(*command, env.terminal.width));
    if (topic != kTopics.end())
        env.output.out(fmt::format("More: man {} dsupport-{}\n", topic->section, topic->name));
    return {};
}

}  // namespace

const Command& command_help() {
    static const Command kCommand{"help",     "", "This machine",       "say how to use a command",
                                  kArguments, {}, kAnyConfig | kNoHome, run};
    return kCommand;
}

}  // namespace dsupport
