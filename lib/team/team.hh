// The team as its document describes it: people, clients, phone lines, the rules of the rota. Plain data with
// the look-ups every command needs. How it is read from text is in document.hh, who may change it in
// roster.hh.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/ids.hh"
#include "lib/base/result.hh"

namespace dsupport {

enum class Role { first_level, technical };
inline constexpr std::array<Role, 2> kRoles = {Role::first_level, Role::technical};
/// `first-level`, `technical`.
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

/// What every machine needs alike to read the mails of the team's group.
struct Group {
    std::vector<std::string> addresses;
    std::string log_address;  ///< empty: the group itself
    std::string subject_prefix;
    std::string footer;
    bool operator==(const Group&) const = default;
};

struct Person {
    std::string name;  ///< as shown; empty: the handle is shown
    std::string email, tz, phone;
    std::vector<Role> roles;  ///< empty: not restricted
    bool active = true;       ///< people are deactivated, never deleted
    bool operator==(const Person&) const = default;
};

struct Client {
    std::string name;
    std::vector<std::string> domains;  ///< lower case
    std::vector<std::string> people;   ///< addresses that belong to it whatever their domain, lower case
    bool operator==(const Client&) const = default;
};

struct PhoneLine {
    std::string number, fallback;
};

struct Sla {
    std::int64_t first_reply_ms = 0;  ///< 0: nothing promised
};

/// How long one turn lasts.
struct Turn {
    enum class Unit { hour, day, week, month };
    Unit unit = Unit::week;
    std::int64_t count = 1;
    bool operator==(const Turn&) const = default;
};

enum class OnVacant { report, next };

/// From here on the zone data of this system may lack daylight saving: no answer is better than a wrong one.
inline constexpr Instant kRotaHorizon{2'145'916'800'000};  // 2038-01-01T00:00:00Z

/// One version of a role's ring: in force from its start until the start of the next version.
struct Ring {
    CivilTime from;  ///< also the anchor of its turns
    std::string tz;  ///< never empty: the role's own, else the rota's
    Turn every;
    std::vector<PersonId> order;
    std::int64_t capacity = 1;
    OnVacant on_vacant = OnVacant::report;
};

struct RotaRules {
    std::string tz = "UTC";
    std::array<std::vector<Ring>, 2> rings;  ///< by Role; versions in the order of `from`
    std::map<PersonId, CivilTime> left;      ///< who left for good, and when, in `tz`
    const std::vector<Ring>& of(Role role) const { return rings.at(static_cast<std::size_t>(role)); }
};

struct Team {
    Group group;
    std::map<PersonId, Person> people;
    std::map<std::string, Client, std::less<>> clients;
    std::vector<std::string> natures;  ///< the team's own, beside kNatures
    std::map<std::string, PhoneLine, std::less<>> lines;
    std::map<std::string, std::string, std::less<>> templates;
    std::map<std::string, Sla, std::less<>> sla;  ///< by urgency
    RotaRules rota;
    std::optional<ReplicaKey> keeper;   ///< nothing: the founder's machine
    std::vector<std::string> problems;  ///< what the document says and this version could not read

    /// nullptr when there is no such person.
    const Person* person(const PersonId& id) const;
    /// The person's name, or the handle where the document has none.
    std::string display_name(const PersonId& id) const;
    bool knows_nature(std::string_view nature) const;
    /// The client a mail address belongs to: the one that names it among its people, else the one with the
    /// longest domain that is the address's own or a parent of it; "" when none.
    std::string client_of(std::string_view address) const;
};

inline constexpr std::array<std::string_view, 4> kNatures = {"technical", "business", "question", "other"};
inline constexpr std::array<std::string_view, 4> kUrgencies = {"low", "normal", "high", "critical"};

/// "did you mean 'mara'?", or "" when no candidate is near.
std::string did_you_mean(std::string_view typed, std::span<const std::string> candidates);

enum class Among { active, everyone };

/// The person whom a typed handle, address, full name or one word of a name means, any case. Fails with
/// unknown_person: nobody matches, several do, or the one who does is not active any more.
Result<PersonId> find_person(const Team& team, std::string_view typed, Among among = Among::active);

/// The person with this mail address, active or not; nothing when it is nobody's.
std::optional<PersonId> person_of_address(const Team& team, std::string_view address);

/// The client a typed key or name means, any case. Fails with usage.
Result<std::string> find_client(const Team& team, std::string_view typed);

/// `nature` in lower case if it is a known one. Fails with usage.
Result<std::string> find_nature(const Team& team, std::string_view nature);

}  // namespace dsupport
