#include "lib/mail/html_text.hh"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Deeper than any mail, and shallow enough for what libxml2 does for each open element.
constexpr std::size_t kDeepest = 400;
constexpr std::size_t kDeepestQuote = 20;
constexpr std::size_t kChunk = std::size_t{8} << 10U;
/// libxml2 compares each attribute of an element with all others of it, so their number in one that spans
/// chunks is bounded, and so is what all chunks may cost together.
constexpr std::ptrdiff_t kMostWords = 2000;
constexpr std::size_t kLargest = std::size_t{4} << 20U;

template <std::size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

bool dropped(std::string_view name) {
    constexpr std::array<std::string_view, 6> kNames = {"script", "style",  "head",
                                                        "title",  "object", "template"};
    return one_of(name, kNames);
}

bool paragraph(std::string_view name) {
    constexpr std::array<std::string_view, 12> kNames = {"p",  "h1", "h2", "h3", "h4",    "h5",
                                                         "h6", "ul", "ol", "dl", "table", "blockquote"};
    return one_of(name, kNames);
}

bool block(std::string_view name) {
    constexpr std::array<std::string_view, 20> kNames = {
        "div",    "tr",      "li",       "dt",         "dd",      "pre",    "hr",
        "form",   "section", "article",  "nav",        "caption", "header", "tfoot",
        "footer", "address", "fieldset", "figcaption", "main",    "center"};
    return one_of(name, kNames);
}

class Writer {
  public:
    void start(std::string_view name, const xmlChar** attributes);
    void end(std::string_view name);
    void text(std::string_view characters);
    HtmlText finish();
    bool too_deep() const { return depth_ > kDeepest; }

  private:
    HtmlText out_;
    std::string line_;
    std::size_t depth_ = 0, skip_ = 0, quotes_ = 0, pre_ = 0;
    std::string link_;
    std::size_t link_start_ = 0;
    bool blank_wanted_ = false, space_ = false, word_space_ = false;
    std::size_t blank_quotes_ = 0;  ///< how many quotes the empty line is in

    void want_blank() { blank_wanted_ = true, blank_quotes_ = quotes_; }

    void end_line(bool keep_empty = false);
    void put_words(std::string_view characters);
    void put_line(std::string_view characters);
    void end_link();
};

bool white(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/// No-break spaces are spaces: they stand for layout in mails.
std::string plain_spaces(std::string_view text) {
    std::string out(text);
    for (auto at = out.find("\xC2\xA0"); at != std::string::npos; at = out.find("\xC2\xA0", at + 1))
        out.replace(at, 2, " ");
    return out;
}

std::string attribute(const xmlChar** attributes, std::string_view name) {
    for (; attributes && attributes[0]; attributes += 2)
        if (equal_no_case(reinterpret_cast<const char*>(attributes[0]), name))
            return attributes[1] ? reinterpret_cast<const char*>(attributes[1]) : "";
    return {};
}

std::string quote_marks(std::size_t quotes) {
    std::string marks;
    for (std::size_t i = 0; i < std::min(quotes, kDeepestQuote); ++i) marks += "> ";
    return marks;
}

void Writer::end_line(bool keep_empty) {
    while (line_.ends_with(' ')) line_.pop_back();
    space_ = false;
    if (line_.empty() && !keep_empty) return;
    const auto marks = quote_marks(quotes_);
    if (blank_wanted_ && !out_.shown.empty())
        out_.shown += std::string(trim(quote_marks(std::min(quotes_, blank_quotes_)))) + "\n";
    blank_wanted_ = false;
    const auto line = marks + line_;
    out_.shown += line_.empty() ? std::string(trim(marks)) : line;
    out_.shown += '\n';
    line_.clear();
}

void Writer::put_words(std::string_view characters) {
    for (const char c : characters) {
        if (white(c)) {
            word_space_ = true;
            continue;
        }
        if (word_space_ && !out_.words.empty()) out_.words += ' ';
        word_space_ = false;
        out_.words += c;
    }
}

void Writer::put_line(std::string_view characters) {
    for (const char c : characters) {
        if (pre_ > 0 && c == '\n') {
            end_line(true);
        } else if (white(c)) {
            if (pre_ > 0)
                line_ += ' ';
            else
                space_ = true;
        } else {
            if (space_ && !line_.empty() && !line_.ends_with(' ')) line_ += ' ';
            space_ = false;
            line_ += c;
        }
    }
}

void Writer::text(std::string_view characters) {
    if (skip_ > 0) return;
    const auto plain = plain_spaces(characters);
    put_words(plain);
    put_line(plain);
}

void Writer::start(std::string_view name, const xmlChar** attributes) {
    ++depth_;
    if (dropped(name)) ++skip_;
    if (skip_ > 0) return;
    if (name == "br") {
        word_space_ = true;
        end_line(true);
    } else if (name == "td" || name == "th") {
        word_space_ = space_ = true;
    } else if (name == "img") {
        put_line(plain_spaces(attribute(attributes, "alt")));
    } else if (name == "a") {
        link_ = std::string(trim(attribute(attributes, "href")));
        link_start_ = line_.size();
    } else if (paragraph(name) || block(name)) {
        word_space_ = true;
        end_line();
        if (paragraph(name)) want_blank();
        if (name == "li") line_ = "- ";
        if (name == "blockquote") ++quotes_;
        if (name == "pre") ++pre_;
    }
}

void Writer::end_link() {
    const auto link = std::exchange(link_, {});
    const bool shown = starts_with_no_case(link, "http://") || starts_with_no_case(link, "https://") ||
                       starts_with_no_case(link, "mailto:");
    if (!shown || skip_ > 0) return;
    const auto target = std::string_view(link).substr(starts_with_no_case(link, "mailto:") ? 7 : 0);
    const auto said = trim(std::string_view(line_).substr(std::min(link_start_, line_.size())));
    if (said == target || said == link || said.empty() || link.size() > 2000) return;
    line_ += " <";
    line_ += target;
    line_ += '>';
}

void Writer::end(std::string_view name) {
    if (depth_ > 0) --depth_;
    if (dropped(name)) {
        if (skip_ > 0) --skip_;
        return;
    }
    if (skip_ > 0) return;
    if (name == "a") return end_link();
    if (!paragraph(name) && !block(name)) return;
    word_space_ = true;
    end_line();
    if (paragraph(name)) want_blank();
    if (name == "blockquote" && quotes_ > 0) --quotes_;
    if (name == "pre" && pre_ > 0) --pre_;
}

HtmlText Writer::finish() {
    end_line();
    const auto shown = trim(out_.shown);
    out_.shown = shown.empty() ? std::string() : std::string(shown) + "\n";
    return std::move(out_);
}

/// For what no parser should be given: the text between the tags.
HtmlText stripped(std::string_view html) {
    HtmlText out;
    bool inside = false;
    for (const char c : html) {
        if (c == '<')
            inside = true;
        else if (inside && c == '>')
            inside = false, out.shown += ' ';
        else if (!inside)
            out.shown += c;
    }
    Writer words;
    words.text(out.shown);
    return words.finish();
}

/// Whether the element that is waited for has more words than an element should have attributes.
bool overloaded(const htmlParserCtxt& parser) {
    const auto* input = parser.input;
    if (input == nullptr || static_cast<std::size_t>(input->end - input->cur) < kChunk) return false;
    return std::count_if(input->cur, input->end,
                         [](xmlChar c) { return c == '=' || white(static_cast<char>(c)); }) > kMostWords;
}

std::string_view name_of(const xmlChar* name) {
    return reinterpret_cast<const char*>(name);
}

void on_start(void* writer, const xmlChar* name, const xmlChar** attributes) {
    static_cast<Writer*>(writer)->start(name_of(name), attributes);
}

void on_end(void* writer, const xmlChar* name) {
    static_cast<Writer*>(writer)->end(name_of(name));
}

void on_text(void* writer, const xmlChar* characters, int size) {
    static_cast<Writer*>(writer)->text(
        {reinterpret_cast<const char*>(characters), static_cast<std::size_t>(size)});
}

void on_error(void* /*writer*/, const char* /*message*/, ...) {}  // NOLINT(cert-dcl50-cpp)

struct FreeParser {
    void operator()(htmlParserCtxtPtr parser) const {
        xmlFreeDoc(parser->myDoc);
        htmlFreeParserCtxt(parser);
    }
};

/// What a `charset` in the element is set to: `charset="x"` or `content="text/html; charset=x"`.
std::string_view charset_in(std::string_view element) {
    constexpr std::string_view kName = "charset";
    for (; !element.empty(); element.remove_prefix(1)) {
        if (!starts_with_no_case(element, kName)) continue;
        auto value = trim(element.substr(kName.size()));
        if (!value.starts_with('=')) continue;
        value = trim(value.substr(1));
        if (value.starts_with('"') || value.starts_with('\'')) value = trim(value.substr(1));
        return value.substr(0, value.find_first_of("\"';/> \t\r\n\f"));
    }
    return {};
}

}  // namespace

std::string_view html_charset(std::string_view html) {
    constexpr std::string_view kMeta = "<meta";
    const bool ascii = std::ranges::all_of(html, [](char c) { return static_cast<signed char>(c) >= 0; });
    if (!ascii && valid_utf8(html)) return {};
    html = html.substr(0, 1024);
    while (!html.empty()) {
        html.remove_prefix(std::min(html.find('<'), html.size()));
        if (starts_with_no_case(html, kMeta))
            if (const auto found = charset_in(html.substr(0, html.find('>'))); !found.empty())
                return starts_with_no_case(found, "utf-16") || starts_with_no_case(found, "utf-32")
                           ? std::string_view()
                           : found;
        html.remove_prefix(std::min<std::size_t>(html.size(), 1));
    }
    return {};
}

HtmlText html_text(std::string_view html) {
    if (html.size() > kLargest) return stripped(html);
    htmlSAXHandler handler{};
    handler.startElement = on_start;
    handler.endElement = on_end;
    handler.characters = on_text;
    handler.ignorableWhitespace = on_text;
    handler.error = handler.fatalError = handler.warning = on_error;
    Writer writer;
    const std::unique_ptr<htmlParserCtxt, FreeParser> parser(
        htmlCreatePushParserCtxt(&handler, &writer, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
    if (!parser) return stripped(html);
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                         HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    for (auto rest = html; !rest.empty(); rest.remove_prefix(std::min(rest.size(), kChunk))) {
        const auto size = std::min(rest.size(), kChunk);
        htmlParseChunk(parser.get(), rest.data(), static_cast<int>(size), 0);
        if (writer.too_deep() || overloaded(*parser)) return stripped(html);
    }
    htmlParseChunk(parser.get(), nullptr, 0, 1);
    return writer.finish();
}

}  // namespace dsupport
