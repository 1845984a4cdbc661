#include "lib/mail/secret_words.hh"

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kTextLimit = 500;
/// Shorter words are no secrets: hiding them would only spoil texts.
constexpr std::size_t kSecretLength = 4;

}  // namespace

void SecretWords::add(std::string_view secret) {
    if (secret.size() >= kSecretLength) secrets_.emplace_back(secret);
}

std::string SecretWords::clean(std::string_view text) const {
    std::string out(text);
    for (const auto& secret : secrets_)
        for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret, at))
            out.replace(at, secret.size(), "***");
    out = printable(out);
    if (out.size() <= kTextLimit) return out;
    std::size_t end = kTextLimit;
    while ((static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    return out.substr(0, end) + "...";
}

}  // namespace dsupport
