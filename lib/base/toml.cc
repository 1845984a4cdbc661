#include "lib/base/toml.hh"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

Toml::Position position(const toml::source_position& p) {
    return {p.line, p.column};
}

// Both keep hostile text from exhausting the stack, ours below and the library's: a key can only be as deep
// as its line has dots.
constexpr std::size_t kMostLevels = 64;
constexpr std::ptrdiff_t kMostDotsInLine = 500;

/// Turns the library's values into ours. `too_deep` is where the nesting passed kMostLevels, if it did.
struct Converter {
    std::optional<Toml::Position> too_deep = {};
    std::size_t level = 0;

    Toml convert(const toml::node& node);
    Toml convert_table(const toml::table& from);
    Toml convert_array(const toml::array& from);
};

/// A value kept as the library itself would write it.
template <class T>
Toml other(std::string name, const T& value) {
    std::ostringstream out;
    out << value;
    return Toml::Other{std::move(name), out.str()};
}

Toml civil(const toml::date_time& t) {
    if (t.offset) return other("an offset date-time", t);
    if (t.time.nanosecond != 0) return other("a date-time with fractions of a second", t);
    const auto made =
        CivilTime::make(t.date.year, t.date.month, t.date.day, t.time.hour, t.time.minute, t.time.second);
    return made ? Toml(*made) : other("a date-time out of range", t);
}

Toml real_number(double value) {
    auto text = fmt::format("{}", value);
    if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
    return Toml::Other{"a float", std::move(text)};
}

Toml Converter::convert_table(const toml::table& from) {
    Toml::Table to;
    for (const auto& [key, value] : from) {
        to.emplace_back(std::string(key.str()), convert(value));
        to.back().second.key_at = position(key.source().begin);
    }
    return to;
}

Toml Converter::convert_array(const toml::array& from) {
    Toml::Array to;
    for (const auto& item : from) to.push_back(convert(item));
    return to;
}

Toml Converter::convert(const toml::node& node) {
    Toml out;
    if (level >= kMostLevels) {
        too_deep = position(node.source().begin);
        return out;
    }
    ++level;
    if (const auto* table = node.as_table())
        out = convert_table(*table);
    else if (const auto* array = node.as_array())
        out = convert_array(*array);
    else if (const auto* text = node.as_string())
        out = Toml(text->get());
    else if (const auto* integer = node.as_integer())
        out = Toml(integer->get());
    else if (const auto* boolean = node.as_boolean())
        out = Toml(boolean->get());
    else if (const auto* real = node.as_floating_point())
        out = real_number(real->get());
    else if (const auto* date_time = node.as_date_time())
        out = civil(date_time->get());
    else if (const auto* date = node.as_date())
        out = other("a date", date->get());
    else if (const auto* time = node.as_time())
        out = other("a time", time->get());
    --level;
    out.at = position(node.source().begin);
    out.end = position(node.source().end);
    return out;
}

std::string write_key(std::string_view key) {
    const bool bare = !key.empty() && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
    return bare ? std::string(key) : Toml(key).dump_value();
}

std::string write_text(std::string_view text, bool multi_line) {
    std::string out = multi_line ? "\"\"\"\n" : "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (c == '\n')
            out += multi_line ? "\n" : "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            out += fmt::format("\\u{:04X}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out += multi_line ? "\"\"\"" : "\"";
}

bool is_table_array(const Toml& value) {
    return value.array() && !value.array()->empty() &&
           std::ranges::all_of(*value.array(), [](const Toml& item) { return item.table() != nullptr; });
}

/// What stands under a header of its own rather than after `key =`.
bool has_header(const Toml& value) {
    return value.table() || is_table_array(value);
}

void write_table(const Toml::Table& table, const std::string& path, std::string& out) {
    for (const auto& [key, value] : table) {
        if (has_header(value)) continue;
        const auto* text = value.text();
        const bool multi_line = text && text->find('\n') != std::string::npos;
        out += write_key(key) + " = " + (multi_line ? write_text(*text, true) : value.dump_value()) + "\n";
    }
    for (const auto& [key, value] : table) {
        if (!has_header(value)) continue;
        const auto name = path.empty() ? write_key(key) : path + "." + write_key(key);
        const auto gap = [&] { return out.empty() ? "" : "\n"; };
        if (const auto* inner = value.table()) {
            // A table of nothing but tables needs no header: theirs imply it.
            const bool implied =
                !inner->empty() && std::ranges::all_of(*inner, has_header, &Toml::Member::second);
            if (!implied) out += fmt::format("{}[{}]\n", gap(), name);
            write_table(*inner, name, out);
        } else {
            for (const auto& item : *value.array()) {
                out += fmt::format("{}[[{}]]\n", gap(), name);
                write_table(*item.table(), name, out);
            }
        }
    }
}

}  // namespace

Toml::Toml(Table value) {
    std::ranges::sort(value, {}, &Member::first);
    value_ = std::move(value);
}

std::string_view Toml::kind_name() const {
    static constexpr std::array<std::string_view, 6> kNames = {
        "a table", "an array", "a string", "an integer", "a boolean", "a local date-time"};
    return other() ? std::string_view(other()->name) : kNames.at(value_.index());
}

const Toml* Toml::find(std::string_view key) const {
    if (!table()) return nullptr;
    const auto it = std::ranges::lower_bound(*table(), key, {}, &Member::first);
    return it != table()->end() && it->first == key ? &it->second : nullptr;
}

Toml* Toml::find(std::string_view key) {
    return const_cast<Toml*>(std::as_const(*this).find(key));
}

void Toml::set(std::string_view key, Toml value) {
    if (!table()) value_ = Table{};
    if (auto* found = find(key)) {
        *found = std::move(value);
        return;
    }
    auto& members = std::get<Table>(value_);
    members.emplace(std::ranges::upper_bound(members, key, {}, &Member::first), std::string(key),
                    std::move(value));
}

void Toml::erase(std::string_view key) {
    if (auto* members = std::get_if<Table>(&value_))
        std::erase_if(*members, [&](const Member& m) { return m.first == key; });
}

Result<Toml> Toml::parse(std::string_view text, std::string_view file, ErrorKind kind) {
    std::size_t number = 0;
    for (const auto line : lines(text)) {
        ++number;
        if (std::ranges::count(line, '.') > kMostDotsInLine)
            return fail(kind, fmt::format("{}:{}:1: a line with too many dots", file, number));
    }
    const auto parsed = toml::parse(text);
    if (parsed) {
        Converter converter;
        auto out = converter.convert(parsed.table());
        if (!converter.too_deep) return out;
        return fail(kind, fmt::format("{}:{}:{}: nested too deeply", file, converter.too_deep->line,
                                      converter.too_deep->column));
    }
    const auto& error = parsed.error();
    auto what = error.description();
    if (const auto colon = what.find(": ");
        what.starts_with("Error while") && colon != std::string_view::npos)
        what.remove_prefix(colon + 2);
    return fail(kind, fmt::format("{}:{}:{}: {}", file, error.source().begin.line,
                                  error.source().begin.column, what));
}

std::string Toml::dump() const {
    std::string out;
    if (table()) write_table(*table(), {}, out);
    return out;
}

std::string Toml::dump_value() const {
    if (text()) return write_text(*text(), false);
    if (integer()) return std::to_string(*integer());
    if (boolean()) return *boolean() ? "true" : "false";
    if (civil()) return civil()->text();
    if (other()) return other()->text;
    std::string out;
    if (array()) {
        for (const auto& item : *array()) out += (out.empty() ? "" : ", ") + item.dump_value();
        return "[" + out + "]";
    }
    for (const auto& [key, value] : *table())
        out += fmt::format("{}{} = {}", out.empty() ? " " : ", ", write_key(key), value.dump_value());
    return "{" + out + (out.empty() ? "}" : " }");
}

}  // namespace dsupport
