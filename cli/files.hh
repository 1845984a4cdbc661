// Files of the user's own, read whole and replaced whole.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.hh"

namespace dsupport {

/// The content of a file; nothing when there is no such file. Fails with io.
Result<std::optional<std::string>> read_small_file(const std::string& path);

/// The content of a file that holds a secret. Fails with no_input when it is missing, not_allowed when others
/// can read it, io otherwise.
Result<std::string> read_private_file(const std::string& path);

/// Makes the file hold `content`: written beside it (mode 0600), flushed to the disk and renamed, so that
/// after a crash it is either as before or as wanted. Missing folders are made (0700); of a symbolic link the
/// target is replaced. Fails with cannot_create or io.
Outcome replace_file(const std::string& path, std::string_view content);

using Write = std::function<void(std::string_view)>;
/// The same for a content that comes in pieces. When `fill` fails the file stays as it was.
Outcome replace_file(const std::string& path, const std::function<Outcome(const Write&)>& fill);

/// Whether a file that somebody named can be there; `example` names one for who named a folder. A folder that
/// is missing may be a slip of the finger, or a disk that is not mounted: none is made. Fails with
/// cannot_create.
Outcome check_place(const std::string& path, const std::string& example);

/// Everything, to an open file. On failure errno says why.
bool write_all(int fd, std::string_view content);

}  // namespace dsupport
