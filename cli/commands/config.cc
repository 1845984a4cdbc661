#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/config_file.hh"
#include "cli/files.hh"
#include "cli/verbs.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 3> kArguments = {{
    {"VERB", "get KEY, set KEY VALUE, unset KEY, list, path, edit or check", Values::words, true, false,
     "get|set|unset|list|path|edit|check"},
    {"KEY", "which setting, section.key", Values::config_key, false},
    {"VALUE", "what to set it to; several words, or a TOML array, for a command", Values::anything, false,
     true},
}};

constexpr std::array<Option, 3> kOptions = {{
    {"show-origin", 0, "", "say where each value comes from"},
    {"dry-run", 'n', "", "set, unset: say what would change, and change nothing"},
    {"json", 0, "", "print the result as JSON"},
}};

/// KEY and VALUE as one list, KEY first.
std::vector<std::string> words_of(const Args& args) {
    auto out = args.arguments("KEY");
    for (auto& value : args.arguments("VALUE")) out.push_back(std::move(value));
    return out;
}

/// `config` runs with a broken configuration too; what reads values must see the mistake then.
Result<Config> strict_config(const Env& env) {
    return load_config(env.paths.config_file(), kSystemConfigFile, env.variable);
}

Json value_json(std::size_t index, const ConfigValue& value) {
    if (kConfigKeys.at(index).type != ConfigType::list) return Json(value.text);
    Json out = Json::array();
    for (const auto& word : value.list) out.push(word);
    return out;
}

std::string value_text(std::size_t index, const ConfigValue& value) {
    return kConfigKeys.at(index).type == ConfigType::list ? config_toml(index, value).dump_value()
                                                          : printable(value.text);
}

Json entry_json(std::size_t index, const ConfigValue& value) {
    return Json::object({{"key", kConfigKeys.at(index).name},
                         {"value", value_json(index, value)},
                         {"origin", value.where.empty() ? "default" : value.where}});
}

Outcome get(Env& env, const Args& args) {
    const auto words = words_of(args);
    DS_CHECK(check_words("config get", words, 1, 1, "KEY"));
    DS_TRY(const auto index, find_config_key(words.front()));
    DS_TRY(const auto config, strict_config(env));
    const auto& value = config.at(index);
    if (args.flag("json"))
        env.output.out(entry_json(index, value).dump() + "\n");
    else if (args.flag("show-origin"))
        env.output.out(
            fmt::format("{}\t{}\n", value_text(index, value), value.where.empty() ? "default" : value.where));
    else
        env.output.out(value_text(index, value) + "\n");
    return {};
}

Outcome set(Env& env, const Args& args) {
    auto words = words_of(args);
    DS_CHECK(check_words("config set", words, 2, words.size() + 2, "KEY and VALUE"));
    DS_TRY(const auto index, find_config_key(words.front()));
    words.erase(words.begin());
    DS_TRY(const auto value, read_config_words(index, words, "config set"));
    if (kConfigKeys.at(index).name == "me.tz") DS_CHECK(check_zone_name(words.front()));
    const auto file = env.paths.config_file();
    if (!args.flag("dry-run")) return set_in_file(file, index, value);
    DS_TRY(const auto text, read_small_file(file));
    DS_CHECK(with_config_value(text.value_or(""), file, index, value));
    env.output.out(printable(
        fmt::format("{} would be {} in {}\n", kConfigKeys.at(index).name, value.dump_value(), file), true));
    return {};
}

Outcome unset(Env& env, const Args& args) {
    const auto words = words_of(args);
    DS_CHECK(check_words("config unset", words, 1, 1, "KEY"));
    DS_TRY(const auto index, find_config_key(words.front()));
    const auto file = env.paths.config_file();
    bool was_there = false;
    if (args.flag("dry-run")) {
        DS_TRY(const auto text, read_small_file(file));
        DS_TRY(const auto rest, without_config_value(text.value_or(""), file, index));
        was_there = rest != text.value_or("");
        if (was_there)
            env.output.out(printable(fmt::format("{} would leave {}\n", words.front(), file), true));
    } else {
        DS_TRY(was_there, unset_in_file(file, index));
    }
    if (!was_there) env.output.err(fmt::format("{} is not set in {}\n", words.front(), file));
    return {};
}

Outcome list(Env& env, const Args& args) {
    DS_CHECK(check_words("config list", words_of(args), 0, 0, ""));
    DS_TRY(const auto config, strict_config(env));
    Json all = Json::array();
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) {
        const auto& value = config.at(i);
        all.push(entry_json(i, value));
        if (args.flag("json")) continue;
        env.output.out(fmt::format("{} = {}", kConfigKeys.at(i).name, config_toml(i, value).dump_value()));
        if (args.flag("show-origin"))
            env.output.out(fmt::format("\t# {}", value.where.empty() ? "default" : value.where));
        env.output.out("\n");
    }
    if (args.flag("json")) env.output.out(all.dump() + "\n");
    return {};
}

Outcome path(Env& env, const Args& args) {
    DS_CHECK(check_words("config path", words_of(args), 0, 0, ""));
    env.output.out(env.paths.config_file() + "\n");
    return {};
}

Outcome check(Env& env, const Args& args) {
    DS_CHECK(check_words("config check", words_of(args), 0, 0, ""));
    std::vector<Error> errors;
    for (const auto& file : {std::string(kSystemConfigFile), env.paths.config_file()}) {
        DS_TRY(const auto text, read_small_file(file));
        if (!text) continue;
        for (auto& error : check_config_text(*text, file)) errors.push_back(std::move(error));
    }
    for (const auto& error : errors)
        env.output.err(
            fmt::format("{}{}\n", error.message, error.hint.empty() ? "" : " (" + error.hint + ")"));
    if (!errors.empty()) return fail(ErrorKind::config, "");
    // What is wrong only in a variable, or only for this machine, is found by reading everything for real.
    DS_TRY(const auto config, strict_config(env));
    return check_zone_name(config.text("me.tz"));
}

Outcome edit(Env& env, const Args& args) {
    DS_CHECK(check_words("config edit", words_of(args), 0, 0, ""));
    if (args.flag("dry-run"))
        return fail(ErrorKind::usage, "an editor cannot be tried out",
                    "dsupport config path says which file");
    if (!env.prompt().possible())
        return fail(ErrorKind::usage, "config edit needs a terminal", "dsupport config set KEY VALUE");
    const auto file = env.paths.config_file();
    DS_TRY(const auto before, read_small_file(file));
    if (!before) DS_CHECK(replace_file(file, ""));
    const auto editor = choose_editor(env.variable, env.config.text("ui.editor"));
    Process process;
    process.argv = {"sh", "-c", editor + " \"$1\"", "sh", file};
    process.terminal = true;
    DS_TRY(const auto finished, env.processes.run(process));
    if (finished.status != 0) return fail(ErrorKind::gave_up, "the editor failed", "the file is " + file);
    return check(env, args);
}

Outcome run(Env& env, const Args& args) {
    constexpr std::array<VerbEntry, 7> kVerbs = {{
        {"get", get},
        {"set", set},
        {"unset", unset},
        {"list", list},
        {"path", path},
        {"edit", edit},
        {"check", check},
    }};
    return run_verb(env, args, "config", kVerbs);
}

}  // namespace

const Command& command_config() {
    static const Command kCommand{
        "config",   "",       "This machine", "read and change this machine's settings",
        kArguments, kOptions, kAnyConfig,     run};
    return kCommand;
}

}  // namespace dsupport
