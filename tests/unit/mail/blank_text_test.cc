#include "lib/mail/blank_text.hh"

#include <doctest/doctest.h>

using namespace dsupport;

TEST_CASE("what cannot be seen is blank") {
    CHECK(is_blank(""));
    CHECK(is_blank(" \t\r\n\f"));
    // No-break space, soft hyphen, zero width non-joiner, word joiner, ideographic space, byte order mark,
    // and the mark of an object (U+FFFC).
    CHECK(is_blank("\u00A0 \u00AD\u200C\n\u2060\u3000\uFEFF\uFFFC"));
    CHECK(is_blank("\u2000\u200F\u2028\u202F\u205F\u206F"));
}

TEST_CASE("marks of pictures are blank") {
    CHECK(is_blank("[cid:logo.png]\n"));
    CHECK(is_blank("[cid:a@b] [cid:c@d]"));
    CHECK_FALSE(is_blank("[cid:logo.png] Hello"));
    CHECK_FALSE(is_blank("[cid:not closed\n]"));
    CHECK_FALSE(is_blank("[cid:"));
}

TEST_CASE("whatever else is there is to read") {
    for (const auto* text : {"x", " \n.", "\u00A0-", "\u00A1", "\u2010", "\u2027", "\u2030", "\u205E",
                             "\u2070", "\u3001", "\U0001F600", "\xC2", "\xE2\x80", "[image]"}) {
        CAPTURE(text);
        CHECK_FALSE(is_blank(text));
    }
}
