#include "cli/words.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Good enough to be mailed to later; the composer is the one that refuses for good.
bool looks_like_address(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == ',';
           });
}

}  // namespace

Result<std::optional<std::string>> read_urgency(const Args& args) {
    const auto typed = args.text("urgency");
    if (!typed) return std::nullopt;
    const auto urgency = lower(*typed);
    if (std::ranges::find(kUrgencies, urgency) != kUrgencies.end()) return urgency;
    const auto near = nearest(urgency, kUrgencies);
    return fail(
        ErrorKind::usage, fmt::format("'{}' is not an urgency", *typed),
        near.empty() ? "one of low, normal, high, critical" : fmt::format("did you mean '{}'?", near));
}

Result<std::size_t> read_count(const Args& args, std::string_view option) {
    const auto n = parse_integer(args.text(option).value_or("")).value_or(0);
    if (n < 1) return fail(ErrorKind::usage, fmt::format("--{} needs a number from 1 up", option));
    return static_cast<std::size_t>(n);
}

Result<std::string> read_client(const Team& team, const std::string& typed) {
    if (!team.clients.empty()) return find_client(team, typed);
    if (trim(typed).empty()) return fail(ErrorKind::usage, "the client must not be empty");
    return std::string(trim(typed));
}

Result<Requester> read_requester(const std::string& typed) {
    const auto open = typed.find('<');
    Requester out;
    if (open != std::string::npos) {
        const auto close = typed.find('>', open);
        out.name = trim(std::string_view(typed).substr(0, open));
        if (out.name.size() >= 2 && out.name.front() == '"' && out.name.back() == '"')
            out.name = out.name.substr(1, out.name.size() - 2);
        if (close != std::string::npos)
            out.email = trim(std::string_view(typed).substr(open + 1, close - open - 1));
        if (!looks_like_address(out.email))
            return fail(ErrorKind::usage, fmt::format("'{}' has no mail address between < and >", typed),
                        "--from 'Ada Lovelace <ada@client.org>'");
    } else if (typed.find('@') != std::string::npos) {
        out.email = trim(typed);
        if (!looks_like_address(out.email))
            return fail(ErrorKind::usage, fmt::format("'{}' is not a mail address", typed),
                        "--from 'Ada Lovelace <ada@client.org>'");
    } else {
        out.name = trim(typed);
        if (out.name.empty())
            return fail(ErrorKind::usage, "who called must not be empty", "leave --from out if unknown");
    }
    return out;
}

Result<std::string> read_phone(const std::string& typed) {
    const auto number = trim(typed);
    const bool allowed = std::ranges::all_of(number, [](char c) {
        return (c >= '0' && c <= '9') || std::string_view("+()-./#* ").find(c) != std::string_view::npos;
    });
    if (!allowed || std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; }) < 2)
        return fail(ErrorKind::usage, fmt::format("'{}' is not a phone number", typed),
                    "--phone +442071234567");
    return std::string(number);
}

}  // namespace dsupport
