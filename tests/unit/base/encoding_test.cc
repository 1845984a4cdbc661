#include "lib/base/encoding.hh"

#include <doctest/doctest.h>

#include <array>

namespace dsupport {
namespace {

Bytes counting(std::size_t n) {
    Bytes out(n);
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<std::uint8_t>(i);
    return out;
}

TEST_CASE("hex is lower case and comes back") {
    const Bytes bytes = {0x00, 0x0f, 0xa0, 0xff};
    CHECK(to_hex(bytes) == "000fa0ff");
    std::array<std::uint8_t, 4> back{};
    CHECK(parse_hex("000fa0ff", back));
    CHECK(Bytes(back.begin(), back.end()) == bytes);
    CHECK(to_hex({}).empty());
}

TEST_CASE("hex of another length, in upper case or with a stray character is refused") {
    std::array<std::uint8_t, 2> out{};
    for (const auto* text : {"", "00f", "00ff0", "00ff00", "00FF", "00fg", " 0ff", "0x00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_hex(text, out));
    }
}

TEST_CASE("base32 writes the most significant bit first and fills up at the end") {
    CHECK(to_base32({}).empty());
    CHECK(to_base32(Bytes{1}) == "04");
    CHECK(to_base32(as_bytes("hello")) == "D1JPRV3F");
    CHECK(to_base32(counting(16)) == "000G40R40M30E209185GR38E1W");
    CHECK(to_base32(Bytes(16, 0xff)) == "ZZZZZZZZZZZZZZZZZZZZZZZZZW");
}

TEST_CASE("typed base32 comes back as the bytes it was made from") {
    const auto bytes = counting(32);
    std::array<std::uint8_t, 32> back{};
    CHECK(parse_base32(to_base32(bytes), back));
    CHECK(Bytes(back.begin(), back.end()) == bytes);
    std::array<std::uint8_t, 5> hello{};
    CHECK(parse_base32("dijprv3f", hello));
    CHECK(as_text(hello) == "hello");
    for (const auto* text : {"", "D1JPRV3", "D1JPRV3F0", "D1JPRV3U", "D1JP-V3F"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_base32(text, hello));
    }
}

TEST_CASE("a typed base32 digit is read in any case, and letters that look like digits as digits") {
    CHECK(base32_digit('K') == 'K');
    CHECK(base32_digit('k') == 'K');
    CHECK(base32_digit('o') == '0');
    CHECK(base32_digit('O') == '0');
    CHECK(base32_digit('i') == '1');
    CHECK(base32_digit('L') == '1');
    CHECK(base32_digit('9') == '9');
    for (const char c : {'U', 'u', '-', ' ', '@', '[', '\0', '\x80'}) {
        CAPTURE(static_cast<int>(c));
        CHECK_FALSE(base32_digit(c));
    }
}

TEST_CASE("base64 agrees with the examples of RFC 4648") {
    const std::array<std::array<std::string_view, 2>, 7> examples = {{{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}}};
    for (const auto& [plain, coded] : examples) {
        CAPTURE(plain);
        CHECK(to_base64(as_bytes(plain)) == coded);
        const auto back = parse_base64(coded);
        REQUIRE(back);
        CHECK(as_text(*back) == plain);
    }
    const auto all = counting(256);
    CHECK(to_base64(all).starts_with("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd"));
    CHECK(parse_base64(to_base64(all)) == all);
}

TEST_CASE("base64 skips white space and refuses everything else") {
    CHECK(parse_base64(" Zm9v\r\n\tYmFy ") == Bytes{'f', 'o', 'o', 'b', 'a', 'r'});
    for (const auto* text :
         {"Z", "Zg", "Zg=", "Zm9", "Zg===", "Zg==Zg==", "=Zg=", "====", "==", "Zm9v-", "Zm_v", "Zm9v!"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_base64(text));
    }
}

}  // namespace
}  // namespace dsupport
