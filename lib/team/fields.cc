#include "lib/team/fields.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {

Fields::Fields(const Toml& table, std::string where, std::vector<DocumentNote>& notes)
    : table_(table), where_(std::move(where)), notes_(notes) {
    if (!table.table()) note(table, fmt::format("{} must be a table, not {}", where_, table.kind_name()));
}

const Toml* Fields::take(std::string_view key) {
    known_.emplace_back(key);
    return table_.find(key);
}

bool Fields::text(std::string_view key, std::string& out) {
    const auto* value = take(key);
    if (value && value->text())
        out = *value->text();
    else if (value)
        wrong_kind(key, *value, "a string");
    return value && value->text();
}

bool Fields::texts(std::string_view key, std::vector<std::string>& out) {
    const auto* value = take(key);
    if (!value) return false;
    if (!value->array()) {
        wrong_kind(key, *value, "an array of strings");
        return false;
    }
    out.clear();
    for (const auto& item : *value->array()) {
        if (item.text())
            out.push_back(*item.text());
        else
            wrong_kind(key, item, "an array of strings");
    }
    return true;
}

bool Fields::boolean(std::string_view key, bool& out) {
    const auto* value = take(key);
    if (value && value->boolean())
        out = *value->boolean();
    else if (value)
        wrong_kind(key, *value, "true or false");
    return value && value->boolean();
}

bool Fields::integer(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out) {
    const auto* value = take(key);
    if (!value) return false;
    if (!value->integer()) {
        wrong_kind(key, *value, "an integer");
        return false;
    }
    if (*value->integer() < least || *value->integer() > most) {
        note(*value, fmt::format("'{}' in {} must be between {} and {}", key, where_, least, most));
        return false;
    }
    out = *value->integer();
    return true;
}

bool Fields::civil(std::string_view key, CivilTime& out) {
    const auto* value = take(key);
    if (!value) return false;
    if (value->civil()) {
        out = *value->civil();
        return true;
    }
    if (value->other() && value->other()->name == "an offset date-time")
        note(*value, fmt::format("'{}' in {} has a time-zone offset", key, where_),
             "write the local time, " + value->other()->text.substr(0, 19) + ", and name the zone in 'tz'");
    else
        wrong_kind(key, *value, "a local date-time such as 2026-01-05T09:00:00");
    return false;
}

void Fields::zone(std::string_view key, std::string& out, const DocumentWorld* world) {
    if (!text(key, out) || !world || !world->zones || world->zones->known(out)) return;
    const auto near = world->zones->nearest(out);
    note(*take(key), fmt::format("unknown time zone '{}'", printable(out)),
         near.empty() ? "a name such as \"Europe/London\" or \"UTC\""
                      : fmt::format("did you mean \"{}\"?", near));
}

void Fields::check_address(std::string_view key, std::string_view address) {
    const auto at = address.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size() ||
        address.find_first_of(" \t\r\n<>,;") != std::string_view::npos)
        note(*take(key), fmt::format("'{}' is not a mail address", printable(address)));
}

void Fields::finish() {
    if (!table_.table()) return;
    for (const auto& [key, value] : *table_.table()) {
        if (std::ranges::find(known_, key) != known_.end()) continue;
        auto hint = did_you_mean(key, known_);
        if (hint.empty()) hint = "known here: " + join(known_, ", ");
        notes_.push_back({value.key_at.line != 0 ? value.key_at : value.at,
                          fmt::format("unknown key '{}' in {}", printable(key), where_), std::move(hint)});
    }
}

void Fields::note(const Toml& value, std::string text, std::string hint) {
    notes_.push_back({value.at, std::move(text), std::move(hint)});
}

void Fields::wrong_kind(std::string_view key, const Toml& value, std::string_view wanted) {
    note(value, fmt::format("'{}' in {} must be {}, not {}", key, where_, wanted, value.kind_name()));
}

}  // namespace dsupport
