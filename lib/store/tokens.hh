// Words as the full-text index cuts and folds them: so a line with a match is found in a text that the index
// itself does not keep.
#pragma once

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

    std::vector<std::string> of(std::string_view text) const;

  private:
    struct Tokenizer;
    std::unique_ptr<Tokenizer> tokenizer_;
};

/// What is looked for: each phrase word for word, but the last word of the last one may be the beginning of a
/// longer one. What has no word in it is no phrase.
using Phrase = std::vector<std::string>;
using Phrases = std::vector<Phrase>;

/// Whether the text has all of these phrases, as the index would find it.
bool has_all(const Tokens& tokens, std::string_view text, const Phrases& phrases);

/// The first line with one of these phrases in it, without white space at its ends. Where no line has one,
/// for lines break phrases: the first that says anything.
std::string matching_line(const Tokens& tokens, std::string_view text, const Phrases& phrases);

}  // namespace dsupport
