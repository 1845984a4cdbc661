#include "cli/commands.hh"
#include "cli/env.hh"
#include "lib/base/json.hh"

namespace dsupport {
namespace {

Json option_json(const Option& option) {
    return Json::object({{"name", option.name},
                         {"short", option.letter ? std::string(1, option.letter) : std::string()},
                         {"value", option.value},
                         {"help", option.help},
                         {"choices", option.choices}});
}

Json options_json(std::span<const Option> options) {
    Json out = Json::array();
    for (const auto& option : options) out.push(option_json(option));
    return out;
}

Json command_json(const Command& command) {
    Json aliases = Json::array(), arguments = Json::array();
    if (!command.alias.empty()) aliases.push(command.alias);
    for (const auto& argument : command.arguments)
        arguments.push(Json::object({{"name", argument.name},
                                     {"help", argument.help},
                                     {"required", argument.required},
                                     {"many", argument.many},
                                     {"choices", argument.choices}}));
    return Json::object({{"name", command.name},
                         {"aliases", std::move(aliases)},
                         {"group", command.group},
                         {"summary", command.summary},
                         {"arguments", std::move(arguments)},
                         {"options", options_json(all_options(command))}});
}

Outcome run(Env& env, const Args&) {
    Json commands = Json::array();
    for (const auto& entry : all_commands()) commands.push(command_json(entry.get()));
    env.output.out(
        Json::object({{"commands", std::move(commands)}, {"options", options_json(global_options())}})
            .dump() +
        "\n");
    return {};
}

}  // namespace

const Command& command_spec() {
    static const Command kCommand{
        "__spec", "", "", "the table of commands as JSON", {}, {}, kAnyConfig | kNoHome, run};
    return kCommand;
}

}  // namespace dsupport
