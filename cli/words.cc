#include "cli/words.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/mailbox.hh"
#include "cli/ui/time.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLongestSubject = 500, kLongestName = 200;

bool inside_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, inside_character));
}

}  // namespace

Result<std::optional<std::string>> read_urgency(const Args& args) {
    const auto typed = args.text("urgency");
    if (!typed) return std::nullopt;
    return read_urgency(*typed);
}

Result<std::string> read_urgency(const std::string& typed) {
    const auto urgency = lower(typed);
    if (std::ranges::find(kUrgencies, urgency) != kUrgencies.end()) return urgency;
    const auto near = nearest(urgency, kUrgencies);
    return fail(
        ErrorKind::usage, fmt::format("'{}' is not an urgency", typed),
        near.empty() ? "one of low, normal, high, critical" : fmt::format("did you mean '{}'?", near));
}

Result<std::size_t> read_count(const Args& args, std::string_view option) {
    const auto n = parse_integer(args.text(option).value_or("")).value_or(0);
    if (n < 1)
        return fail(ErrorKind::usage, fmt::format("--{} needs a number from 1 up", option),
                    fmt::format("--{} 1", option));
    return static_cast<std::size_t>(n);
}

Result<std::string> read_client(const Team& team, const std::string& typed) {
    if (!team.clients.empty()) return find_client(team, typed);
    if (trim(typed).empty()) return fail(ErrorKind::usage, "the client must not be empty", "--client acme");
    DS_CHECK(check_length("a client", trim(typed), kLongestName));
    return std::string(trim(typed));
}

Result<Requester> read_requester(const std::string& typed) {
    constexpr auto kHint = "--from 'Ada Lovelace <ada@client.org>'";
    Requester out;
    if (typed.find_first_of("<@") != std::string::npos) {
        auto mailbox = read_mailbox(typed);
        if (!mailbox)
            return fail(ErrorKind::usage, fmt::format("'{}' is not one mail address", printable(typed)),
                        kHint);
        out.name = std::move(mailbox->name);
        out.email = std::move(mailbox->address);
        DS_CHECK(check_length("a name", out.name, kLongestName));
        DS_CHECK(check_length("a mail address", out.email, kLongestName));
        return out;
    }
    out.name = trim(typed);
    if (out.name.empty())
        return fail(ErrorKind::usage, "who called must not be empty", "leave --from out if unknown");
    if (out.name != printable(out.name))
        return fail(ErrorKind::usage, fmt::format("'{}' is not a name", printable(typed)), kHint);
    DS_CHECK(check_length("a name", out.name, kLongestName));
    return out;
}

void fill_from_team(const Team& team, const PersonId& me, Requester& requester) {
    if (!requester.email.empty()) return;
    const auto* person = team.person(requester.name == "me" ? me : PersonId{lower(requester.name)});
    if (!person) return;
    const auto handle = requester.name == "me" ? me.value : requester.name;
    requester.name = person->name.empty() ? handle : person->name;
    requester.email = person->email;
}

Result<std::optional<std::string>> read_subject(const Args& args) {
    const auto typed = args.text("subject");
    if (!typed) return std::nullopt;
    DS_TRY(auto subject, check_subject(*typed));
    return subject;
}

Outcome check_length(std::string_view what, std::string_view text, std::size_t most) {
    if (characters(text) <= most) return {};
    return fail(ErrorKind::usage, fmt::format("{} has at most {} characters", what, most),
                "what else there is to say belongs into the text");
}

std::string beginning_of(std::string_view line) {
    constexpr std::size_t kShown = 100;
    if (characters(line) <= kLongestSubject) return std::string(line);
    std::size_t size = 0;
    for (std::size_t n = 0; n < kShown; ++n)
        for (++size; size < line.size() && inside_character(line[size]);) ++size;
    return std::string(trim(line.substr(0, size))) + "\u2026";
}

Result<std::string> check_subject(std::string_view typed) {
    const auto subject = trim(typed);
    if (subject.empty())
        return fail(ErrorKind::usage, "the subject must not be empty",
                    "a few words that say what it is about");
    if (subject != printable(subject) || subject.find('\t') != std::string_view::npos)
        return fail(ErrorKind::usage, "a subject is one line without control characters",
                    "what else there is to say belongs into the text");
    DS_CHECK(check_length("a subject", subject, kLongestSubject));
    return std::string(subject);
}

Result<Instant> read_moment(Env& env, const std::string& label, const std::string& typed,
                            Direction direction) {
    DS_TRY(const auto moment, read_time(typed, env.now(), *env.zone, direction));
    if (!parse_rfc3339(trim(typed)))
        env.output.err(fmt::format("{} {}\n", label, local_time(moment, env.now(), *env.zone)));
    return moment;
}

Result<std::string> read_phone(const std::string& typed) {
    const auto number = trim(typed);
    const bool allowed = std::ranges::all_of(number, [](char c) {
        return (c >= '0' && c <= '9') || std::string_view("+()-./#* ").find(c) != std::string_view::npos;
    });
    if (!allowed || std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; }) < 2)
        return fail(ErrorKind::usage, fmt::format("'{}' is not a phone number", typed),
                    "--phone +442071234567");
    DS_CHECK(check_length("a phone number", number, kLongestName));
    return std::string(number);
}

}  // namespace dsupport
