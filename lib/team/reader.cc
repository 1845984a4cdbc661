#include "lib/team/reader.hh"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "lib/base/text.hh"
#include "lib/team/fields.hh"

namespace dsupport {
namespace {

/// One walk over one section.
class Reader {
  public:
    Reader(Team& team, std::vector<DocumentNote>& notes, const DocumentWorld* world)
        : team_(team), notes_(notes), world_(world) {}

    void group(const Toml& value) {
        Fields f(value, "[group]", notes_);
        f.texts("addresses", team_.group.addresses);
        for (const auto& address : team_.group.addresses) f.check_address("addresses", address);
        if (f.text("log_address", team_.group.log_address) && !team_.group.log_address.empty())
            f.check_address("log_address", team_.group.log_address);
        f.text("subject_prefix", team_.group.subject_prefix);
        f.text("footer", team_.group.footer);
        f.finish();
    }

    void people(const Toml& value) {
        each(value, "people", [&](const std::string& key, const Toml& table) {
            Person person;
            Fields f(table, "[people." + key + "]", notes_);
            f.text("name", person.name);
            if (f.text("email", person.email)) f.check_address("email", person.email);
            f.zone("tz", person.tz, world_);
            f.text("phone", person.phone);
            roles(f, person);
            f.boolean("active", person.active);
            f.finish();
            const auto twin = person.email.empty() ? std::nullopt : person_of_address(team_, person.email);
            if (twin && *twin != PersonId{key})
                f.note(*table.find("email"), fmt::format("'{}' and '{}' have one address", twin->value, key));
            team_.people[PersonId{key}] = std::move(person);
        });
    }

    void clients(const Toml& value) {
        std::set<std::string> domains;
        each(value, "clients", [&](const std::string& key, const Toml& table) {
            Client client;
            Fields f(table, "[clients." + key + "]", notes_);
            f.text("name", client.name);
            f.texts("domains", client.domains);
            f.texts("people", client.people);
            f.finish();
            for (auto& domain : client.domains) {
                domain = lower(domain);
                if (domain.starts_with('@')) domain.erase(0, 1);
                if (!domains.insert(domain).second)
                    f.note(*table.find("domains"),
                           fmt::format("the domain '{}' stands twice", printable(domain)));
            }
            for (auto& person : client.people) {
                person = lower(person);
                f.check_address("people", person);
            }
            team_.clients[key] = std::move(client);
        });
    }

    void natures(const Toml& value) {
        if (!value.array()) {
            notes_.push_back({value.at,
                              fmt::format("'natures' must be an array of strings, not {}", value.kind_name()),
                              "put `natures = [...]` before the first table"});
            return;
        }
        for (const auto& item : *value.array()) {
            if (!item.text() || !valid_handle(*item.text()))
                notes_.push_back({item.at, "a nature is a short word in lower case", {}});
            else if (!team_.knows_nature(*item.text()))
                team_.natures.push_back(*item.text());
        }
    }

    void lines(const Toml& value) {
        each(value, "lines", [&](const std::string& key, const Toml& table) {
            PhoneLine line;
            Fields f(table, "[lines." + key + "]", notes_);
            f.text("number", line.number);
            f.text("fallback", line.fallback);
            f.finish();
            team_.lines[key] = std::move(line);
        });
    }

    void templates(const Toml& value) {
        each(value, "templates", [&](const std::string& key, const Toml& table) {
            Fields f(table, "[templates." + key + "]", notes_);
            if (std::string text; f.text("text", text))
                team_.templates[key] = std::move(text);
            else if (!table.find("text"))
                f.note(table, "[templates." + key + "] has no 'text'");
            f.finish();
        });
    }

    void sla(const Toml& value) {
        Fields all(value, "[sla]", notes_);
        for (const auto urgency : kUrgencies) {
            const auto* table = all.take(urgency);
            if (!table) continue;
            Fields f(*table, fmt::format("[sla.{}]", urgency), notes_);
            if (std::string text; f.text("first_reply", text)) {
                if (const auto ms = parse_duration(text))
                    team_.sla[std::string(urgency)].first_reply_ms = *ms;
                else
                    f.note(*table->find("first_reply"), "not a length of time: '" + printable(text) + "'",
                           "for example \"30m\", \"4h\" or \"1d\"");
            }
            f.finish();
        }
        all.finish();
    }

    void rota(const Toml& value) { read_rota(value, team_, notes_, world_); }

    void keeper(const Toml& value) {
        Fields f(value, "[keeper]", notes_);
        if (std::string key; f.text("key", key)) {
            team_.keeper = ReplicaKey::from_hex(key);
            if (!team_.keeper)
                f.note(*value.find("key"), "'key' in [keeper] must be 64 lower-case hex digits");
        }
        f.finish();
    }

  private:
    /// Calls `read` for every table of a section of named tables.
    void each(const Toml& value, const std::string& section, auto&& read) {
        if (!value.table()) {
            notes_.push_back(
                {value.at, fmt::format("[{}] must be a table, not {}", section, value.kind_name()), {}});
            return;
        }
        for (const auto& [key, table] : *value.table()) {
            if (!valid_handle(key))
                notes_.push_back({table.key_at,
                                  fmt::format("'{}' cannot be a name in [{}]", printable(key), section),
                                  "up to 32 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit"});
            else if (!table.table())
                notes_.push_back(
                    {table.at,
                     fmt::format("[{}.{}] must be a table, not {}", section, key, table.kind_name()),
                     {}});
            else
                read(key, table);
        }
    }

    void roles(Fields& f, Person& person) {
        std::vector<std::string> names;
        if (!f.texts("roles", names)) return;
        for (const auto& name : names) {
            const auto role = parse_role(name);
            if (!role)
                unknown_role(f, name);
            else if (std::ranges::find(person.roles, *role) == person.roles.end())
                person.roles.push_back(*role);
        }
    }

    void unknown_role(Fields& f, const std::string& name) {
        const std::vector<std::string> known = {"first-level", "technical"};
        auto hint = did_you_mean(name, known);
        if (hint.empty()) hint = "roles are first-level and technical";
        f.note(*f.take("roles"), fmt::format("unknown role '{}'", printable(name)), std::move(hint));
    }

    Team& team_;
    std::vector<DocumentNote>& notes_;
    const DocumentWorld* world_;
};

}  // namespace

bool valid_handle(std::string_view text) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !text.empty() && text.size() <= 32 && plain(text.front()) && text != "me" && text != "on-duty" &&
           std::ranges::all_of(text, [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

void read_section(std::string_view section, const Toml& value, Team& team, std::vector<DocumentNote>& notes,
                  const DocumentWorld* world) {
    using Method = void (Reader::*)(const Toml&);
    static constexpr std::array<Method, kTeamSections.size()> kMethods = {
        &Reader::group,     &Reader::people, &Reader::clients, &Reader::natures, &Reader::lines,
        &Reader::templates, &Reader::sla,    &Reader::rota,    &Reader::keeper};
    const auto it = std::ranges::find(kTeamSections, section);
    if (it == kTeamSections.end()) return;
    Reader reader(team, notes, world);
    (reader.*kMethods.at(static_cast<std::size_t>(it - kTeamSections.begin())))(value);
}

}  // namespace dsupport
