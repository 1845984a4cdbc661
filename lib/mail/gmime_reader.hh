// What GMime finds in the bytes of a mail: its parts, and what the values of its fields say. Half of the
// private module dsupport-mime; no type of the library is seen here.
#pragma once

#include <string>

#include "lib/base/result.hh"
#include "lib/mail/parser.hh"
#include "lib/mail/received.hh"

namespace dsupport {

/// To be called before the rest.
void start_gmime();

/// Of a mail with no other fields than those about its content. Contents of files are left out as FilePart
/// says, unless all are to be kept. bad_data when it has too many parts, or in too many levels.
Result<MailBody> read_body(std::string mail, const ParseLimits& limits, bool keep_files);

const FieldReader& gmime_fields();

}  // namespace dsupport
