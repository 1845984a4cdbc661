// HTML to text: any input gives valid UTF-8 of a size that is bounded by the input's.
#include "lib/mail/html_text.hh"

#include <cstddef>
#include <cstdint>

#include "lib/base/text.hh"
#include "lib/mail/charset.hh"
#include "tests/fuzz/expect.hh"

using namespace dsupport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto html = to_utf8({reinterpret_cast<const char*>(data), size}, "utf-8").text;
    const auto text = html_text(html);
    EXPECT(valid_utf8(text.shown) && valid_utf8(text.words));
    // Each of 20 quotes puts two characters before a line, which costs five characters of HTML.
    EXPECT(text.shown.size() <= 50 * html.size() + 50);
    EXPECT(text.words.size() <= 10 * html.size() + 10);
    EXPECT(text.words.find_first_of("\r\n\t") == std::string::npos);
    return 0;
}
