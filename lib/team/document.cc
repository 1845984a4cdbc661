#include "lib/team/document.hh"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"
#include "lib/base/toml.hh"
#include "lib/team/reader.hh"

namespace dsupport {
namespace {

/// The content of a section's body; an empty table when the body cannot be read.
Toml parsed(std::string_view body) {
    return Toml::parse(body, {}).value_or(Toml());
}

tl::unexpected<Error> refused(std::string_view file, std::vector<DocumentNote> notes) {
    std::ranges::stable_sort(notes, {}, &DocumentNote::at);
    const auto place = [&](const DocumentNote& n) {
        return fmt::format("{}:{}:{}: {}", file, n.at.line, n.at.column, n.text);
    };
    if (notes.size() == 1) return fail(ErrorKind::bad_data, place(notes.front()), notes.front().hint);
    constexpr std::size_t kMost = 20;
    std::string message;
    for (std::size_t i = 0; i < std::min(notes.size(), kMost); ++i)
        message += (i == 0 ? "" : "\n") + place(notes[i]) +
                   (notes[i].hint.empty() ? "" : " (" + notes[i].hint + ")");
    if (notes.size() > kMost) message += fmt::format("\nand {} more", notes.size() - kMost);
    return fail(ErrorKind::bad_data, std::move(message));
}

Toml texts(const std::vector<std::string>& from) {
    Toml::Array out;
    for (const auto& text : from) out.emplace_back(text);
    return out;
}

/// Sets a key, or takes it out where the value is the default.
void put(Toml& table, std::string_view key, const std::string& value) {
    if (value.empty())
        table.erase(key);
    else
        table.set(key, value);
}

void flatten(const Toml& value, const std::string& path, std::map<std::string, std::string>& out) {
    const bool tables = value.array() && !value.array()->empty() && value.array()->front().table();
    if (value.table() && !value.table()->empty()) {
        for (const auto& [key, member] : *value.table())
            flatten(member, path.empty() ? key : path + "." + key, out);
    } else if (tables) {
        std::size_t number = 0;
        for (const auto& item : *value.array()) flatten(item, fmt::format("{}[{}]", path, ++number), out);
    } else if (!path.empty()) {
        out[path] = value.dump_value();
    }
}

/// The file's people and, deactivated, those it no longer names.
std::string keep_people(std::string_view current, std::string_view named) {
    const auto before = parsed(current);
    auto after = parsed(named);
    const auto* old_people = before.find("people");
    if (!old_people || !old_people->table()) return std::string(named);
    if (!after.find("people")) after.set("people", Toml());
    for (const auto& [id, person] : *old_people->table()) {
        if (after.find("people")->find(id) || !person.table()) continue;
        auto gone = person;
        gone.set("active", false);
        after.find("people")->set(id, std::move(gone));
    }
    return after.dump();
}

}  // namespace

Result<Sections> split_sections(std::string_view text, std::string_view file, const Team& current,
                                const TimeZones* zones) {
    DS_TRY(const Toml document, Toml::parse(text, file));
    const DocumentWorld world{&current, zones};
    Team team;
    std::vector<DocumentNote> notes;
    Sections out;
    for (const auto section : kTeamSections) {
        const auto* value = document.find(section);
        if (!value) continue;
        read_section(section, *value, team, notes, &world);
        Toml body;
        body.set(section, *value);
        out.emplace(section, body.dump());
    }
    const std::vector<std::string> known(kTeamSections.begin(), kTeamSections.end());
    for (const auto& [key, value] : *document.table())
        if (std::ranges::find(known, key) == known.end()) {
            auto hint = did_you_mean(key, known);
            if (hint.empty()) hint = "known here: " + join(known, ", ");
            notes.push_back(
                {value.key_at, fmt::format("unknown section '{}'", printable(key)), std::move(hint)});
        }
    if (!notes.empty()) return refused(file, std::move(notes));
    return out;
}

Team read_team(const Sections& sections) {
    Team team;
    for (const auto section : kTeamSections) {
        const auto it = sections.find(section);
        if (it == sections.end()) continue;
        const auto body = Toml::parse(it->second, section);
        if (!body) {
            team.problems.push_back(body.error().message);
            continue;
        }
        std::vector<DocumentNote> notes;
        if (const auto* value = body->find(section)) read_section(section, *value, team, notes);
        for (const auto& note : notes)
            team.problems.push_back(
                fmt::format("{}:{}:{}: {}", section, note.at.line, note.at.column, note.text));
    }
    return team;
}

bool same_values(std::string_view a, std::string_view b) {
    if (a == b) return true;
    const auto left = Toml::parse(a, {});
    const auto right = Toml::parse(b, {});
    return left && right && *left == *right;
}

Sections changed_sections(const Sections& current, const Sections& named) {
    Sections out;
    for (const auto& [section, body] : named) {
        const auto it = current.find(section);
        if (it == current.end()) {
            out.emplace(section, body);
            continue;
        }
        auto wanted = section == "people" ? keep_people(it->second, body) : body;
        if (!same_values(it->second, wanted)) out.emplace(section, std::move(wanted));
    }
    return out;
}

std::vector<std::string> diff_sections(const Sections& before, const Sections& after) {
    std::vector<std::string> out;
    for (const auto& [section, body] : after) {
        std::map<std::string, std::string> old_values, new_values;
        if (const auto it = before.find(section); it != before.end())
            flatten(parsed(it->second), {}, old_values);
        flatten(parsed(body), {}, new_values);
        for (const auto& [path, value] : old_values)
            if (!new_values.contains(path)) out.push_back("- " + path + " = " + value);
        for (const auto& [path, value] : new_values) {
            const auto old = old_values.find(path);
            if (old == old_values.end())
                out.push_back("+ " + path + " = " + value);
            else if (old->second != value)
                out.push_back("  " + path + ": " + old->second + " -> " + value);
        }
    }
    return out;
}

std::string join_sections(const Sections& sections) {
    Toml document;
    for (const auto& [section, body] : sections) {
        const auto content = parsed(body);
        if (const auto* value = content.find(section)) document.set(section, *value);
    }
    return document.dump();
}

std::string with_person(std::string_view body, const PersonId& id, const Person& person) {
    auto document = parsed(body);
    if (!document.find("people")) document.set("people", Toml());
    auto* people = document.find("people");
    if (!people->find(id.value)) people->set(id.value, Toml());
    auto& table = *people->find(id.value);
    put(table, "name", person.name);
    put(table, "email", person.email);
    put(table, "tz", person.tz);
    put(table, "phone", person.phone);
    Toml::Array roles;
    for (const auto role : person.roles) roles.emplace_back(role_name(role));
    if (roles.empty())
        table.erase("roles");
    else
        table.set("roles", std::move(roles));
    if (person.active)
        table.erase("active");
    else
        table.set("active", false);
    return document.dump();
}

std::string with_group(std::string_view body, const Group& group) {
    auto document = parsed(body);
    if (!document.find("group")) document.set("group", Toml());
    auto& table = *document.find("group");
    table.set("addresses", texts(group.addresses));
    put(table, "log_address", group.log_address);
    put(table, "subject_prefix", group.subject_prefix);
    put(table, "footer", group.footer);
    return document.dump();
}

std::string keeper_section(const ReplicaKey& key) {
    Toml keeper, document;
    keeper.set("key", key.hex());
    document.set("keeper", std::move(keeper));
    return document.dump();
}

}  // namespace dsupport
