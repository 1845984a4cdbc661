#include "lib/mail/encoded_words.hh"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/encoding.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

struct Word {
    std::string_view charset;
    Bytes bytes;
    std::size_t size = 0;  ///< of the whole word, in bytes
};

/// The base64 word that the text begins with: `=?charset?B?...?=`; its padding may be missing.
std::optional<Word> base64_word(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const auto charset = text.substr(2, text.find('?', 2) - 2);
    const auto start = 2 + charset.size();
    if (!starts_with_no_case(text.substr(start), "?b?")) return std::nullopt;
    const auto content = text.substr(start + 3, text.find('?', start + 3) - start - 3);
    const auto end = start + 3 + content.size();
    if (!text.substr(end).starts_with("?=")) return std::nullopt;
    auto bytes = parse_base64(std::string(content) + std::string((4 - content.size() % 4) % 4, '='));
    if (!bytes) return std::nullopt;
    return Word{charset, std::move(*bytes), end + 2};
}

}  // namespace

std::string joined_words(std::string_view value) {
    std::string out;
    for (auto at = value.find("=?"); at != std::string_view::npos; at = value.find("=?")) {
        out += value.substr(0, at);
        value.remove_prefix(at);
        auto word = base64_word(value);
        if (!word) {
            out += value.substr(0, 2);
            value.remove_prefix(2);
            continue;
        }
        auto run = value.substr(0, word->size);
        for (bool more = true; more;) {
            const auto gap = std::min(value.find_first_not_of(" \t", run.size()), value.size());
            const auto next = base64_word(value.substr(gap));
            more = next && equal_no_case(next->charset, word->charset);
            if (!more) break;
            word->bytes.insert(word->bytes.end(), next->bytes.begin(), next->bytes.end());
            run = value.substr(0, gap + next->size);
        }
        if (run.size() == word->size)
            out += run;
        else
            out.append("=?").append(word->charset).append("?B?").append(to_base64(word->bytes)).append("?=");
        value.remove_prefix(run.size());
    }
    return out.append(value);
}

}  // namespace dsupport
