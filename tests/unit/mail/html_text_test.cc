#include "lib/mail/html_text.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

namespace {
std::string shown(const std::string& html) {
    return html_text(html).shown;
}
std::string words(const std::string& html) {
    return html_text(html).words;
}
}  // namespace

TEST_CASE("blocks become lines and paragraphs have an empty line between them") {
    CHECK(shown("<p>One <b>two</b>\n three</p><p>four</p>") == "One two three\n\nfour\n");
    CHECK(shown("<div>a</div><div>b<br>c</div>") == "a\nb\nc\n");
    CHECK(shown("<ul><li>a</li><li>b</li></ul>") == "- a\n- b\n");
    CHECK(shown("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a b\nc\n");
    CHECK(shown("<pre>a\n  b</pre>") == "a\n  b\n");
}

TEST_CASE("quotes are marked as in plain text") {
    CHECK(shown("yes<blockquote>no<blockquote>never</blockquote></blockquote>") ==
          "yes\n\n> no\n>\n> > never\n");
}

TEST_CASE("entities are characters and a no-break space is a space") {
    CHECK(shown("a&nbsp;&amp;&nbsp;b &#8211; &uuml;") == "a & b – ü\n");
    CHECK(shown("1 &lt; 2 &gt; 0") == "1 < 2 > 0\n");
}

TEST_CASE("a link shows where it goes unless its text does") {
    CHECK(shown("<a href=\"https://example.org/a\">here</a>") == "here <https://example.org/a>\n");
    CHECK(shown("<a href=\"https://example.org/a\">https://example.org/a</a>") == "https://example.org/a\n");
    CHECK(shown("<a href=\"mailto:ann@example.org\">ann@example.org</a>") == "ann@example.org\n");
    CHECK(shown("<a href=\"javascript:x()\">here</a>") == "here\n");
}

TEST_CASE("nothing that runs or that is not text is shown") {
    CHECK(
        shown(
            "<head><title>t</title></head><style>p{}</style><script>alert('<p>x</p>')</script>y<!-- z -->") ==
        "y\n");
    CHECK(shown("<img alt=\"a picture\" src=\"cid:x\">") == "a picture\n");
    CHECK(shown("").empty());
    CHECK(shown("<p> </p>").empty());
}

TEST_CASE("the words are all words in one line and have no addresses of links") {
    CHECK(words("<p>One\n two</p><ul><li>three</ul><a href=\"https://x.org\">four</a>") ==
          "One two three four");
    CHECK(words("<td>a<td>b") == "a b");
    CHECK(words("a<b>b</b>c") == "abc");
}

TEST_CASE("broken HTML gives its text") {
    CHECK(words("<p <<b></i>one<td>two</html>three").find("one") != std::string::npos);
    CHECK(words("plain") == "plain");
    CHECK(words("a < b and b > c").find("b and b") != std::string::npos);
}

TEST_CASE("the charset that a document names is found") {
    for (const auto* meta :
         {"<meta charset=\"koi8-r\">", "<html><head>\n<META\n CharSet = 'koi8-r'/>", "<meta charset=koi8-r>",
          "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">",
          "<meta content='text/html;charset=koi8-r' http-equiv=content-type>",
          "<meta name=viewport content=x><meta charset=koi8-r />"}) {
        CAPTURE(meta);
        CHECK(html_charset(std::string(meta) + "\xF0") == "koi8-r");
    }
    for (const auto* none :
         {"", "<meta", "<meta charset", "<meta charset=", "<meta name=charset>", "<p>charset=koi8-r</p>",
          "<meta name=x>charset=koi8-r", "<meta charset=utf-16>"}) {
        CAPTURE(none);
        CHECK(html_charset(none).empty());
    }
    CHECK(html_charset(std::string(1024, ' ') + "<meta charset=koi8-r>").empty());
    // In UTF-8 it is no news, in ASCII it may be.
    CHECK(html_charset("<meta charset=koi8-r>\u00FC").empty());
    CHECK(html_charset("<meta charset=iso-2022-jp>\x1B$B") == "iso-2022-jp");
}

TEST_CASE("a charset that the document names is not believed") {
    CHECK(words("<meta charset=\"iso-8859-1\"><p>ü</p>") == "ü");
    CHECK(words("<?xml version=\"1.0\" encoding=\"utf-16\"?><p>ü</p>") == "ü");
}

TEST_CASE("what no parser should be given is still read, without its form") {
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<div>";
    CHECK(words(deep + "text") == "text");
    std::string attributes = "<a";
    for (int i = 0; i < 20'000; ++i) attributes += " x" + std::to_string(i);
    CHECK(words(attributes + ">text</a>") == "text");
    CHECK(words("<p>" + std::string(std::size_t{5} << 20U, 'x') + "</p>").size() == std::size_t{5} << 20U);
}

TEST_CASE("a picture inside the text is an attribute like any other") {
    const auto picture = "<p>before<img alt=\"logo\" src=\"data:image/png;base64," +
                         std::string(200'000, 'A') + "\">after</p>";
    CHECK(shown(picture) == "beforelogoafter\n");
}
