// What a mail without a text of its own encloses for its reader: a mail that was forwarded as a file, an
// invitation to a meeting.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/mail/parser.hh"
#include "lib/mail/received.hh"

namespace dsupport {

/// Reads the bytes of a mail; nothing when they are none.
using ReadEnclosed = std::function<std::optional<ReceivedMail>(std::string_view)>;

/// Of each enclosed mail its subject, its sender, when it was written, its text and the names of its files;
/// of each calendar object what calendar_text says. UTF-8, LF; empty when the files say nothing to a reader.
std::string enclosed_text(std::span<const FilePart> files, const ReadEnclosed& read);

}  // namespace dsupport
