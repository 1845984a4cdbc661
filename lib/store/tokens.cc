#include "lib/store/tokens.hh"

#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// As SQLite documents it: the function `fts5` fills a pointer that is bound to its argument.
fts5_api* api_of(Database& db) {
    fts5_api* out = nullptr;
    sqlite3_stmt* q = nullptr;
    if (sqlite3_prepare_v2(db.handle().getHandle(), "SELECT fts5(?)", -1, &q, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(q, 1, static_cast<void*>(&out), "fts5_api_ptr", nullptr);
        sqlite3_step(q);
    }
    sqlite3_finalize(q);
    if (!out) throw SQLite::Exception("this SQLite has no full-text search", SQLITE_ERROR);
    return out;
}

int take_token(void* words, int, const char* token, int size, int, int) {
    static_cast<std::vector<std::string>*>(words)->emplace_back(token, static_cast<std::size_t>(size));
    return SQLITE_OK;
}

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

/// False: it surely is not in there, which costs far less to see than to cut a text into words. A word of
/// ASCII letters is folded to lower case; any other may stand there in another form.
bool may_have(std::string_view text, std::string_view lower_text, const Phrase& phrase) {
    return !phrase.empty() && (lower_text.find(phrase.front()) != lower_text.npos || !is_ascii(text));
}

/// Whether the phrase stands in these words. The last word of the last phrase may be the beginning of one.
bool has(const std::vector<std::string>& words, const Phrases& phrases, const Phrase& phrase) {
    const auto fits = [&](const std::string& word, const std::string& wanted) {
        const bool may_be_longer = &phrase == &phrases.back() && &wanted == &phrase.back();
        return may_be_longer ? word.starts_with(wanted) : word == wanted;
    };
    return std::search(words.begin(), words.end(), phrase.begin(), phrase.end(), fits) != words.end();
}

/// Does not read what stands behind it: a text may be long.
template <typename Predicate>
std::optional<std::string_view> first_line(std::string_view text, const Predicate& fits) {
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        if (fits(line)) return line;
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return std::nullopt;
}

}  // namespace

struct Tokens::Tokenizer {
    fts5_tokenizer calls{};
    Fts5Tokenizer* made = nullptr;
};

Tokens::Tokens(Database& db) : tokenizer_(std::make_unique<Tokenizer>()) {
    auto* api = api_of(db);
    void* context = nullptr;
    auto& [calls, made] = *tokenizer_;
    if (api->xFindTokenizer(api, "unicode61", &context, &calls) != SQLITE_OK ||
        calls.xCreate(context, nullptr, 0, &made) != SQLITE_OK)
        throw SQLite::Exception("no tokenizer unicode61", SQLITE_ERROR);
}

Tokens::~Tokens() {
    tokenizer_->calls.xDelete(tokenizer_->made);
}

std::vector<std::string> Tokens::of(std::string_view text) const {
    std::vector<std::string> out;
    const int result = tokenizer_->calls.xTokenize(tokenizer_->made, &out, FTS5_TOKENIZE_AUX, text.data(),
                                                   static_cast<int>(text.size()), take_token);
    if (result != SQLITE_OK) throw SQLite::Exception("the text cannot be cut into words", result);
    return out;
}

bool has_all(const Tokens& tokens, std::string_view text, const Phrases& phrases) {
    const auto lower_text = lower(text);
    std::optional<std::vector<std::string>> words;
    for (const auto& phrase : phrases) {
        if (phrase.empty()) continue;
        if (!may_have(text, lower_text, phrase)) return false;
        if (!words) words = tokens.of(text);
        if (!has(*words, phrases, phrase)) return false;
    }
    return words.has_value();
}

std::string matching_line(const Tokens& tokens, std::string_view text, const Phrases& phrases) {
    const auto matches = [&](std::string_view line) {
        const auto lower_line = lower(line);
        return std::ranges::any_of(phrases, [&](const Phrase& phrase) {
            return may_have(line, lower_line, phrase) && has(tokens.of(line), phrases, phrase);
        });
    };
    const auto says_anything = [&](std::string_view line) { return !tokens.of(line).empty(); };
    auto found = first_line(text, matches);
    if (!found) found = first_line(text, says_anything);
    return found ? std::string(trim(*found)) : std::string();
}

}  // namespace dsupport
