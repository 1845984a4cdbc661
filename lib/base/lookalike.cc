#include "lib/base/lookalike.hh"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

enum class Alphabet { none, latin, greek, cyrillic, armenian, cherokee };

struct Range {
    utf8proc_int32_t first, last;
    Alphabet alphabet;
};

/// Blocks of Unicode 15 by the alphabet of their letters.
constexpr std::array<Range, 21> kRanges = {{
    {0x41, 0x5A, Alphabet::latin},        {0x61, 0x7A, Alphabet::latin},
    {0xC0, 0x2AF, Alphabet::latin},       {0x370, 0x3FF, Alphabet::greek},
    {0x400, 0x52F, Alphabet::cyrillic},   {0x531, 0x58F, Alphabet::armenian},
    {0x13A0, 0x13FF, Alphabet::cherokee}, {0x1C80, 0x1C8F, Alphabet::cyrillic},
    {0x1D00, 0x1D25, Alphabet::latin},    {0x1E00, 0x1EFF, Alphabet::latin},
    {0x1F00, 0x1FFF, Alphabet::greek},    {0x2C60, 0x2C7F, Alphabet::latin},
    {0x2DE0, 0x2DFF, Alphabet::cyrillic}, {0xA640, 0xA69F, Alphabet::cyrillic},
    {0xA722, 0xA7FF, Alphabet::latin},    {0xAB30, 0xAB64, Alphabet::latin},
    {0xAB70, 0xABBF, Alphabet::cherokee}, {0xFB00, 0xFB06, Alphabet::latin},
    {0xFB13, 0xFB17, Alphabet::armenian}, {0xFF21, 0xFF3A, Alphabet::latin},
    {0xFF41, 0xFF5A, Alphabet::latin},
}};

struct Twin {
    std::string_view letter;
    char latin;
};

/// Of the lower case, in which a shape is, and with it of capitals that look alike.
constexpr std::array<Twin, 31> kTwins = {{
    {"а", 'a'}, {"в", 'b'}, {"с", 'c'}, {"ԁ", 'd'}, {"е", 'e'}, {"һ", 'h'}, {"н", 'h'}, {"і", 'i'},
    {"ј", 'j'}, {"к", 'k'}, {"ӏ", 'l'}, {"м", 'm'}, {"о", 'o'}, {"р", 'p'}, {"ԛ", 'q'}, {"ѕ", 's'},
    {"т", 't'}, {"ѵ", 'v'}, {"ԝ", 'w'}, {"х", 'x'}, {"у", 'y'}, {"α", 'a'}, {"ε", 'e'}, {"ι", 'i'},
    {"κ", 'k'}, {"ν", 'v'}, {"ο", 'o'}, {"ρ", 'p'}, {"τ", 't'}, {"υ", 'u'}, {"χ", 'x'},
}};

bool is_letter(utf8proc_category_t category) {
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

/// Accents and what nobody sees do not end a word.
bool joins(utf8proc_category_t category) {
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_CF;
}

Alphabet alphabet_of(utf8proc_int32_t letter) {
    const auto at = std::ranges::find_if(
        kRanges, [&](const Range& range) { return letter >= range.first && letter <= range.last; });
    return at == kRanges.end() ? Alphabet::none : at->alphabet;
}

std::string with_latin_twins(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto twin =
            std::ranges::find_if(kTwins, [&](const Twin& one) { return text.starts_with(one.letter); });
        out += twin == kTwins.end() ? text.front() : twin->latin;
        text.remove_prefix(twin == kTwins.end() ? 1 : twin->letter.size());
    }
    return out;
}

}  // namespace

std::string shape_of(std::string_view text) {
    constexpr auto kFold = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                           UTF8PROC_IGNORE | UTF8PROC_LUMP;
    utf8proc_uint8_t* folded = nullptr;
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &folded,
                                   static_cast<utf8proc_option_t>(kFold));
    if (size < 0) return lower(text);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
    std::string out;
    for (const auto word :
         split({reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size)}, ' '))
        if (!trim(word).empty()) out += (out.empty() ? "" : " ") + with_latin_twins(trim(word));
    return out;
}

bool mixes_alphabets(std::string_view text) {
    auto word = Alphabet::none;
    while (!text.empty()) {
        utf8proc_int32_t code = 0;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                           static_cast<utf8proc_ssize_t>(text.size()), &code);
        text.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 1);
        const auto category = size > 0 ? utf8proc_category(code) : UTF8PROC_CATEGORY_CN;
        if (joins(category)) continue;
        const auto alphabet = is_letter(category) ? alphabet_of(code) : Alphabet::none;
        if (alphabet != Alphabet::none && word != Alphabet::none && alphabet != word) return true;
        if (!is_letter(category) || alphabet != Alphabet::none) word = alphabet;
    }
    return false;
}

}  // namespace dsupport
