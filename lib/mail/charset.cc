#include "lib/mail/charset.hh"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// windows-1252 from 0x80 to 0x9F; 0 where it has no character.
constexpr std::array<unsigned, 32> kWindows = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void put_windows(std::string& out, char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    const unsigned point = byte < 0x80 || byte >= 0xA0 ? byte : kWindows[byte - 0x80];
    if (point == 0) {
        out += kReplacement;
    } else if (point < 0x80) {
        out += c;
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0U | point >> 6U);
        out += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
        out += static_cast<char>(0xE0U | point >> 12U);
        out += static_cast<char>(0x80U | (point >> 6U & 0x3FU));
        out += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

DecodedText windows(std::string_view bytes) {
    DecodedText out;
    for (const char c : bytes) put_windows(out.text, c);
    out.guessed = std::ranges::any_of(bytes, [](char c) {
        const unsigned byte = static_cast<unsigned char>(c);
        return byte >= 0x80 && byte < 0xA0 && kWindows[byte - 0x80] == 0;
    });
    return out;
}

/// Bytes of the UTF-8 sequence that its first byte announces.
std::size_t announced(char c) {
    const unsigned byte = static_cast<unsigned char>(c);
    return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
}

DecodedText mixed(std::string_view bytes) {
    if (valid_utf8(bytes)) return {std::string(bytes), false};
    DecodedText out{{}, true};
    while (!bytes.empty()) {
        std::size_t size = 1;
        if (static_cast<signed char>(bytes.front()) < 0) {
            size = announced(bytes.front());
            if (size > bytes.size() || !valid_utf8(bytes.substr(0, size))) {
                put_windows(out.text, bytes.front());
                bytes.remove_prefix(1);
                continue;
            }
        }
        out.text += bytes.substr(0, size);
        bytes.remove_prefix(size);
    }
    return out;
}

struct CloseIconv {
    void operator()(void* handle) const { iconv_close(handle); }
};

/// Bytes of one unit of the charset: what is passed over at a damaged place.
std::size_t unit(std::string_view name) {
    if (name.starts_with("utf-16") || name.starts_with("ucs-2") || name.starts_with("iso-10646-ucs-2"))
        return 2;
    return name.starts_with("utf-32") || name.starts_with("ucs-4") ? 4 : 1;
}

DecodedText converted(std::string_view bytes, iconv_t handle, std::size_t size_of_unit) {
    DecodedText out;
    std::array<char, 4096> buffer{};
    char* in = const_cast<char*>(bytes.data());  // iconv's own signature; it does not write there
    std::size_t left = bytes.size();
    bool flushed = false;
    while (!flushed) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        flushed = left == 0;
        const auto result = iconv(handle, flushed ? nullptr : &in, flushed ? nullptr : &left, &to, &room);
        out.text.append(buffer.data(), buffer.size() - room);
        if (result != static_cast<std::size_t>(-1) || errno == E2BIG || left == 0) continue;
        out.guessed = true;
        out.text += kReplacement;
        const auto skipped = std::min(size_of_unit, left);
        in += skipped, left -= skipped;
    }
    return out;
}

constexpr std::array<std::string_view, 8> kAscii = {
    "", "us-ascii", "ascii", "utf-8", "utf8", "ansi_x3.4-1968", "iso-10646-ucs-basic", "unicode-1-1-utf-8"};
constexpr std::array<std::string_view, 6> kWindowsNames = {"windows-1252", "cp1252", "iso-8859-1",
                                                           "iso8859-1",    "latin1", "iso_8859-1"};
/// What mail programs write under these names needs the larger charset (as in the Encoding Standard, 4.2), or
/// iconv has another name for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kAliases = {
    {{"gb2312", "gb18030"},
     {"gb_2312-80", "gb18030"},
     {"gbk", "gb18030"},
     {"x-gbk", "gb18030"},
     {"euc-kr", "cp949"},
     {"ks_c_5601-1987", "cp949"},
     {"ks_c_5601-1989", "cp949"},
     {"shift_jis", "cp932"},
     {"shift-jis", "cp932"},
     {"x-sjis", "cp932"},
     {"windows-31j", "cp932"},
     {"x-euc-jp", "euc-jp"},
     {"big5", "big5-hkscs"},
     {"iso-8859-8-i", "iso-8859-8"},
     {"iso-8859-9", "windows-1254"},
     {"tis-620", "cp874"}}};

template <std::size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

DecodedText decode(std::string_view bytes, std::string name) {
    if (one_of(name, kAscii)) return mixed(bytes);
    if (one_of(name, kWindowsNames)) return windows(bytes);
    const auto* alias =
        std::ranges::find(kAliases, name, &std::pair<std::string_view, std::string_view>::first);
    if (alias != kAliases.end()) name = alias->second;
    const bool usable = name.size() < 40 && name.find("utf-7") == std::string::npos &&
                        name.find("utf7") == std::string::npos && std::ranges::all_of(name, [](char c) {
                            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                                   c == '.' || c == ':' || c == '+';
                        });
    if (usable)
        if (auto* const handle = iconv_open("UTF-8", name.c_str()); handle != reinterpret_cast<iconv_t>(-1)) {
            const std::unique_ptr<void, CloseIconv> owner(handle);
            auto out = converted(bytes, handle, unit(name));
            if (valid_utf8(out.text)) return out;
        }
    auto out = mixed(bytes);
    out.guessed = true;
    return out;
}

}  // namespace

DecodedText to_utf8(std::string_view bytes, std::string_view charset) {
    auto out = decode(bytes, lower(trim(charset)));
    if (out.text.starts_with("\xEF\xBB\xBF")) out.text.erase(0, 3);
    if (out.text.find('\0') != std::string::npos) {
        std::string clean;
        for (const char c : out.text) c == '\0' ? clean.append(kReplacement) : clean.append(1, c);
        out.text = std::move(clean);
        out.guessed = true;
    }
    return out;
}

}  // namespace dsupport
