#include "cli/typed_text.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// The options whose value is text, or says where it is: what a draft takes the place of.
bool holds_text(const Command& command, const Option& option) {
    return option.name == "message" || option.name == "recover" || option.name == "resume" ||
           (option.name == "subject" && command.name == "log");
}

/// The option that a word of the line names, and what of the word stands before it; nothing for another word.
struct Named {
    const Option* option = nullptr;
    std::string before;
    bool value_here = false;
};

Named named_by(const std::vector<Option>& options, const std::string& word) {
    if (word.starts_with("--")) {
        const auto end = word.find('=');
        const auto it = std::ranges::find(options, std::string_view(word).substr(2, end - 2), &Option::name);
        return {it == options.end() ? nullptr : &*it, {}, end != std::string::npos};
    }
    if (!word.starts_with('-') || word.size() < 2) return {};
    // `-qm TEXT`: letters of flags, then one with a value.
    for (std::size_t i = 1; i < word.size(); ++i) {
        const auto it = std::ranges::find(options, word[i], &Option::letter);
        if (it == options.end()) return {};
        if (!it->value.empty()) return {&*it, i == 1 ? "" : word.substr(0, i), i + 1 < word.size()};
    }
    return {};
}

bool is_our_trouble(ErrorKind kind) {
    return kind == ErrorKind::io || kind == ErrorKind::cannot_create || kind == ErrorKind::try_later ||
           kind == ErrorKind::bad_data || kind == ErrorKind::bug;
}

}  // namespace

Result<std::optional<std::string>> read_message(Env& env, const Args& args) {
    auto text = args.text("message");
    const auto draft = args.text("recover");
    if (text && draft)
        return fail(ErrorKind::usage, "-m and --recover give a text each: one is enough",
                    "leave -m out to take up the draft");
    if (draft) {
        DS_TRY(const auto kept, env.drafts().read(*draft));
        env.typed.draft = *draft;
        text = without_notes(kept);
        if (trim(*text).empty())
            return fail(ErrorKind::gave_up, fmt::format("there is no text in the draft {}", *draft),
                        "-m TEXT");
    }
    if (!text) return std::nullopt;
    env.typed.on_line = !draft && *text != "-";
    if (!draft && *text == "-") {
        DS_TRY(text, env.input.all());
    }
    if (trim(*text).empty())
        return fail(ErrorKind::usage, "the text of -m is empty", "-m TEXT, or -m - to read it from stdin");
    env.typed.text = trim(*text);
    return env.typed.text;
}

namespace {

/// A ticket that cannot be read is told of when the command looks for it.
void note_seen(Env& env, const std::string& ticket) {
    const auto store = env.store(Access::read);
    if (!store) return;
    const auto id = (*store)->resolve(ticket, env.now());
    if (!id) return;
    if (const auto loaded = (*store)->load(*id)) env.typed.seen = seen_mails(loaded->state, *id);
}

}  // namespace

Result<std::string> need_message(Env& env, const Args& args, const std::string& name,
                                 const std::string& what) {
    const auto draft = args.text("recover");
    if (args.text("message") || (draft && !env.prompt().possible())) {
        DS_TRY(auto text, read_message(env, args));
        return std::move(*text);
    }
    DS_CHECK(env.prompt().need(what, "-m TEXT"));
    note_seen(env, args.argument("TICKET"));
    return edit_typed(env, name, "", what + ", then save and leave.\nAn empty text gives up.",
                      draft.value_or(""));
}

Result<std::string> edit_typed(Env& env, const std::string& name, const std::string& initial,
                               const std::string& notes, const std::string& recover) {
    DS_TRY(auto edited,
           edit_text({name, initial, notes, recover, env.typed.again},
                     choose_editor(env.variable, env.config.text("ui.editor")), env.drafts(), env.processes));
    env.typed.draft = edited.draft;
    env.typed.text = trim(edited.text);
    return env.typed.text;
}

void drop_draft(Env& env) {
    if (!env.typed.draft.empty()) env.drafts().discard(env.typed.draft);
    env.typed.draft.clear();
}

Error keep_text(Env& env, Error error) {
    const auto& typed = env.typed;
    if (!typed.draft.empty()) return with_draft(std::move(error), typed.again, typed.draft);
    if (typed.text.empty() || (typed.on_line && !is_our_trouble(error.kind))) return error;
    const auto draft = env.drafts().keep(typed.command, typed.text + "\n");
    if (draft) return with_draft(std::move(error), typed.again, *draft);
    // No room for it anywhere: the screen is what is left.
    error.hint += fmt::format("{}this was typed, and is kept nowhere else:\n{}",
                              error.hint.empty() ? "" : "\n", printable(typed.text, true));
    return error;
}

std::string retry_line(const Command& command, const std::vector<std::string>& rest) {
    const auto options = all_options(command);
    std::string out = fmt::format("dsupport {}", command.name);
    const auto add = [&](const std::string& word) { out += " " + shell_word(word); };
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == "--") {
            for (; i < rest.size(); ++i) add(rest[i]);
            break;
        }
        const auto named = named_by(options, rest[i]);
        const bool value_next = named.option && !named.option->value.empty() && !named.value_here;
        if (named.option && holds_text(command, *named.option)) {
            if (!named.before.empty()) add(named.before);
        } else {
            add(rest[i]);
            if (value_next && i + 1 < rest.size()) add(rest[i + 1]);
        }
        if (value_next) ++i;
    }
    return out;
}

}  // namespace dsupport
