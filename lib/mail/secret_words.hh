// Keeps secrets out of what is stored and shown of a server's words: some servers repeat what they did not
// like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dsupport {

class SecretWords {
  public:
    void add(std::string_view secret);
    /// A server's words, printable, not too long, and with `***` in place of every secret.
    std::string clean(std::string_view text) const;

  private:
    std::vector<std::string> secrets_;
};

}  // namespace dsupport
