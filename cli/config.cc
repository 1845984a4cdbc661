#include "cli/config.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

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

std::string config_misfit(std::size_t index, const Toml& value) {
    const auto& key = kConfigKeys.at(index);
    if (key.type == ConfigType::list) {
        const bool words =
            value.array() && std::ranges::all_of(*value.array(), [](const Toml& w) { return w.text(); });
        return words ? std::string()
                     : fmt::format("'{}' must be an array of strings, not {}", key.name,
                                   value.array() ? "a mixed one" : value.kind_name());
    }
    if (key.type == ConfigType::number) {
        const auto number = value.integer() ? std::optional(*value.integer())
                            : value.text()  ? parse_integer(*value.text())
                                            : std::nullopt;
        return number && *number >= 0 ? std::string()
                                      : fmt::format("'{}' must be a number from 0 up", key.name);
    }
    if (!value.text()) return fmt::format("'{}' must be a string, not {}", key.name, value.kind_name());
    if (key.type == ConfigType::text || *value.text() == key.fallback) return {};
    const auto choices = split(key.choices, '|');
    if (std::ranges::find(choices, *value.text()) != choices.end()) return {};
    return fmt::format("'{}' must be one of {}, not '{}'", key.name, fmt::join(choices, ", "),
                       printable(*value.text()));
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
    if (auto misfit = config_misfit(index, value); !misfit.empty())
        return fail(ErrorKind::config, fmt::format("{}: {}", where, misfit));
    return value;
}

std::int64_t Config::number(ConfigNumber key) const {
    return parse_integer(values_[key.index].text).value_or(0);
}

std::string config_variable(std::size_t index) {
    std::string out = "DSUPPORT_";
    for (const char c : kConfigKeys.at(index).name)
        out += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

std::string transport_kind(const Config& config, std::string_view group) {
    if (const auto& kind = config.text("transport.kind"); !kind.empty()) return kind;
    return config.text("group.address").empty() && group.empty() ? "none" : "mail";
}

}  // namespace dsupport
