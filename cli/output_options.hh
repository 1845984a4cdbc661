// What --json, --format, --fields, --template, --header and --time ask for, together with the configuration.
#pragma once

#include "cli/env.hh"

namespace dsupport {

/// Of a command that shares kOutput. Fails with usage.
Result<OutputOptions> output_options(const Env& env, const Args& args);

/// A person by any name for them, or `me`: whom this machine's key belongs to, else me.handle.
Result<PersonId> find_person_or_me(const Env& env, Store& store, const std::string& typed);

}  // namespace dsupport
