// Where this user's files are: below one folder given by --home or DSUPPORT_HOME, else where the XDG base
// directory specification puts them. Nothing is made here.
#pragma once

#include <string>

#include "cli/ui/terminal.hh"
#include "lib/base/result.hh"

namespace dsupport {

/// What the administrator of a machine sets for everybody on it; it need not exist.
inline constexpr const char* kSystemConfigFile = "/etc/dsupport/config.toml";

/// Absolute folders, without a slash at the end.
struct Paths {
    std::string config_dir;  ///< config.toml, team.toml
    std::string data_dir;    ///< the database and the key
    std::string state_dir;   ///< drafts

    std::string config_file() const { return config_dir + "/config.toml"; }
    std::string team_file() const { return config_dir + "/team.toml"; }
    std::string drafts() const { return state_dir + "/drafts"; }
};

/// `home` is the value of --home, empty when it was not given; then DSUPPORT_HOME counts, then
/// XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME (absolute ones only, as their specification says) and HOME.
/// Fails with config when none of them says anything.
Result<Paths> find_paths(std::string home, const Variable& variable);

}  // namespace dsupport
