// Words as the full-text index cuts and folds them: so a line with a match is found in a text that the index
// itself does not keep.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/store/database.hh"

namespace dsupport {

class Tokens {
  public:
    /// Of the tokenizer `unicode61` of this connection, which must outlive it. Throws SQLite::Exception.
    explicit Tokens(Database& db);
    ~Tokens();

    /// One word after the other, with where it starts in the text, until `take` gives false.
    void each(std::string_view text,
              const std::function<bool(std::string_view token, std::size_t start)>& take) const;
    std::vector<std::string> of(std::string_view text) const;

  private:
    struct Tokenizer;
    std::unique_ptr<Tokenizer> tokenizer_;
};

/// Whether the text has all of these phrases, as the index would find it: each word for word, the last word
/// of the last one may be the beginning of a longer one. What has no word in it is no phrase.
bool has_all(const Tokens& tokens, std::string_view text,
             const std::vector<std::vector<std::string>>& phrases);

/// The first line with one of these phrases in it, without white space at its ends; the last word of the last
/// phrase may be the beginning of a longer one. Where no line has one, for lines break phrases: the first
/// that says anything.
std::string matching_line(const Tokens& tokens, std::string_view text,
                          const std::vector<std::vector<std::string>>& phrases);

}  // namespace dsupport
