#include "lib/mail/authentication.hh"

#include <algorithm>
#include <array>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Comments go, white space outside of quotes becomes one blank and none beside `=` and `/`, quotes are taken
/// off. A `;` within quotes is no longer told from one that ends a result, but nothing that matters has one.
std::string tidy(std::string_view value) {
    std::string out;
    int comments = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        char c = value[i];
        if (c == '\\' && (quoted || comments > 0)) {
            if (++i < value.size() && comments == 0) out += value[i];
            continue;
        }
        if (!quoted && c == '(') ++comments;
        if (comments > 0) {
            if (!quoted && c == ')') --comments;
            c = ' ';
        } else if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (c == '\t') c = ' ';
        const bool tight = out.empty() || out.back() == ' ' || out.back() == '=' || out.back() == '/';
        if (c == ' ' && tight && !quoted) continue;
        if ((c == '=' || c == '/') && !quoted && !out.empty() && out.back() == ' ') out.pop_back();
        out += c;
    }
    return out;
}

/// `header.d=example.org` in two; the second is empty without `=`.
std::pair<std::string, std::string> assignment(std::string_view word) {
    const auto equals = word.find('=');
    if (equals == std::string_view::npos) return {std::string(word), {}};
    return {std::string(word.substr(0, equals)), std::string(word.substr(equals + 1))};
}

std::string domain_of(std::string_view address) {
    const auto at = address.rfind('@');
    return at == std::string_view::npos ? lower(address) : lower(address.substr(at + 1));
}

/// Who signs for a domain speaks for what is below it, but not the other way round; a name without a dot is
/// nobody's.
bool covers(const std::string& signer, const std::string& domain) {
    if (signer.empty() || domain.empty()) return false;
    if (signer == domain) return true;
    return signer.find('.') != std::string::npos && domain.ends_with("." + signer);
}

/// The properties that name the domain a method has checked.
struct Method {
    std::string_view name;
    std::array<std::string_view, 2> properties;
    bool below;  ///< it speaks for the domains below, too
};
constexpr std::array<Method, 3> kMethods = {{
    {"dmarc", {"header.from", ""}, false},
    {"dkim", {"header.d", "header.i"}, true},
    {"spf", {"smtp.mailfrom", ""}, false},
}};

/// The best method that passed for this domain; empty when none did.
std::string passed_for(const AuthenticationResults& found, const std::string& domain) {
    for (const auto& method : kMethods)
        for (const auto& one : found.results) {
            if (one.method != method.name || one.result != "pass") continue;
            for (const auto& [name, value] : one.properties) {
                const auto checked = domain_of(value);
                const bool fits = method.below ? covers(checked, domain) : checked == domain;
                if (fits && !domain.empty() &&
                    std::ranges::find(method.properties, name) != method.properties.end())
                    return one.method;
            }
        }
    return {};
}

}  // namespace

AuthenticationResults read_authentication(std::string_view value) {
    AuthenticationResults out;
    const auto text = tidy(value);
    const auto parts = split(text, ';');
    const auto head = trim(parts.front());
    out.server = lower(head.substr(0, head.find(' ')));
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto words = split(trim(parts[i]), ' ');
        auto [method, result] = assignment(words.front());
        if (method.empty() || result.empty()) continue;
        AuthResult one{lower(method.substr(0, method.find('/'))), lower(result), {}};
        for (std::size_t k = 1; k < words.size(); ++k)
            if (auto property = assignment(words[k]); !property.second.empty())
                one.properties.emplace_back(lower(property.first), std::move(property.second));
        out.results.push_back(std::move(one));
    }
    return out;
}

std::string vouched_by(const Authentication& mail, std::string_view server,
                       const std::vector<std::string>& group) {
    const auto found = read_authentication(mail.topmost);
    if (server.empty() || !equal_no_case(found.server, server) || mail.author.find('@') == std::string::npos)
        return {};
    const auto domain = domain_of(mail.author);
    const auto words = [&](const std::string& method) { return method + ", says " + found.server; };
    if (equal_no_case(mail.author, mail.from))
        if (const auto method = passed_for(found, domain); !method.empty()) return words(method);
    const bool from_group = std::ranges::any_of(
        group, [&](const std::string& address) { return !passed_for(found, domain_of(address)).empty(); });
    if (!from_group) return {};
    const auto method = passed_for(read_authentication(mail.original), domain);
    return method.empty() ? method : words(method);
}

}  // namespace dsupport
