#include "cli/config_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/files.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

struct Name {
    std::string section, key;
};

Name parts(std::size_t index) {
    const auto name = kConfigKeys.at(index).name;
    const auto dot = name.find('.');
    return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

/// Calls `found(index, value)` for every good key of a file and `wrong(error)` for every mistake.
void read_document(const Toml& document, std::string_view file, auto&& found, auto&& wrong) {
    std::set<std::string, std::less<>> sections;
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) sections.insert(parts(i).section);
    const auto report = [&](const Toml::Position& at, std::string_view what, std::string hint = {}) {
        wrong(Error{ErrorKind::config,
                    fmt::format("{}:{}:{}: {}", file, at.line, at.column, what),
                    std::move(hint),
                    {}});
    };
    for (const auto& [section, table] : *document.table()) {
        if (!sections.contains(section)) {
            const std::vector<std::string_view> known(sections.begin(), sections.end());
            const auto best = nearest(section, known);
            report(table.key_at, fmt::format("unknown section '{}'", printable(section)),
                   best.empty() ? fmt::format("known: {}", fmt::join(known, ", "))
                                : fmt::format("did you mean '{}'?", best));
            continue;
        }
        if (!table.table()) {
            report(table.at, fmt::format("'{}' must be a table, not {}", section, table.kind_name()));
            continue;
        }
        for (const auto& [key, value] : *table.table()) {
            const auto index = find_config_key(section + "." + key);
            if (!index)
                report(value.key_at, index.error().message, index.error().hint);
            else if (auto misfit = config_misfit(*index, value))
                report(value.at, misfit->why, std::move(misfit->hint));
            else
                found(*index, value);
        }
    }
}

Outcome read_file(Config& config, const std::string& file, ConfigOrigin origin) {
    auto text = read_small_file(file);
    if (!text) {
        text.error().kind = ErrorKind::config;
        text.error().hint = "check its owner and permissions";
        return tl::unexpected(std::move(text).error());
    }
    if (!*text) return {};
    std::optional<Error> first;
    const auto document = Toml::parse(**text, file, ErrorKind::config);
    if (!document)
        first = document.error();
    else
        read_document(
            *document, file,
            [&](std::size_t index, const Toml& value) {
                config.put(index, value, origin, fmt::format("{}:{}", file, value.key_at.line));
            },
            [&](Error error) {
                if (!first) first = std::move(error);
            });
    if (!first) return {};
    if (first->hint.empty())
        first->hint = "dsupport config edit; dsupport config check tells of all mistakes";
    return tl::unexpected(std::move(*first));
}

/// Where lines start, to turn the places of a document into places of its text.
class Text {
  public:
    explicit Text(std::string_view text) : text_(text) {
        starts_.push_back(0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n') starts_.push_back(i + 1);
    }
    std::size_t offset(Toml::Position at) const {
        auto out = line_start(at.line);
        for (std::size_t column = 1; column < at.column && out < text_.size(); ++column) {
            ++out;
            while (out < text_.size() && (static_cast<unsigned char>(text_[out]) & 0xC0U) == 0x80U) ++out;
        }
        return out;
    }
    /// Lines count from 1; the one after the last starts at the end.
    std::size_t line_start(std::size_t line) const {
        return line >= 1 && line <= starts_.size() ? starts_[line - 1] : text_.size();
    }
    std::string replaced(std::size_t from, std::size_t to, std::string_view with) const {
        return std::string(text_.substr(0, from)).append(with).append(text_.substr(to));
    }
    /// With a line of its own inserted before the line that starts at `offset`.
    std::string with_line(std::size_t at, const std::string& line) const {
        const bool open = at > 0 && text_[at - 1] != '\n';
        return replaced(at, at, (open ? "\n" : "") + line + "\n");
    }

  private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

/// Sections without keys say nothing.
Toml without_empty_sections(const Toml& document) {
    Toml out;
    for (const auto& [section, value] : *document.table())
        if (!value.table() || !value.table()->empty()) out.set(section, value);
    return out;
}

/// Whether a changed text means exactly what was wanted.
bool means(const std::string& text, const Toml& wanted) {
    const auto document = Toml::parse(text, {});
    return document && without_empty_sections(*document) == without_empty_sections(wanted);
}

/// The line after the section's header and its last key.
std::size_t end_line(const Toml& section) {
    auto line = section.at.line;
    if (section.table())
        for (const auto& [key, value] : *section.table()) line = std::max(line, value.end.line);
    return line + 1;
}

tl::unexpected<Error> not_by_us(std::string_view file, std::size_t index) {
    return fail(ErrorKind::config, fmt::format("cannot change '{}' in {}", kConfigKeys.at(index).name, file),
                "the file is written in a way that only you can change: `dsupport config edit`");
}

/// A variable with the name of a section is meant for the configuration.
Outcome check_config_variable(const std::string& name) {
    std::set<std::string, std::less<>> sections;
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) {
        if (config_variable(i) == name) return {};
        sections.insert(parts(i).section);
        keys.push_back(kConfigKeys.at(i).name);
    }
    auto key = lower(std::string_view(name).substr(kVariablePrefix.size()));
    const auto end = key.find('_');
    if (!sections.contains(key.substr(0, end))) return {};
    key[end] = '.';
    const auto best = std::ranges::find(keys, nearest(key, keys));
    return fail(ErrorKind::config, fmt::format("the variable {} sets no key there is", printable(name)),
                best == keys.end()
                    ? "`dsupport config list` shows all keys"
                    : fmt::format("did you mean {}?",
                                  config_variable(static_cast<std::size_t>(best - keys.begin()))));
}

}  // namespace

Result<Config> load_config(const std::string& user_file, const std::string& system_file,
                           const Variable& variable) {
    Config config;
    DS_CHECK(read_file(config, system_file, ConfigOrigin::system_file));
    DS_CHECK(read_file(config, user_file, ConfigOrigin::user_file));
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) {
        auto name = config_variable(i);
        const auto set = variable(name);
        if (set.empty()) continue;
        std::vector<std::string> words{set};
        if (kConfigKeys.at(i).type == ConfigType::list && !trim(set).starts_with('[')) {
            words.clear();
            for (const auto word : split(set, ' '))
                if (!word.empty()) words.emplace_back(word);
        }
        DS_TRY(const Toml value, read_config_words(i, words, name));
        config.put(i, value, ConfigOrigin::environment, std::move(name));
    }
    return config;
}

Outcome check_config_variables(const std::vector<std::string>& names) {
    for (const auto& name : names)
        // Most that begin so are no keys, DSUPPORT_HOME for one: a key has a section.
        if (name.starts_with(kVariablePrefix) && name.find('_', kVariablePrefix.size()) != std::string::npos)
            DS_CHECK(check_config_variable(name));
    return {};
}

std::vector<Error> check_config_text(std::string_view text, std::string_view file) {
    std::vector<Error> out;
    const auto document = Toml::parse(text, file, ErrorKind::config);
    if (!document)
        out.push_back(document.error());
    else
        read_document(
            *document, file, [](std::size_t, const Toml&) {}, [&](Error e) { out.push_back(std::move(e)); });
    return out;
}

Result<std::string> with_config_value(std::string_view text, std::string_view file, std::size_t index,
                                      const Toml& value) {
    DS_TRY(const Toml document, Toml::parse(text, file, ErrorKind::config));
    const auto [section, key] = parts(index);
    const auto line = key + " = " + value.dump_value();
    auto wanted = document;
    if (!wanted.find(section)) wanted.set(section, Toml());
    wanted.find(section)->set(key, value);

    const Text source(text);
    std::vector<std::string> attempts;
    const auto* table = document.find(section);
    if (const auto* old = table ? table->find(key) : nullptr) {
        attempts.push_back(
            source.replaced(source.offset(old->at), source.offset(old->end), value.dump_value()));
    } else {
        if (table) {
            const auto at = source.line_start(end_line(*table));
            attempts.push_back(source.with_line(at, line));
            attempts.push_back(source.with_line(at, section + "." + line));
        }
        attempts.push_back(
            source.with_line(text.size(), (text.empty() ? "[" : "\n[") + section + "]\n" + line));
    }
    // People may have written the file in any of TOML's ways: the first attempt that means it is taken.
    for (auto& attempt : attempts)
        if (means(attempt, wanted)) return std::move(attempt);
    return not_by_us(file, index);
}

Result<std::string> without_config_value(std::string_view text, std::string_view file, std::size_t index) {
    DS_TRY(const Toml document, Toml::parse(text, file, ErrorKind::config));
    const auto [section, key] = parts(index);
    const auto* table = document.find(section);
    const auto* old = table ? table->find(key) : nullptr;
    if (!old) return std::string(text);
    auto wanted = document;
    wanted.find(section)->erase(key);
    const Text source(text);
    auto out = source.replaced(source.line_start(old->key_at.line), source.line_start(old->end.line + 1), {});
    if (!means(out, wanted)) return not_by_us(file, index);
    return out;
}

Outcome set_in_file(const std::string& file, std::size_t index, const Toml& value) {
    DS_TRY(const auto text, read_small_file(file));
    DS_TRY(const std::string changed, with_config_value(text.value_or(""), file, index, value));
    return replace_file(file, changed);
}

Result<bool> unset_in_file(const std::string& file, std::size_t index) {
    DS_TRY(const auto text, read_small_file(file));
    if (!text) return false;
    DS_TRY(const std::string changed, without_config_value(*text, file, index));
    if (changed == *text) return false;
    DS_CHECK(replace_file(file, changed));
    return true;
}

}  // namespace dsupport
