// The machine's key on disk: one line of hex, readable by its owner only. It is never part of an export.
#pragma once

#include <string>

#include "lib/base/crypto.hh"

namespace dsupport {

/// Reads the key, or makes one and writes it durably before anything is signed with it. With `dry_run` a
/// missing key is made but not written. Fails with not_allowed when others can read the file, bad_data when
/// it is damaged.
Result<SigningKey> load_or_make_key(const std::string& path, bool dry_run);

}  // namespace dsupport
