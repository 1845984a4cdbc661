#include "lib/mail/quoting.hh"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "lib/base/text.hh"
#include "lib/mail/quote_marks.hh"

namespace dsupport {
namespace {

enum class Kind { blank, quote, intro, delimiter, mobile, text };
enum class Part { written, quoted, signature };

class Splitter {
  public:
    explicit Splitter(std::string_view text) : lines_(lines(text)) {
        kinds_.reserve(lines_.size());
        for (std::size_t i = 0; i < lines_.size();) {
            const auto size = intro_lines({lines_.data() + i, lines_.size() - i});
            if (size == 0) kinds_.push_back(kind_of(lines_[i]));
            for (std::size_t k = 0; k < size; ++k) kinds_.push_back(Kind::intro);
            i += std::max<std::size_t>(size, 1);
        }
        parts_.resize(lines_.size(), Part::written);
        end_ = lines_.size();
    }
    QuotedText run() {
        cut_earlier_mail();
        // A signature may stand above the quote, and below it.
        for (int i = 0; i < 2; ++i) {
            cut_signature();
            cut_end();
        }
        cut_first_quote();
        return out();
    }

  private:
    std::vector<std::string_view> lines_;
    std::vector<Kind> kinds_;
    std::vector<Part> parts_;
    std::size_t end_ = 0;  ///< what is behind has its part

    static Kind kind_of(std::string_view line);
    bool text_before(std::size_t at) const;
    std::size_t after_blank(std::size_t at) const;
    void cut(std::size_t at, Part part);
    void cut_earlier_mail();
    void cut_signature();
    void cut_end();
    void cut_first_quote();
    QuotedText out() const;
};

Kind Splitter::kind_of(std::string_view line) {
    if (trim(line).empty()) return Kind::blank;
    if (quote_line(line)) return Kind::quote;
    if (delimiter_line(line)) return Kind::delimiter;
    return mobile_line(line) ? Kind::mobile : Kind::text;
}

bool Splitter::text_before(std::size_t at) const {
    return std::any_of(kinds_.begin(), kinds_.begin() + static_cast<std::ptrdiff_t>(at),
                       [](Kind kind) { return kind == Kind::text || kind == Kind::quote; });
}

std::size_t Splitter::after_blank(std::size_t at) const {
    while (at < end_ && kinds_[at] == Kind::blank) ++at;
    return at;
}

void Splitter::cut(std::size_t at, Part part) {
    for (auto i = at; i < end_; ++i) parts_[i] = part;
    end_ = at;
}

/// A whole earlier mail, not marked line by line, is everything behind its introduction.
void Splitter::cut_earlier_mail() {
    for (std::size_t i = 0; i < end_; ++i) {
        const std::span<const std::string_view> rest(lines_.data() + i, end_ - i);
        if (kinds_[i] != Kind::intro && !quote_line(lines_[i]) && mail_begins(rest)) {
            if (!text_before(i)) return;
            while (i > 0 && (kinds_[i - 1] == Kind::blank || kinds_[i - 1] == Kind::delimiter)) --i;
            return cut(i, Part::quoted);
        }
        if (kinds_[i] != Kind::intro) continue;
        auto behind = i;
        while (behind < end_ && kinds_[behind] == Kind::intro) ++behind;
        const auto next = after_blank(behind);
        const bool marked = next < end_ && kinds_[next] == Kind::quote;
        if (!marked && text_before(i)) return cut(i, Part::quoted);
        for (auto k = i; k < behind; ++k) parts_[k] = Part::quoted;
        i = behind - 1;
    }
}

/// The last `-- ` line, if what follows is no letter of its own.
void Splitter::cut_signature() {
    constexpr std::size_t kLongest = 30;
    for (auto i = end_; i-- > 0 && end_ - i <= kLongest;) {
        const auto line = trim(lines_[i]);
        const bool mark = line == "--" || line == "—" || (kinds_[i] == Kind::delimiter && line.size() > 5);
        if (!mark || !text_before(i)) continue;
        const bool quotes = std::any_of(kinds_.begin() + static_cast<std::ptrdiff_t>(i),
                                        kinds_.begin() + static_cast<std::ptrdiff_t>(end_),
                                        [](Kind kind) { return kind == Kind::quote || kind == Kind::intro; });
        if (quotes && line != "--") continue;
        for (auto k = i; k < end_; ++k)
            parts_[k] = kinds_[k] == Kind::quote || kinds_[k] == Kind::intro ? Part::quoted : Part::signature;
        end_ = i;
        return;
    }
}

/// What no longer is text at the end.
void Splitter::cut_end() {
    auto at = end_;
    while (at > 0 && kinds_[at - 1] != Kind::text) --at;
    if (!text_before(at)) return;
    for (auto i = at; i < end_; ++i) {
        const bool signature = kinds_[i] == Kind::mobile || kinds_[i] == Kind::delimiter;
        parts_[i] = signature ? Part::signature : Part::quoted;
    }
    end_ = at;
}

/// A quote that an introduction precedes at the very top, with the answer below it.
void Splitter::cut_first_quote() {
    auto at = after_blank(0);
    if (at >= end_ || kinds_[at] != Kind::intro) return;
    while (at < end_ && kinds_[at] == Kind::intro) ++at;
    auto quote = after_blank(at);
    const auto first = quote;
    while (quote < end_ && (kinds_[quote] == Kind::quote || kinds_[quote] == Kind::blank)) ++quote;
    if (quote == first || quote == end_) return;
    // More quotes further down: an answer between the lines, which says nothing without them.
    const bool between = std::any_of(kinds_.begin() + static_cast<std::ptrdiff_t>(quote),
                                     kinds_.begin() + static_cast<std::ptrdiff_t>(end_),
                                     [](Kind kind) { return kind == Kind::quote; });
    for (auto i = first; i < quote && !between; ++i) parts_[i] = Part::quoted;
}

void append(std::string& out, std::string_view line, std::size_t blanks) {
    if (!out.empty()) out.append(blanks, '\n');
    out += line;
    out += '\n';
}

QuotedText Splitter::out() const {
    QuotedText out;
    std::array<std::string*, 3> to = {&out.written, &out.quoted, &out.signature};
    std::array<std::size_t, 3> blanks{};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto part = static_cast<std::size_t>(parts_[i]);
        if (kinds_[i] == Kind::blank)
            ++blanks[part];
        else
            append(*to[part], lines_[i], std::exchange(blanks[part], 0));
    }
    return out;
}

}  // namespace

QuotedText split_quotes(std::string_view text) {
    auto out = Splitter(text).run();
    if (out.written.empty()) out = {std::string(text), {}, {}};
    return out;
}

}  // namespace dsupport
