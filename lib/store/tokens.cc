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

using Take = std::function<bool(std::string_view token, std::size_t start)>;

int take_token(void* context, int, const char* token, int size, int start, int) {
    const auto& take = *static_cast<const Take*>(context);
    const bool more = take({token, static_cast<std::size_t>(size)}, static_cast<std::size_t>(start));
    return more ? SQLITE_OK : SQLITE_DONE;
}

/// Looks for phrases in a text that goes by word by word, each within one line.
class Watch {
  public:
    Watch(std::string_view text, const std::vector<std::vector<std::string>>& phrases)
        : text_(text), phrases_(phrases) {}

    /// Where the phrase began that this word completes; nothing when it completes none.
    std::optional<std::size_t> take(std::string_view token, std::size_t start) {
        std::optional<std::size_t> found;
        std::erase_if(begun_, [&](Begun& begun) {
            const bool is_broken = text_.substr(begun.start, start - begun.start).find('\n') != text_.npos;
            return is_broken || !goes_on(begun, token, found);
        });
        for (const auto& phrase : phrases_)
            if (Begun begun{&phrase, 0, start}; !phrase.empty() && goes_on(begun, token, found))
                begun_.push_back(begun);
        return found;
    }

  private:
    struct Begun {
        const std::vector<std::string>* phrase;
        std::size_t have, start;
    };
    std::string_view text_;
    const std::vector<std::vector<std::string>>& phrases_;
    std::vector<Begun> begun_;

    /// Whether there is more of the phrase to wait for. The last word of the last one may be the beginning of
    /// a longer word.
    bool goes_on(Begun& begun, std::string_view token, std::optional<std::size_t>& found) const {
        const auto& phrase = *begun.phrase;
        const auto& word = phrase[begun.have++];
        const bool is_end = begun.have == phrase.size();
        const bool may_be_longer = is_end && &phrase == &phrases_.back();
        const bool fits = may_be_longer ? token.starts_with(word) : token == word;
        if (fits && is_end && !found) found = begun.start;
        return fits && !is_end;
    }
};

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

void Tokens::each(std::string_view text, const Take& take) const {
    auto context = take;
    const int result = tokenizer_->calls.xTokenize(tokenizer_->made, &context, FTS5_TOKENIZE_AUX, text.data(),
                                                   static_cast<int>(text.size()), take_token);
    if (result != SQLITE_OK && result != SQLITE_DONE)
        throw SQLite::Exception("the text cannot be cut into words", result);
}

std::vector<std::string> Tokens::of(std::string_view text) const {
    std::vector<std::string> out;
    each(text, [&](std::string_view token, std::size_t) {
        out.emplace_back(token);
        return true;
    });
    return out;
}

bool has_all(const Tokens& tokens, std::string_view text,
             const std::vector<std::vector<std::string>>& phrases) {
    const auto words = tokens.of(text);
    bool has_one = false;
    for (const auto& phrase : phrases) {
        if (phrase.empty()) continue;
        const auto fits = [&](const std::string& word, const std::string& wanted) {
            const bool may_be_longer = &phrase == &phrases.back() && &wanted == &phrase.back();
            return may_be_longer ? word.starts_with(wanted) : word == wanted;
        };
        if (std::search(words.begin(), words.end(), phrase.begin(), phrase.end(), fits) == words.end())
            return false;
        has_one = true;
    }
    return has_one;
}

std::string matching_line(const Tokens& tokens, std::string_view text,
                          const std::vector<std::vector<std::string>>& phrases) {
    Watch watch(text, phrases);
    std::optional<std::size_t> first, found;
    tokens.each(text, [&](std::string_view token, std::size_t start) {
        if (!first) first = start;
        found = watch.take(token, start);
        return !found;
    });
    const auto at = found ? found : first;
    if (!at) return {};
    const auto begin = text.rfind('\n', *at) + 1;  // npos + 1 is the beginning
    return std::string(trim(text.substr(begin, text.find('\n', *at) - begin)));
}

}  // namespace dsupport
