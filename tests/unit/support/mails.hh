// What tests of sources of mails share.
#pragma once

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "lib/mail/mail_source.hh"

namespace dsupport::test {

/// All mails of a source that can be read to its end.
inline std::vector<SourceMail> read_all(MailSource& source) {
    std::vector<SourceMail> out;
    for (;;) {
        auto mail = source.next();
        REQUIRE(mail);
        if (!*mail) return out;
        out.push_back(std::move(**mail));
    }
}

}  // namespace dsupport::test
