// Files on their way into a mail and out of one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hh"
#include "lib/mail/message.hh"

namespace dsupport {

/// The files at these paths, to be sent. Fails with no_input when one is missing or no file, with usage when
/// they are together more than a mail may have, with io otherwise.
Result<std::vector<Attachment>> read_attachments(const std::vector<std::string>& paths);

/// Writes what a mail had as a file into an existing folder: under a safe name made from `name`, with a
/// number in it where that is taken. Nothing is overwritten and no link followed. Gives the path. Fails with
/// cannot_create or io.
Result<std::string> save_file(const std::string& folder, std::string_view name, std::string_view content);

}  // namespace dsupport
