#include "lib/mail/imap_words.hh"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <limits>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

std::optional<Uid> read_uid(std::string_view digits) {
    const auto number = parse_integer(digits);
    if (!number || *number < 1 || *number > std::numeric_limits<Uid>::max()) return std::nullopt;
    return static_cast<Uid>(*number);
}

}  // namespace

std::optional<std::string> imap_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c < ' ' || c > '~') return std::nullopt;
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::optional<std::string> mailbox_utf7(std::string_view name) {
    auto* const handle = iconv_open("UTF-7-IMAP", "UTF-8");
    if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
    // The longest form of a character: `&`, three characters for two bytes, `-`.
    std::string out(name.size() * 5 + 1, '\0');
    char* in = const_cast<char*>(name.data());  // iconv's own signature; it does not write there
    char* to = out.data();
    std::size_t left = name.size();
    std::size_t room = out.size();
    bool good = iconv(handle, &in, &left, &to, &room) != static_cast<std::size_t>(-1);
    good = good && iconv(handle, nullptr, nullptr, &to, &room) != static_cast<std::size_t>(-1);
    iconv_close(handle);
    if (!good) return std::nullopt;
    out.resize(out.size() - room);
    return out;
}

std::string uid_set(std::span<const Uid> uids) {
    std::string out;
    for (std::size_t i = 0; i < uids.size();) {
        auto last = i;
        while (last + 1 < uids.size() && uids[last + 1] == uids[last] + 1) ++last;
        out += fmt::format("{}{}", out.empty() ? "" : ",", uids[i]);
        if (last > i) out += fmt::format(":{}", uids[last]);
        i = last + 1;
    }
    return out;
}

std::optional<std::vector<Uid>> read_uid_set(std::string_view set, std::size_t most) {
    std::vector<Uid> out;
    for (const auto range : split(set, ',')) {
        const auto colon = range.find(':');
        const auto first = read_uid(range.substr(0, colon));
        const auto last = colon == std::string_view::npos ? first : read_uid(range.substr(colon + 1));
        if (!first || !last) return std::nullopt;
        const auto [low, high] = std::minmax(*first, *last);
        if (high - low >= most - out.size()) return std::nullopt;
        for (auto uid = low; uid < high; ++uid) out.push_back(uid);
        out.push_back(high);
    }
    return out;
}

std::optional<std::vector<Uid>> read_numbers(std::string_view text) {
    std::vector<Uid> out;
    for (const auto word : split(text, ' ')) {
        if (word.empty()) continue;
        const auto uid = read_uid(word);
        if (!uid) return std::nullopt;
        out.push_back(*uid);
    }
    return out;
}

ErrorKind refusal_kind(const ImapResponse& response, ErrorKind otherwise) {
    static constexpr std::array<std::string_view, 5> kLater = {"UNAVAILABLE", "INUSE", "LIMIT", "OVERQUOTA",
                                                               "THROTTLED"};
    static constexpr std::array<std::string_view, 6> kNever = {
        "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "NOPERM",
        "CONTACTADMIN"};
    if (std::ranges::find(kLater, response.code) != kLater.end()) return ErrorKind::try_later;
    if (std::ranges::find(kNever, response.code) != kNever.end()) return ErrorKind::refused;
    // Gmail's words, without a code, for a mailbox that many programs read.
    if (lower(response.text).find("too many") != std::string::npos) return ErrorKind::try_later;
    return otherwise;
}

}  // namespace dsupport
