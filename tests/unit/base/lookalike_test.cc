#include "lib/base/lookalike.hh"

#include <doctest/doctest.h>

using namespace dsupport;

// The look-alikes are pairs of confusables.txt of UTS #39.

TEST_CASE("names that look the same have one shape") {
    const auto ann = shape_of("Ann Lee");
    CHECK(ann == "ann lee");
    CHECK(shape_of(" ANN\u00A0 Lee ") == ann);            // no-break space
    CHECK(shape_of("A\u200Bnn\u00AD Le\u2060e") == ann);  // zero width, soft hyphen, word joiner
    CHECK(shape_of("Ａｎｎ　Ｌｅｅ") == ann);             // full width
    CHECK(shape_of("𝐀𝐧𝐧 𝐋𝐞𝐞") == ann);                    // mathematical
    CHECK(shape_of("\u0410nn L\u0435e") == ann);          // Cyrillic A and ie
    CHECK(shape_of("Ann L\u03B5e") == ann);               // Greek epsilon
    CHECK(shape_of("Anna Lee") != ann);
    CHECK(shape_of("ann＠example.org") == "ann@example.org");
    CHECK(shape_of("\xff broken") == "\xff broken");
    CHECK(shape_of("").empty());
}

TEST_CASE("a word of two alphabets is marked and two words of one each are not") {
    CHECK(mixes_alphabets("\u0410nn"));             // Cyrillic A
    CHECK(mixes_alphabets("Bo P\u03B1ypal"));       // Greek alpha
    CHECK(mixes_alphabets("A\u200B\u043D\u043D"));  // split by a zero width space
    CHECK(mixes_alphabets("e\u0301\u0435"));        // behind a combining accent
    CHECK(mixes_alphabets("\u13A0lfred"));          // Cherokee
    CHECK_FALSE(mixes_alphabets("Ann Lee"));
    CHECK_FALSE(mixes_alphabets("Zoë Müller-Strauß"));
    CHECK_FALSE(mixes_alphabets("Иван (Ivan) Петров"));
    CHECK_FALSE(mixes_alphabets("Ivan-Иван"));
    CHECK_FALSE(mixes_alphabets("田中Taro"));
    CHECK_FALSE(mixes_alphabets("Nguyễn Thị Hoà"));
    CHECK_FALSE(mixes_alphabets(""));
    CHECK_FALSE(mixes_alphabets("\xff\xfe"));
}
