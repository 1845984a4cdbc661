#include "cli/ui/prompt.hh"

#include "lib/base/text.hh"

namespace dsupport {

Outcome Prompt::need(std::string_view what, std::string_view flag) const {
    if (possible_) return {};
    return fail(ErrorKind::usage, std::string(what) + " is missing",
                "nothing is asked without a terminal or with --no-input: give " + std::string(flag));
}

Result<std::string> Prompt::line(std::string_view label, std::string_view what, std::string_view flag) {
    DS_CHECK(need(what, flag));
    output_.err(printable(label));
    DS_TRY(const auto answer, input_.line());
    if (!answer) {
        output_.err("\n");
        return fail(ErrorKind::gave_up, "no answer");
    }
    return std::string(trim(*answer));
}

Result<std::optional<std::string>> Prompt::raw_line(std::string_view label) {
    output_.err(printable(label));
    return input_.line();
}

Result<char> Prompt::key(std::string_view label, std::string_view keys) {
    output_.err(printable(label));
    for (;;) {
        auto typed = input_.key();
        if (!typed || !*typed) output_.err("\n");
        if (!typed) return tl::unexpected(std::move(typed).error());
        if (!*typed) return fail(ErrorKind::gave_up, "no answer");
        const auto key = lower(std::string_view(&**typed, 1)).front();
        if (keys.find(key) == std::string_view::npos) continue;
        output_.err(std::string(1, key == '\n' ? ' ' : key) + "\n");
        return key;
    }
}

Result<bool> Prompt::confirm(std::string_view question, std::string_view flag) {
    for (int i = 0; i < 3; ++i) {
        DS_TRY(const auto typed, line(std::string(question) + " [y/N] ", "a confirmation", flag));
        const auto answer = lower(typed);
        if (answer == "y" || answer == "yes") return true;
        if (answer.empty() || answer == "n" || answer == "no") return false;
        output_.err("Please answer y or n.\n");
    }
    return fail(ErrorKind::gave_up, "no answer");
}

}  // namespace dsupport
