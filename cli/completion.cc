#include "cli/completion.hh"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/commands.hh"
#include "cli/ticket_json.hh"
#include "lib/base/text.hh"
#include "lib/store/summary_json.hh"
#include "lib/ticket/status.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMostTickets = 100;

/// The command line up to the word that is typed.
struct Typed {
    const Command* command = nullptr;
    std::vector<std::string> arguments;  ///< of the command, so far
    std::optional<Option> wants_value;   ///< the word is the value of this option
    bool only_arguments = false;         ///< behind `--`
    std::string home;
};

const Option* find_named(std::span<const Option> options, std::string_view word) {
    const auto it = std::ranges::find_if(options, [&](const Option& o) {
        return word == fmt::format("--{}", o.name) || (o.letter && word == fmt::format("-{}", o.letter));
    });
    return it == options.end() ? nullptr : &*it;
}

std::vector<Option> options_of(const Command* command) {
    std::vector<Option> out;
    if (command) out = all_options(*command);
    out.insert(out.end(), global_options().begin(), global_options().end());
    return out;
}

Typed read_words(std::span<const std::string> words) {
    Typed out;
    auto options = options_of(nullptr);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        if (out.only_arguments || word.size() < 2 || word.front() != '-') {
            if (out.command)
                out.arguments.push_back(word);
            else if ((out.command = find_command(word)))
                options = options_of(out.command);
            continue;
        }
        if (word == "--") out.only_arguments = true;
        if (word.starts_with("--home=")) out.home = word.substr(std::string_view("--home=").size());
        const auto* option = find_named(options, word);
        if (!option || option->value.empty()) continue;
        if (i + 1 == words.size())
            out.wants_value = *option;
        else if (option->name == "home")
            out.home = words[i + 1];
        ++i;
    }
    return out;
}

/// Gives the candidates for one kind of value.
class Offer {
  public:
    Offer(Env& env, const Command* command, Completions& to) : env_(env), command_(command), to_(to) {}

    void values(Values kind, std::string_view choices) {
        switch (kind) {
            case Values::anything:
                return;
            case Values::ticket:
                return tickets();
            case Values::person:
                return people();
            case Values::client:
                return clients();
            case Values::nature:
                return natures();
            case Values::urgency:
                return words(kUrgencies);
            case Values::status:
                return words(kStatuses);
            case Values::level:
                return words(kLevels);
            case Values::resolution:
                return words(kResolutions);
            case Values::tag:
                return tags();
            case Values::line:
                return lines();
            case Values::file:
                to_.files = true;
                return;
            case Values::directory:
                to_.directories = true;
                return;
            case Values::command:
                return commands();
            case Values::config_key:
                return config_keys();
            case Values::format:
                return words(split("table|tsv|json|jsonl", '|'));
            case Values::field_of_ticket:
                return words(ticket_records().fields);
            case Values::words:
                return words(split(choices, '|'));
        }
    }
    void commands() {
        for (const auto& entry : all_commands()) add(entry.name, entry.get().summary);
    }
    void options(const Command* command) {
        for (const auto& option : options_of(command)) add(fmt::format("--{}", option.name), option.help);
    }

  private:
    Env& env_;
    const Command* command_;
    Completions& to_;

    void add(std::string_view text, std::string_view description = {}) {
        to_.candidates.push_back({std::string(text), std::string(description)});
    }
    void words(const auto& all) {
        for (const auto& word : all)
            if (!word.empty()) add(word);
    }
    const Team* team() {
        const auto store = env_.store(Access::read);
        return store ? &(*store)->team().team : nullptr;
    }
    std::vector<TicketRow> rows(bool with_summary) {
        const auto store = env_.store(Access::read);
        if (!store) return {};
        ListQuery query;
        query.now = env_.now();
        query.limit = kMostTickets;
        query.with_summary = with_summary;
        // These are for tickets that are closed; everything else is mostly done to open ones.
        if (command_ &&
            (command_->name == "reopen" || command_->name == "show" || command_->name == "history")) {
            query.all = true;
            query.sort = SortBy::updated;
        }
        return (*store)->list(query).value_or(std::vector<TicketRow>{});
    }
    void tickets() {
        for (const auto& row : rows(false)) add(row.code, row.subject);
    }
    void people() {
        const auto* known = team();
        if (!known) return;
        for (const auto& [id, person] : known->people)
            if (person.active) add(id.value, person.name);
        add("me");
        add("on-duty");
    }
    void clients() {
        if (const auto* known = team())
            for (const auto& [id, client] : known->clients) add(id, client.name);
    }
    void natures() {
        words(kNatures);
        if (const auto* known = team()) words(known->natures);
    }
    void lines() {
        if (const auto* known = team())
            for (const auto& [id, line] : known->lines) add(id, line.number);
    }
    void tags() {
        std::set<std::string> all;
        for (const auto& row : rows(true))
            if (const auto summary = read_summary(row.summary))
                all.insert(summary->tags.begin(), summary->tags.end());
        words(all);
    }
    void config_keys() {
        for (const auto& key : kConfigKeys) add(key.name, key.help);
    }
};

std::string squeezed(std::string_view text) {
    auto out = lower(text);
    std::erase(out, '-');
    return out;
}

/// Keeps what begins with what was typed, any case; in a code the hyphen may be left out.
void keep_matching(Completions& all, std::string_view typed, bool codes) {
    std::erase_if(all.candidates, [&](const Candidate& c) {
        if (starts_with_no_case(c.text, typed)) return false;
        return !codes || !squeezed(c.text).starts_with(squeezed(typed));
    });
}

void put_before(Completions& all, const std::string& front) {
    for (auto& candidate : all.candidates) candidate.text.insert(0, front);
}

/// The value of an option; of a list with commas, its last part.
Completions option_values(Env& env, const Command* command, const Option& option, const std::string& typed,
                          const std::string& front) {
    Completions out;
    Offer(env, command, out).values(option.values, option.choices);
    const auto comma = option.many || option.name == "fields" ? typed.rfind(',') : std::string::npos;
    const auto kept = comma == std::string::npos ? std::string() : typed.substr(0, comma + 1);
    keep_matching(out, typed.substr(kept.size()), option.values == Values::ticket);
    put_before(out, front + kept);
    return out;
}

}  // namespace

Completions complete(Env& env, const std::vector<std::string>& words) {
    Completions out;
    if (words.empty()) return out;
    const auto& typed = words.back();
    const auto line = read_words(std::span(words).first(words.size() - 1));
    if (!line.home.empty())
        if (auto paths = find_paths(line.home, env.variable)) env.paths = std::move(*paths);
    if (line.wants_value) return option_values(env, line.command, *line.wants_value, typed, "");
    Offer offer(env, line.command, out);
    if (typed.starts_with('-') && !line.only_arguments) {
        const auto equals = typed.find('=');
        const auto options = options_of(line.command);
        if (equals != std::string::npos) {
            const auto* option = find_named(options, typed.substr(0, equals));
            if (!option || option->value.empty()) return out;
            return option_values(env, line.command, *option, typed.substr(equals + 1),
                                 typed.substr(0, equals + 1));
        }
        offer.options(line.command);
        keep_matching(out, typed, false);
        return out;
    }
    if (!line.command) {
        offer.commands();
        keep_matching(out, typed, false);
        return out;
    }
    const auto& arguments = line.command->arguments;
    if (arguments.empty()) return out;
    const auto place = std::min(line.arguments.size(), arguments.size() - 1);
    const auto& argument = arguments[place];
    if (line.arguments.size() >= arguments.size() && !argument.many) return out;
    offer.values(argument.values, argument.choices);
    keep_matching(out, typed, argument.values == Values::ticket);
    return out;
}

}  // namespace dsupport
