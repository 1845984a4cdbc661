#include "cli/args.hh"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <stdexcept>

#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 4> kGlobal = {{
    {"home", 0, "DIR", "keep configuration, data and state below DIR", Values::directory},
    {"color", 0, "WHEN", "auto, always or never", Values::words, "auto|always|never"},
    {"no-input", 0, "", "never ask; fail instead"},
    {"help", 'h', "", "say how to use this"},
}};

constexpr std::array<Option, 6> kOutputOptions = {{
    {"json", 0, "", "JSON with all fields"},
    {"format", 0, "FORMAT", "table, tsv, json or jsonl", Values::format},
    {"fields", 0, "A,B", "only these fields", Values::field_of_ticket},
    {"template", 0, "TEXT", "one line each, '{code} {subject}'"},
    {"header", 0, "", "name the columns of TSV"},
    {"time", 0, "STYLE", "relative, local or iso", Values::words, "relative|local|iso"},
}};

constexpr std::array<Option, 4> kMutatingOptions = {{
    {"quiet", 'q', "", "print nothing when it worked"},
    {"dry-run", 'n', "", "show the events it would write, and write nothing"},
    {"yes", 'y', "", "answer every question with yes"},
    {"json", 0, "", "print the result as JSON"},
}};

constexpr std::array<Option, 1> kTextOptions = {{
    {"recover", 0, "FILE", "go on with the text of a draft that was kept", Values::file},
}};

std::string option_names(const Option& option) {
    return option.letter ? fmt::format("-{},--{}", option.letter, option.name)
                         : fmt::format("--{}", option.name);
}

const Option* find_option(std::span<const Option> options, std::string_view typed) {
    const auto it = std::ranges::find_if(options, [&](const Option& o) {
        return typed == fmt::format("--{}", o.name) || (o.letter && typed == fmt::format("-{}", o.letter));
    });
    return it == options.end() ? nullptr : &*it;
}

std::string usage_hint(const Command& command) {
    return fmt::format("dsupport help {}", command.name);
}

tl::unexpected<Error> unknown_option(const Command& command, const std::string& typed) {
    const auto options = all_options(command);
    std::vector<std::string_view> names;
    for (const auto& option : options) names.push_back(option.name);
    for (const auto& option : kGlobal) names.push_back(option.name);
    const auto word = typed.substr(0, typed.find('='));
    const auto near =
        nearest(std::string_view(word).substr(std::min(word.find_first_not_of('-'), word.size())), names);
    return fail(ErrorKind::usage, fmt::format("{} has no option {}", command.name, word),
                near.empty() ? usage_hint(command) : fmt::format("did you mean --{}?", near));
}

/// A code may be copied with the brackets that subjects have around it.
std::string without_brackets(std::string_view code) {
    code = trim(code);
    if (code.size() > 2 && code.starts_with('[') && code.ends_with(']'))
        code = code.substr(1, code.size() - 2);
    return std::string(code);
}

/// Where the help of an argument or option begins.
constexpr int kHelpColumn = 28;

std::string option_line(const Option& option, int width) {
    std::string left = option.letter ? fmt::format("  -{}, --{}", option.letter, option.name)
                                     : fmt::format("      --{}", option.name);
    if (!option.value.empty()) left += fmt::format(" {}", option.value);
    const auto help = wrap_from(kHelpColumn, option.help, width);
    if (display_width(left) + 2 > kHelpColumn) left += "\n" + std::string(kHelpColumn, ' ');
    return fmt::format("{:<{}}{}\n", left, kHelpColumn, help);
}

}  // namespace

/// Fills Args from the library's parse.
class Parser {
  public:
    Parser(const Command& command, GlobalOptions& global) : command_(command), global_(global) {
        app_.set_help_flag();
        app_.allow_extras();
        options_ = all_options(command);
        options_.insert(options_.end(), kGlobal.begin(), kGlobal.end());
        for (const auto& option : options_) args_.options_[std::string(option.name)];
    }

    Result<Args> parse(const std::vector<std::string>& rest) {
        // The library compares each option with all others, so it learns only those that stand on the line.
        for (const auto& option : options_)
            if (mentioned(option, rest)) add(option);
        // Everything behind "--" is an argument; the library forgets that once it has seen a positional one.
        const auto dashes = std::ranges::find(rest, "--");
        std::vector<std::string> reversed(rest.begin(), dashes);
        std::ranges::reverse(reversed);
        try {
            app_.parse(std::move(reversed));
        } catch (const CLI::ArgumentMismatch& e) {
            const std::string_view said = e.what();
            return fail(ErrorKind::usage, fmt::format("{} needs a value", said.substr(0, said.find(':'))),
                        usage_hint(command_));
        } catch (const CLI::Error& e) {
            return fail(ErrorKind::usage, fmt::format("{}: {}", command_.name, e.what()),
                        usage_hint(command_));
        }
        std::vector<std::string> words;
        for (const auto& word : app_.remaining()) {
            if (word.size() > 1 && word.front() == '-') return unknown_option(command_, word);
            words.push_back(word);
        }
        if (dashes != rest.end()) words.insert(words.end(), dashes + 1, rest.end());
        DS_CHECK(check_options(rest));
        for (const auto& option : options_)
            if (option.values == Values::ticket)
                for (auto& value : args_.options_.at(std::string(option.name)))
                    value = without_brackets(value);
        take_global();
        // Every argument exists, so that asking for one is no bug where --help has stopped us from taking
        // them.
        for (const auto& argument : command_.arguments) args_.arguments_[std::string(argument.name)];
        if (!global_.help) DS_CHECK(take_arguments(std::move(words)));
        return std::move(args_);
    }

  private:
    const Command& command_;
    GlobalOptions& global_;
    std::vector<Option> options_;
    CLI::App app_;
    Args args_;

    /// Whether a word of the line may be this option.
    static bool mentioned(const Option& option, const std::vector<std::string>& line) {
        return std::ranges::any_of(line, [&](std::string_view word) {
            if (word.starts_with("--")) return word.substr(2, word.find('=') - 2) == option.name;
            return option.letter && word.starts_with('-') &&
                   word.find(option.letter) != std::string_view::npos;
        });
    }

    void add(const Option& option) {
        auto& values = args_.options_[std::string(option.name)];
        const auto names = option_names(option);
        if (option.value.empty()) {
            app_.add_flag_function(names, [&values](std::int64_t) { values = {"1"}; });
        } else {
            app_.add_option(names, values)
                ->allow_extra_args(false)
                ->expected(1)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        }
    }

    /// What the library would let pass: a flag with a value, and two values where one is wanted.
    Outcome check_options(const std::vector<std::string>& rest) const {
        for (const auto& word : rest) {
            if (word == "--") break;
            const auto value = word.find('=');
            if (!word.starts_with("--") || value == std::string::npos) continue;
            const auto* option = find_option(options_, word.substr(0, value));
            if (option && option->value.empty())
                return fail(ErrorKind::usage, fmt::format("--{} takes no value", option->name),
                            usage_hint(command_));
        }
        for (const auto& option : all_options(command_))
            if (!option.many && args_.options_.at(std::string(option.name)).size() > 1)
                return fail(ErrorKind::usage, fmt::format("--{} is given twice", option.name),
                            usage_hint(command_));
        return {};
    }

    void take_global() {
        if (args_.text("home")) global_.home = *args_.text("home");
        if (args_.text("color")) global_.color = *args_.text("color");
        global_.no_input = global_.no_input || args_.flag("no-input");
        global_.help = global_.help || args_.flag("help");
    }

    Outcome take_arguments(std::vector<std::string> words) {
        auto next = words.begin();
        for (const auto& argument : command_.arguments) {
            auto& values = args_.arguments_[std::string(argument.name)];
            while (next != words.end() && (argument.many || values.empty())) {
                values.push_back(*next++);
                if (argument.values == Values::ticket) values.back() = without_brackets(values.back());
            }
            if (argument.required && values.empty())
                return fail(ErrorKind::usage, fmt::format("{} needs {}", command_.name, argument.name),
                            usage_hint(command_));
        }
        if (next != words.end())
            return fail(ErrorKind::usage, fmt::format("{} does not take '{}'", command_.name, *next),
                        usage_hint(command_));
        return {};
    }
};

bool Args::flag(std::string_view option) const {
    return text(option).has_value();
}

std::optional<std::string> Args::text(std::string_view option) const {
    const auto it = options_.find(option);
    if (it == options_.end()) throw std::out_of_range(std::string(option));
    if (it->second.empty()) return std::nullopt;
    return it->second.back();
}

std::vector<std::string> Args::texts(std::string_view option) const {
    const auto it = options_.find(option);
    if (it == options_.end()) throw std::out_of_range(std::string(option));
    return it->second;
}

std::vector<std::string> Args::list(std::string_view option) const {
    const auto it = options_.find(option);
    if (it == options_.end()) throw std::out_of_range(std::string(option));
    std::vector<std::string> out;
    for (const auto& value : it->second)
        for (const auto part : split(value, ','))
            if (!trim(part).empty()) out.emplace_back(trim(part));
    return out;
}

std::string Args::argument(std::string_view name) const {
    const auto it = arguments_.find(name);
    if (it == arguments_.end()) throw std::out_of_range(std::string(name));
    return it->second.empty() ? std::string() : it->second.front();
}

std::vector<std::string> Args::arguments(std::string_view name) const {
    const auto it = arguments_.find(name);
    if (it == arguments_.end()) throw std::out_of_range(std::string(name));
    return it->second;
}

Result<CommandLine> split_command_line(const std::vector<std::string>& argv) {
    CommandLine out;
    for (std::size_t i = 0; i < argv.size(); ++i) {
        const auto& word = argv[i];
        if (word == "--version") {
            out.global.version = true;
        } else if (word.size() > 1 && word.front() == '-') {
            const auto* option = find_option(kGlobal, word.substr(0, word.find('=')));
            if (!option)
                return fail(ErrorKind::usage, fmt::format("no option {} before the command", word),
                            "dsupport help");
            out.rest.push_back(word);
            const bool value_follows = !option->value.empty() && word.find('=') == std::string::npos;
            if (value_follows && i + 1 < argv.size()) out.rest.push_back(argv[++i]);
        } else {
            out.command = word;
            out.rest.insert(out.rest.end(), argv.begin() + static_cast<std::ptrdiff_t>(i) + 1, argv.end());
            break;
        }
    }
    return out;
}

Result<Args> parse_args(const Command& command, const std::vector<std::string>& rest, GlobalOptions& global) {
    return Parser(command, global).parse(rest);
}

std::span<const Option> global_options() {
    return kGlobal;
}

std::vector<Option> all_options(const Command& command) {
    std::vector<Option> out(command.options.begin(), command.options.end());
    const auto add = [&](std::span<const Option> shared) {
        for (const auto& option : shared)
            if (std::ranges::none_of(out, [&](const Option& o) { return o.name == option.name; }))
                out.push_back(option);
    };
    if (command.shared & kText) add(kTextOptions);
    if (command.shared & kMutates) add(kMutatingOptions);
    if (command.shared & kOutput) add(kOutputOptions);
    return out;
}

int help_width(int columns) {
    return std::clamp(columns, 40, 100);
}

std::string help_text(const Command& command, int columns) {
    const int width = help_width(columns);
    std::string usage = fmt::format("usage: dsupport {} [OPTIONS]", command.name);
    for (const auto& argument : command.arguments) {
        const auto name = fmt::format("{}{}", argument.name, argument.many ? "..." : "");
        usage += argument.required ? " " + name : fmt::format(" [{}]", name);
    }
    std::string out = usage + "\n\n" + wrap_from(0, command.summary, width) + "\n";
    if (!command.alias.empty()) out += fmt::format("also: dsupport {}\n", command.alias);
    if (!command.arguments.empty()) out += "\n";
    for (const auto& argument : command.arguments)
        out += fmt::format("  {:<26}{}\n", argument.name, wrap_from(kHelpColumn, argument.help, width));
    out += "\n";
    for (const auto& option : all_options(command)) out += option_line(option, width);
    for (const auto& option : kGlobal) out += option_line(option, width);
    return out + fmt::format("\nThe manual: man dsupport-{}\n", command.name);
}

}  // namespace dsupport
