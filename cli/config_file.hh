// The configuration's files: reading the layers into one Config, and changing one key of a file that a person
// wrote, with comments and order left as they are.
#pragma once

#include <string>
#include <string_view>

#include "cli/config.hh"
#include "cli/ui/terminal.hh"

namespace dsupport {

/// Fails with config for a variable that names a section of the configuration and no key of it, such as
/// DSUPPORT_SMTP_ULR.
Outcome check_config_variables(const std::vector<std::string>& names);

/// Default, then the system's file, then the user's, then DSUPPORT_SECTION_KEY variables (an empty one counts
/// as not set). A file that is not there costs one system call. Fails with config, `file:line:column: what`,
/// for a key or type that is wrong, and a suggestion.
Result<Config> load_config(const std::string& user_file, const std::string& system_file,
                           const Variable& variable);

/// The mistakes of one file's text as load_config would report the first; empty when it is right. `config
/// check`.
std::vector<Error> check_config_text(std::string_view text, std::string_view file);

/// The text of a file after `key = value` was set in it. Fails with config when the text is no TOML, or
/// written in a way (an inline table) that only a person can change.
Result<std::string> with_config_value(std::string_view text, std::string_view file, std::size_t index,
                                      const Toml& value);
/// The text without the key; the same text when it is not there.
Result<std::string> without_config_value(std::string_view text, std::string_view file, std::size_t index);

/// Sets a key in a file, which is made when missing.
Outcome set_in_file(const std::string& file, std::size_t index, const Toml& value);
/// Takes a key out of a file; false when it was not there.
Result<bool> unset_in_file(const std::string& file, std::size_t index);

}  // namespace dsupport
