// Builds the real Env, runs the app, returns its exit code. The only place that asks for the environment, the
// wall clock and the place of the program.
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "cli/app.hh"
#include "cli/exit_code.hh"
#include "cli/real_world.hh"

namespace {

std::string program_path() {
    std::array<char, 4096> buffer{};
    const auto size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string("dsupport");
}

std::string variable(std::string_view name) {
    const char* value = std::getenv(std::string(name).c_str());
    return value ? value : "";
}

std::string login_name() {
    const auto* user = ::getpwuid(::geteuid());
    return user && user->pw_name ? user->pw_name : "";
}

std::vector<std::string> variable_names() {
    std::vector<std::string> out;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        if (text.starts_with(dsupport::kVariablePrefix)) out.emplace_back(text.substr(0, text.find('=')));
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace dsupport;
    prepare_standard_streams();
    FdOutput output;
    FdInput input;
    RealProcesses processes;
    auto world = make_world(variable);
    if (!world) {
        output.err(error_text(world.error()));
        return exit_code(world.error().kind);
    }
    Env env{*world->clock, *world->random, variable, input, output, processes, real_terminal(variable)};
    env.program = program_path();
    env.module_dir = env.program.substr(0, env.program.rfind('/')) + "/../lib/dsupport";
    env.test_mode = world->test_mode;
    env.login = login_name;
    env.variables = variable_names();
    const int code = run_app(env, {argv + 1, argv + argc});
    // To take apart what SQLite knows of the database costs a thirtieth of `list`; it goes with the process
    // as well.
    if (env.opened && env.opened->has_nothing_to_finish()) {
        // Static, where whoever looks for leaks finds it.
        [[maybe_unused]] static const auto* const kLeft = env.opened.release();
    }
    return code;
}
