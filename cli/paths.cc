#include "cli/paths.hh"

#include <filesystem>

namespace dsupport {
namespace {

Result<std::string> absolute(const std::string& path) {
    std::error_code error;
    auto out = std::filesystem::absolute(path, error).lexically_normal().string();
    if (error) return fail(ErrorKind::io, "cannot find the folder '" + path + "'", {}, error.message());
    while (out.size() > 1 && out.ends_with('/')) out.pop_back();
    return out;
}

}  // namespace

Result<Paths> find_paths(std::string home, const Variable& variable) {
    if (home.empty()) home = variable("DSUPPORT_HOME");
    if (!home.empty()) {
        DS_TRY(const std::string root, absolute(home));
        std::error_code error;
        const auto there = std::filesystem::status(root, error);
        if (std::filesystem::exists(there) && !std::filesystem::is_directory(there))
            return fail(ErrorKind::cannot_create, "the home '" + root + "' is not a directory",
                        "name a directory with --home or DSUPPORT_HOME");
        return Paths{root, root + "/data", root + "/state"};
    }
    const auto user = variable("HOME");
    const auto base = [&](const char* name, const char* below_home) -> Result<std::string> {
        const auto set = variable(name);
        if (set.starts_with('/')) return absolute(set + "/dsupport");
        if (user.starts_with('/')) return absolute(user + below_home + "/dsupport");
        return fail(ErrorKind::config, "there is no home folder: HOME is not set",
                    "name a folder with --home or DSUPPORT_HOME");
    };
    Paths out;
    DS_TRY(out.config_dir, base("XDG_CONFIG_HOME", "/.config"));
    DS_TRY(out.data_dir, base("XDG_DATA_HOME", "/.local/share"));
    DS_TRY(out.state_dir, base("XDG_STATE_HOME", "/.local/state"));
    return out;
}

}  // namespace dsupport
