#include "lib/mail/imap_parse.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::string_view first_word(std::string_view text) {
    return text.substr(0, text.find(' '));
}

/// Takes the first word and the space behind it off.
std::string_view take_word(std::string_view& text) {
    const auto word = first_word(text);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    return word;
}

bool is_condition(std::string_view name, bool tagged) {
    static constexpr std::array<std::string_view, 5> kNames = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
    const auto end = tagged ? kNames.begin() + 3 : kNames.end();
    return std::any_of(kNames.begin(), end, [&](auto known) { return equal_no_case(name, known); });
}

template <class Number>
std::optional<Number> number_of(std::string_view digits) {
    Number out = 0;
    if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (error != std::errc{}) return std::nullopt;
    return out;
}

/// The data of a response, from `at` on.
class ValueParser {
  public:
    ValueParser(std::string_view text, std::vector<std::string>& literals, const ImapLimits& limits)
        : text_(text), literals_(literals), limits_(limits) {}

    /// Everything up to the end, or up to the `)` of the list that is being read.
    Result<std::vector<ImapValue>> values(int depth) {
        std::vector<ImapValue> out;
        while (true) {
            while (peek() == ' ') ++at_;
            if (at_ == text_.size() && depth == 0) return out;
            if (at_ == text_.size()) return wrong("a list without an end");
            if (peek() == ')' && depth == 0) return wrong("a ) too many");
            if (peek() == ')') {
                ++at_;
                return out;
            }
            if (++count_ > limits_.values) return wrong("a response of too many pieces");
            DS_TRY(auto value, one(depth));
            out.push_back(std::move(value));
        }
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    tl::unexpected<Error> wrong(std::string_view why) const { return tl::unexpected(no_imap(why, text_)); }

    Result<ImapValue> one(int depth) {
        // A literal that may contain NUL (RFC 3516) is announced with a tilde.
        if (text_.substr(at_).starts_with("~{")) ++at_;
        switch (peek()) {
            case '(': {
                if (depth >= limits_.depth) return wrong("lists within lists without an end");
                ++at_;
                DS_TRY(auto items, values(depth + 1));
                return ImapValue{ImapValue::Kind::list, {}, std::move(items)};
            }
            case '"':
                return quoted();
            case '{':
                return literal();
            default:
                return atom();
        }
    }

    Result<ImapValue> quoted() {
        ImapValue out{ImapValue::Kind::string, {}, {}};
        for (++at_; at_ < text_.size() && text_[at_] != '\r'; ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                return out;
            }
            if (text_[at_] == '\\' && (++at_ == text_.size() || text_[at_] == '\r')) break;
            out.text += text_[at_];
        }
        return wrong("a quoted text without an end");
    }

    Result<ImapValue> literal() {
        // The reader has put a line end behind what announces a literal, and nowhere else.
        const auto end = text_.find("}\r\n", at_);
        if (end == std::string_view::npos || next_literal_ == literals_.size() ||
            !number_of<std::uint64_t>(text_.substr(at_ + 1, end - at_ - 1)))
            return wrong("a { that announces nothing");
        at_ = end + 3;
        return ImapValue{ImapValue::Kind::string, std::move(literals_[next_literal_++]), {}};
    }

    Result<ImapValue> atom() {
        const auto begin = at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '[' && equal_no_case(text_.substr(begin, at_ - begin), "BODY")) {
                const auto end = text_.find_first_of("]\r", at_);
                if (end == std::string_view::npos || text_[end] == '\r') return wrong("a [ without an end");
                at_ = end;
            } else if (static_cast<unsigned char>(c) <= ' ' || c == '(' || c == ')' || c == '"' || c == '{' ||
                       c == '\x7f') {
                break;
            }
            ++at_;
        }
        if (at_ == begin) return wrong("a word that is none");
        const auto word = text_.substr(begin, at_ - begin);
        if (equal_no_case(word, "NIL")) return ImapValue{};
        return ImapValue{ImapValue::Kind::atom, std::string(word), {}};
    }

    std::string_view text_;
    std::vector<std::string>& literals_;
    const ImapLimits& limits_;
    std::size_t at_ = 0, next_literal_ = 0, count_ = 0;
};

/// The rest of OK, NO, BAD, BYE and PREAUTH: `[CODE data] text`.
void read_condition(std::string_view rest, ImapResponse& out) {
    const auto end = rest.find(']');
    if (rest.starts_with('[') && end != std::string_view::npos) {
        auto inside = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        out.code = upper(take_word(inside));
        out.code_text = inside;
    }
    out.text = trim(rest);
}

}  // namespace

bool is_text_response(std::string_view line) {
    if (line.starts_with('+')) return true;
    take_word(line);
    return is_condition(first_word(line), false);
}

std::optional<std::uint64_t> announced_literal(std::string_view line) {
    if (!line.ends_with('}')) return std::nullopt;
    const auto begin = line.rfind('{');
    if (begin == std::string_view::npos) return std::nullopt;
    return number_of<std::uint64_t>(line.substr(begin + 1, line.size() - begin - 2));
}

Result<ImapResponse> parse_response(std::string_view text, std::vector<std::string> literals,
                                    const ImapLimits& limits) {
    ImapResponse out;
    const auto wrong = [whole = text](std::string_view why) { return tl::unexpected(no_imap(why, whole)); };
    if (text.starts_with('+')) {
        out.kind = ImapResponse::Kind::continuation;
        out.text = trim(text.substr(1));
        return out;
    }
    const auto first = take_word(text);
    const bool tagged = first != "*";
    if (tagged) {
        const auto good = [](char c) { return c > ' ' && c < '\x7f' && c != '*' && c != '"' && c != '{'; };
        if (first.empty() || !std::ranges::all_of(first, good) || !is_condition(first_word(text), true))
            return wrong("a line that is no response");
        out.kind = ImapResponse::Kind::tagged;
        out.tag = first;
    } else if (!text.empty() && is_digit(text.front())) {
        const auto number = number_of<std::uint32_t>(take_word(text));
        if (!number) return wrong("a number that is none");
        out.number = *number;
    }
    out.name = upper(take_word(text));
    if (out.name.empty()) return wrong("a response without a name");
    if (is_condition(out.name, tagged)) {
        read_condition(text, out);
    } else if (out.name == "SEARCH") {
        out.text = trim(text);
    } else {
        DS_TRY(out.values, ValueParser(text, literals, limits).values(0));
    }
    return out;
}

}  // namespace dsupport
