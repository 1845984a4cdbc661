// The ids that a mail names in Message-ID, In-Reply-To and References, whatever programs wrote into those
// fields. Canonical (lib/base/ids.hh), since they are compared and hashed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

/// What stands between `<` and `>`, white space removed; comments, quoted words and junk are passed over.
/// Where a value has no such id, its words of the form `id@host` are ids: some programs forget the brackets.
/// With brackets somewhere they are not, for there `Message of ann@example.org <id@host>` names one id. In
/// their order, repeated ones too.
std::vector<std::string> message_ids(std::string_view value);

/// The ids of all instances of one field, in their order. Of a repeated id the last place counts: a mail's
/// parent is the right-most of its References that is known, and that must stay so.
std::vector<std::string> message_ids(std::span<const std::string> values);

}  // namespace dsupport
