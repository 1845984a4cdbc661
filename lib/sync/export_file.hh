// The form of an export: the armour of all events, then all mails as a mailbox.
#pragma once

#include <memory>
#include <string>

#include "lib/mail/byte_stream.hh"

namespace dsupport {

struct ExportFile {
    std::string events;                 ///< the text with the armour
    std::unique_ptr<ByteStream> mails;  ///< nothing: there is no mailbox behind it
};

/// Of any other text all is `events`, for there may be armour in it. Reads up to the mailbox.
Result<ExportFile> read_export(std::unique_ptr<ByteStream> stream);

}  // namespace dsupport
