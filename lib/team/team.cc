#include "lib/team/team.hh"

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

bool is_word_of(std::string_view typed, std::string_view name) {
    return std::ranges::any_of(split(name, ' '), [&](auto word) { return equal_no_case(word, typed); });
}

std::vector<PersonId> people_where(const Team& team, Among among, auto&& matches) {
    std::vector<PersonId> found;
    for (const auto& [id, person] : team.people)
        if ((person.active || among == Among::everyone) && matches(id, person)) found.push_back(id);
    return found;
}

/// Those the word means, by the strongest sort of match that anybody satisfies.
std::vector<PersonId> matching(const Team& team, std::string_view typed, Among among) {
    auto found = people_where(team, among, [&](const PersonId& id, const Person& person) {
        return equal_no_case(id.value, typed) ||
               (!person.email.empty() && equal_no_case(person.email, typed));
    });
    if (found.empty())
        found = people_where(team, among, [&](const PersonId&, const Person& person) {
            return equal_no_case(person.name, typed);
        });
    if (found.empty())
        found = people_where(team, among, [&](const PersonId&, const Person& person) {
            return is_word_of(typed, person.name);
        });
    return found;
}

std::string quoted_list(const std::vector<PersonId>& people) {
    std::vector<std::string> names;
    for (const auto& id : people) names.push_back("'" + id.value + "'");
    return join(names, ", ");
}

}  // namespace

std::string_view role_name(Role role) {
    return role == Role::first_level ? "first-level" : "technical";
}

std::optional<Role> parse_role(std::string_view name) {
    for (const auto role : kRoles)
        if (name == role_name(role)) return role;
    return std::nullopt;
}

const Person* Team::person(const PersonId& id) const {
    const auto it = people.find(id);
    return it == people.end() ? nullptr : &it->second;
}

std::string Team::display_name(const PersonId& id) const {
    const auto* found = person(id);
    return found && !found->name.empty() ? found->name : id.value;
}

bool Team::knows_nature(std::string_view nature) const {
    return std::ranges::find(kNatures, nature) != kNatures.end() ||
           std::ranges::find(natures, nature) != natures.end();
}

std::string Team::client_of(std::string_view address) const {
    const auto typed = lower(trim(address));
    const auto at = typed.rfind('@');
    if (at == std::string::npos) return {};
    const auto domain = std::string_view(typed).substr(at + 1);
    std::string_view best_domain;
    std::string best;
    for (const auto& [key, client] : clients) {
        if (std::ranges::find(client.people, typed) != client.people.end()) return key;
        for (const std::string_view own : client.domains) {
            const bool below = domain.size() > own.size() && domain.ends_with(own) &&
                               domain[domain.size() - own.size() - 1] == '.';
            if ((domain == own || below) && own.size() > best_domain.size()) best_domain = own, best = key;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view typed, std::span<const std::string> candidates) {
    const std::vector<std::string_view> views(candidates.begin(), candidates.end());
    const auto best = nearest(typed, views);
    return best.empty() ? std::string() : "did you mean '" + std::string(best) + "'?";
}

Result<PersonId> find_person(const Team& team, std::string_view typed, Among among) {
    const auto word = trim(typed);
    const auto said = "'" + printable(word) + "'";
    if (word.empty())
        return fail(ErrorKind::unknown_person, "no person is named", "`dsupport team show` lists the people");
    const auto found = matching(team, word, among);
    if (found.size() == 1) return found.front();
    if (found.size() > 1)
        return fail(ErrorKind::unknown_person, said + " may be " + quoted_list(found), "use the handle");

    if (const auto gone = matching(team, word, Among::everyone); !gone.empty())
        return fail(ErrorKind::unknown_person, quoted_list(gone) + " is not active in the team any more",
                    "`dsupport team show` lists the people");
    std::vector<std::string> candidates;
    for (const auto& [id, person] : team.people) {
        if (!person.active && among == Among::active) continue;
        candidates.push_back(id.value);
    }
    auto hint = did_you_mean(word, candidates);
    if (hint.empty())
        hint = candidates.size() > 1 ? "`dsupport team show` lists the people"
                                     : "people are added in the team document: `dsupport team apply FILE`";
    return fail(ErrorKind::unknown_person, "no person matches " + said, std::move(hint));
}

std::optional<PersonId> person_of_address(const Team& team, std::string_view address) {
    const auto it = std::ranges::find_if(team.people, [&](const auto& entry) {
        return !entry.second.email.empty() && equal_no_case(entry.second.email, trim(address));
    });
    return it == team.people.end() ? std::nullopt : std::optional(it->first);
}

Result<std::string> find_client(const Team& team, std::string_view typed) {
    std::vector<std::string> candidates;
    for (const auto& [key, client] : team.clients) {
        if (equal_no_case(key, typed) || (!client.name.empty() && equal_no_case(client.name, typed)))
            return key;
        candidates.push_back(key);
    }
    auto hint = did_you_mean(typed, candidates);
    if (hint.empty()) hint = "clients are named in the team document: `dsupport team show`";
    return fail(ErrorKind::usage, "no client matches '" + printable(typed) + "'", std::move(hint));
}

Result<std::string> find_nature(const Team& team, std::string_view nature) {
    auto word = lower(trim(nature));
    if (team.knows_nature(word)) return word;
    std::vector<std::string> candidates(kNatures.begin(), kNatures.end());
    candidates.insert(candidates.end(), team.natures.begin(), team.natures.end());
    auto hint = did_you_mean(word, candidates);
    if (hint.empty()) hint = "one of: " + join(candidates, ", ");
    return fail(ErrorKind::usage, "unknown nature '" + printable(word) + "'", std::move(hint));
}

}  // namespace dsupport
