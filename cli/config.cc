#include "cli/config.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/mailbox.hh"
#include "lib/base/text.hh"
#include "lib/team/reader.hh"

namespace dsupport {

Config::Config() {
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) values_[i].text = kConfigKeys[i].fallback;
}

void Config::put(std::size_t index, const Toml& value, ConfigOrigin origin, std::string where) {
    auto& slot = values_.at(index);
    if (slot.origin > origin) return;
    slot = {};
    if (value.text()) slot.text = *value.text();
    if (value.integer()) slot.text = std::to_string(*value.integer());
    if (value.array())
        for (const auto& word : *value.array())
            if (word.text()) slot.list.push_back(*word.text());
    slot.origin = origin;
    slot.where = std::move(where);
}

Toml config_toml(std::size_t index, const ConfigValue& value) {
    const auto type = kConfigKeys.at(index).type;
    if (type == ConfigType::number) return parse_integer(value.text).value_or(0);
    if (type != ConfigType::list) return value.text;
    return Toml::Array(value.list.begin(), value.list.end());
}

Result<std::size_t> find_config_key(std::string_view name) {
    std::array<std::string_view, kConfigKeys.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        names.at(i) = kConfigKeys.at(i).name;
        if (names.at(i) == name) return i;
    }
    const auto best = nearest(name, names);
    return fail(
        ErrorKind::config, "unknown key '" + printable(name) + "'",
        best.empty() ? "`dsupport config list` shows all keys" : fmt::format("did you mean '{}'?", best));
}

std::optional<ConfigMisfit> config_misfit(std::size_t index, const Toml& value) {
    const auto& key = kConfigKeys.at(index);
    const auto misfit = [&](std::string_view what, std::string hint = {}) {
        return ConfigMisfit{fmt::format("'{}' must be {}", key.name, what), std::move(hint)};
    };
    if (key.type == ConfigType::list) {
        const bool words =
            value.array() && std::ranges::all_of(*value.array(), [](const Toml& w) { return w.text(); });
        if (words) return std::nullopt;
        return misfit(
            fmt::format("an array of strings, not {}", value.array() ? "a mixed one" : value.kind_name()));
    }
    if (key.type == ConfigType::number) {
        const auto number = value.integer() ? std::optional(*value.integer())
                            : value.text()  ? parse_integer(*value.text())
                                            : std::nullopt;
        if (number && *number >= 0) return std::nullopt;
        return misfit("a number from 0 up");
    }
    if (!value.text()) return misfit(fmt::format("a string, not {}", value.kind_name()));
    const auto& text = *value.text();
    if (key.type == ConfigType::text || text == key.fallback) return std::nullopt;
    const auto said = printable(text);
    if (key.type == ConfigType::address) {
        if (looks_like_address(text)) return std::nullopt;
        return misfit(fmt::format("a mail address, not '{}'", said), "such as ada@example.org");
    }
    if (key.type == ConfigType::handle) {
        if (valid_handle(lower(text))) return std::nullopt;
        return misfit(fmt::format("a handle, not '{}'", said),
                      "letters, digits and . _ -, beginning with a letter or digit; not me or on-duty");
    }
    const auto choices = split(key.choices, '|');
    if (key.type == ConfigType::url) {
        const auto end = text.find("://");
        const bool known = end != std::string::npos && end + 3 < text.size() &&
                           std::ranges::find(choices, std::string_view(text).substr(0, end)) != choices.end();
        if (known) return std::nullopt;
        return misfit(fmt::format("the address of a server, not '{}'", said),
                      fmt::format("such as {}://mail.example.org", choices.front()));
    }
    if (std::ranges::find(choices, text) != choices.end()) return std::nullopt;
    return misfit(fmt::format("one of {}, not '{}'", fmt::join(choices, ", "), said));
}

Result<Toml> read_config_words(std::size_t index, const std::vector<std::string>& words,
                               std::string_view where) {
    const auto& key = kConfigKeys.at(index);
    Toml value;
    if (key.type != ConfigType::list) {
        if (words.size() != 1)
            return fail(ErrorKind::config, fmt::format("{}: '{}' takes one value", where, key.name));
        const auto number = parse_integer(words.front());
        value = key.type == ConfigType::number && number ? Toml(*number) : Toml(words.front());
    } else if (words.size() == 1 && trim(words.front()).starts_with('[')) {
        const auto parsed = Toml::parse("v = " + words.front(), where, ErrorKind::config);
        if (!parsed)
            return fail(ErrorKind::config,
                        fmt::format("{}: not an array of strings: {}", where, printable(words.front())),
                        "for example [\"pass\", \"show\", \"mail\"]");
        value = *parsed->find("v");
    } else {
        value = Toml::Array(words.begin(), words.end());
    }
    if (auto misfit = config_misfit(index, value))
        return fail(ErrorKind::config, fmt::format("{}: {}", where, misfit->why), std::move(misfit->hint));
    return value;
}

std::int64_t Config::number(ConfigNumber key) const {
    return parse_integer(values_[key.index].text).value_or(0);
}

std::string config_variable(std::size_t index) {
    std::string out(kVariablePrefix);
    for (const char c : kConfigKeys.at(index).name)
        out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

std::string transport_kind(const Config& config, std::string_view group) {
    if (const auto& kind = config.text("transport.kind"); !kind.empty()) return kind;
    return config.text("group.address").empty() && group.empty() ? "none" : "mail";
}

}  // namespace dsupport
