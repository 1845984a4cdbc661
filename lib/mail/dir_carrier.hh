// The carrier that hands mail to a folder: one .eml file for each mail. For trying dsupport out, for tests,
// and for a folder that something else empties.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/mail/carrier.hh"

namespace dsupport {

/// Writes into `folder`, which must exist. A file appears whole, on disk, or not at all; the same Message-ID
/// again replaces it. A folder that is missing or not writable gives `stop`, a full disk `retry`.
std::unique_ptr<Carrier> make_dir_carrier(std::string folder);

/// The file of the mail with this Message-ID: a plain name that ends in `.eml`, different for each id.
std::string eml_file_name(std::string_view message_id);

}  // namespace dsupport
