#include "cli/app.hh"

#include <fmt/format.h>

#include <exception>
#include <filesystem>

#include "cli/commands.hh"
#include "cli/config_file.hh"
#include "cli/exit_code.hh"
#include "cli/typed_text.hh"
#include "lib/base/text.hh"
#include "lib/store/store.hh"

namespace dsupport {
namespace {

Outcome read_config(Env& env) {
    DS_CHECK(check_config_variables(env.variables));
    DS_TRY(env.config, load_config(env.paths.config_file(), kSystemConfigFile, env.variable));
    return check_zone_name(env.config.text("me.tz"));
}

Outcome prepare(Env& env, const Command& command) {
    auto paths = find_paths(env.global.home, env.variable);
    if (!paths && !(command.shared & kNoHome)) return tl::unexpected(std::move(paths).error());
    env.paths = paths.value_or(Paths{});
    if (auto config = read_config(env); !config) {
        if (!(command.shared & kAnyConfig)) return config;
        env.config = {};
    }
    const auto mode =
        parse_color_mode(env.global.color.empty() ? env.config.text("ui.color") : env.global.color);
    if (!mode)
        return fail(ErrorKind::usage,
                    fmt::format("--color takes auto, always or never, not '{}'", env.global.color),
                    "leave it out for auto");
    env.terminal.color = use_color(*mode, env.terminal.stdout_tty, env.variable);
    env.zone = std::make_unique<LocalZone>(env.config.text("me.tz"));
    return {};
}

Outcome run_command(Env& env, const std::string& name, const CommandLine& line) {
    const auto* command = find_command(name);
    if (!command) return unknown_command(name);
    // `dsupport` alone and `dsupport --home X` have no command whose options these could be.
    DS_TRY(const auto args, parse_args(*command, line.rest, env.global));
    if (env.global.help && !line.command.empty()) {
        env.output.out(help_text(*command, env.terminal.width));
        return {};
    }
    DS_CHECK(prepare(env, *command));
    env.typed = {};
    env.typed.command = command->name;
    env.typed.again = retry_line(*command, line.rest);
    return command->run(env, args);
}

/// Whether somebody sits here who has something to look at.
bool at_home(const Env& env) {
    if (!env.terminal.stdin_tty || !env.terminal.stdout_tty || env.global.help) return false;
    const auto paths = find_paths(env.global.home, env.variable);
    std::error_code error;
    return paths && std::filesystem::exists(StorePaths{paths->data_dir}.database(), error);
}

/// `dsupport` alone: at a terminal how things stand, where there is anything; else what could be done.
Outcome run_bare(Env& env, const CommandLine& line) {
    // It may have a --home, which is only known once the rest is parsed.
    DS_TRY(const auto parsed, parse_args(*find_command("help"), line.rest, env.global));
    if (!at_home(env)) return run_command(env, "help", line);
    DS_CHECK(run_command(env, "status", line));
    env.output.out("\n");
    return run_command(env, "list", line);
}

Outcome run_line(Env& env, const std::vector<std::string>& argv) {
    DS_TRY(const auto line, split_command_line(argv));
    env.global = line.global;
    if (env.global.version) return run_command(env, "version", line);
    return line.command.empty() ? run_bare(env, line) : run_command(env, line.command, line);
}

}  // namespace

int run_app(Env& env, const std::vector<std::string>& argv) {
    Outcome done;
    try {
        done = run_line(env, argv);
    } catch (const std::exception& e) {
        auto known = env.opened ? env.opened->explain(e) : std::nullopt;
        if (known)
            done = tl::unexpected(std::move(*known));
        else
            done = fail(ErrorKind::bug, "this should not have happened",
                        "please report it, with what you typed", e.what());
    } catch (...) {
        done = fail(ErrorKind::bug, "this should not have happened", "please report it, with what you typed");
    }
    int code = 0;
    const auto explain = [&](const Error& error) {
        // An honest "no" without words is an exit code only, as grep does it.
        if (!error.message.empty()) env.output.err(error_text(error));
        code = exit_code(error.kind);
    };
    if (!done) explain(done.error());
    if (const auto written = env.output.finish(); !written && code == 0) explain(written.error());
    return code;
}

}  // namespace dsupport
