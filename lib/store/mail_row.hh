// A canonical mail as the columns of its row: what the fold reads of it.
#pragma once

#include <string_view>

#include "lib/store/database.hh"
#include "lib/ticket/mail.hh"

namespace dsupport {

/// The columns in the order in which the two functions below use them.
inline constexpr std::string_view kMailColumns =
    "key, id, author, name, reply, date, subject, base, tag, refs, irt, text_hash, armour, files, verdict,"
    " many, others, bundle_from, bundle_text, carried, letter";

/// As many parameters as there are columns.
inline constexpr std::string_view kMailParameters =
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

/// Binds a mail to the parameters of a statement from ?1 on.
void bind_mail(SQLite::Statement& q, const Mail& mail);
/// The inverse, of the first columns of a row.
Mail read_mail(SQLite::Statement& q);

}  // namespace dsupport
