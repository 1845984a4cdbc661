#include "lib/mail/charset.hh"

#include <doctest/doctest.h>

#include <string>

#include "lib/base/text.hh"

using namespace dsupport;

namespace {
constexpr const char* kGone = "\xEF\xBF\xBD";
}

TEST_CASE("text comes out as UTF-8 from the charset it names, in any case") {
    // Bytes from Python's codecs.
    CHECK(to_utf8("Gr\xFC\xDF"
                  "e",
                  "ISO-8859-1")
              .text == "Grüße");
    CHECK(to_utf8("\x80\x93x\x94", "windows-1252").text == "€“x”");
    CHECK(to_utf8("\xD0\xD2\xC9\xD7\xC5\xD4", "koi8-r").text == "привет");
    CHECK(to_utf8("\x1B$B$3$s$K$A$O\x1B(B", "iso-2022-jp").text == "こんにちは");
    CHECK(to_utf8(std::string_view("\xFE\xFF\0h\0i", 6), "utf-16").text == "hi");
    CHECK_FALSE(to_utf8("Grüße", "utf-8").guessed);
    CHECK_FALSE(to_utf8("Gr\xFC\xDF"
                        "e",
                        "latin1")
                    .guessed);
}

TEST_CASE("a name that mail programs use for a larger charset reads the larger one") {
    // Encoding Standard, 4.2: gb2312 is gbk, ks_c_5601-1987 is euc-kr with UHC, shift_jis has the extensions.
    CHECK(to_utf8("\x82\xDF", "gb2312").text == "傔");
    CHECK(to_utf8("\x81\x41", "ks_c_5601-1987").text == "갂");
    CHECK(to_utf8("\x87\x40", "shift_jis").text == "①");
    CHECK(to_utf8("\xF0", "iso-8859-9").text == "ğ");
}

TEST_CASE("what is said to be ASCII or UTF-8 keeps its UTF-8, and other bytes are windows-1252") {
    CHECK(to_utf8("Grüße", "us-ascii").text == "Grüße");
    const auto mixed = to_utf8("ü \xFC \x80", "");
    CHECK(mixed.text == "ü ü €");
    CHECK(mixed.guessed);
    CHECK(to_utf8("\xE2\x82", "utf-8").text == "â‚");
    CHECK(to_utf8("\xC0\xAF", "utf-8").text == "À¯");  // no overlong form of '/'
}

TEST_CASE("an unknown or odd charset is guessed") {
    for (const auto name : {"x-unknown", "klingon", "utf-8//TRANSLIT", "../../evil", "a b", "\"", "8bit"}) {
        const auto out = to_utf8(
            "Gr\xFC\xDF"
            "e",
            name);
        CHECK(out.text == "Grüße");
        CHECK(out.guessed);
    }
}

TEST_CASE("UTF-7 stays what it looks like") {
    for (const auto name : {"utf-7", "UTF7", "unicode-1-1-utf-7", "utf-7-imap"})
        CHECK(to_utf8("+ADw-script+AD4-", name).text == "+ADw-script+AD4-");
}

TEST_CASE("damage loses no more than itself") {
    const auto japanese = to_utf8(
        "a\x81\x20"
        "b\x82\xA0",
        "shift_jis");
    CHECK(japanese.guessed);
    CHECK(japanese.text.find('a') == 0);
    CHECK(japanese.text.find("b") != std::string::npos);
    CHECK(japanese.text.ends_with("あ"));
    // A lone surrogate does not shift what follows by a byte.
    const auto wide = to_utf8(std::string_view("\xD8\0\0h\0i", 6), "utf-16be");
    CHECK(wide.text == std::string(kGone) + "hi");
    CHECK(to_utf8("\x81\x8D", "windows-1252").text == std::string(kGone) + kGone);
    CHECK(to_utf8("\xE3\x81", "euc-jp").guessed);
}

TEST_CASE("no NUL and no byte order mark comes out") {
    CHECK(to_utf8("\xEF\xBB\xBFx", "utf-8").text == "x");
    const auto nul = to_utf8(std::string_view("a\0b", 3), "us-ascii");
    CHECK(nul.text == std::string("a") + kGone + "b");
    CHECK(nul.guessed);
    CHECK(to_utf8("", "klingon").text.empty());
}

TEST_CASE("any byte in any charset gives valid UTF-8") {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    for (const auto name : {"", "utf-8", "latin1", "koi8-r", "iso-2022-jp", "utf-16", "utf-32le", "gb18030",
                            "hz-gb-2312", "euc-kr", "big5", "cp932", "utf-7", "x"})
        CHECK(valid_utf8(to_utf8(all, name).text));
}
