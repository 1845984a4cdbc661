#include "lib/store/tokens.hh"

#include <sqlite3.h>

#include <algorithm>

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

int take_token(void* out, int, const char* token, int size, int, int) {
    static_cast<std::vector<std::string>*>(out)->emplace_back(token, static_cast<std::size_t>(size));
    return SQLITE_OK;
}

bool is_at(const std::vector<std::string>& words, std::size_t at, const std::vector<std::string>& phrase,
           bool last_may_go_on) {
    if (phrase.empty() || at + phrase.size() > words.size()) return false;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        const auto& word = words[at + i];
        const bool is_last = i + 1 == phrase.size();
        if (is_last && last_may_go_on ? !word.starts_with(phrase[i]) : word != phrase[i]) return false;
    }
    return true;
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

std::string matching_line(const Tokens& tokens, std::string_view text,
                          const std::vector<std::vector<std::string>>& phrases) {
    std::string_view other;
    for (const auto line : lines(text)) {
        const auto words = tokens.of(line);
        if (words.empty()) continue;
        if (other.empty()) other = line;
        for (std::size_t at = 0; at < words.size(); ++at)
            for (const auto& phrase : phrases)
                if (is_at(words, at, phrase, &phrase == &phrases.back())) return std::string(trim(line));
    }
    return std::string(trim(other));
}

}  // namespace dsupport
