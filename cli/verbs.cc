#include "cli/verbs.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {

Outcome run_verb(Env& env, const Args& args, std::string_view command, std::span<const VerbEntry> verbs) {
    const auto typed = args.argument("VERB");
    const auto it = std::ranges::find(verbs, std::string_view(typed), &VerbEntry::name);
    if (it != verbs.end()) return it->run(env, args);
    std::vector<std::string_view> names;
    for (const auto& verb : verbs) names.push_back(verb.name);
    const auto near = nearest(typed, names);
    return fail(ErrorKind::usage, fmt::format("{} has no verb '{}'", command, typed),
                near.empty() ? fmt::format("there is: {}", fmt::join(names, ", "))
                             : fmt::format("did you mean '{}'?", near));
}

Outcome check_words(std::string_view verb, const std::vector<std::string>& words, std::size_t least,
                    std::size_t most, std::string_view what) {
    if (words.size() < least) return fail(ErrorKind::usage, fmt::format("{} needs {}", verb, what));
    if (words.size() > most)
        return fail(ErrorKind::usage, fmt::format("{} does not take '{}'", verb, words.at(most)));
    return {};
}

}  // namespace dsupport
