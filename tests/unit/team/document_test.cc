#include "lib/team/document.hh"

#include <doctest/doctest.h>

namespace dsupport {
namespace {

class FakeZones : public TimeZones {
  public:
    bool known(std::string_view zone) const override {
        return zone == "UTC" || zone == "Europe/London" || zone == "Africa/Nairobi";
    }
    Instant earliest(CivilTime civil, std::string_view) const override { return {civil.seconds * kSecond}; }
    CivilTime local(Instant t, std::string_view) const override { return {t.ms / kSecond}; }
    std::string nearest(std::string_view name) const override {
        return name == "Europe/Lundon" ? "Europe/London" : "";
    }
    const std::string& version() const override {
        static const std::string kVersion = "made up";
        return kVersion;
    }
};

constexpr const char* kDocument = R"(natures = ["billing"]
[group]
addresses = ["support@example.org"]
subject_prefix = "[support]"
[people.ada]
name = "Ada Lovelace"
email = "ada@example.org"
tz = "Europe/London"
phone = "+44 1"
roles = ["first-level", "technical"]
[people.bo]
roles = ["technical"]
[clients.acme]
name = "Acme"
domains = ["@ACME.com"]
people = ["CEO@home.net"]
[lines.uk]
number = "+44 2"
fallback = "+44 3"
[templates.hello]
text = "Hello"
[sla.high]
first_reply = "1h30m"
[rota]
tz = "Europe/London"
[[rota.first-level]]
from = 2027-01-04T09:00:00
every = "12 hours"
order = ["ada"]
[[rota.first-level]]
from = 2026-01-05T09:00:00
every = "1 week"
order = ["ada"]
capacity = 1
on_vacant = "next"
tz = "UTC"
[[rota.technical]]
from = 2026-01-05T09:00:00
every = "2 months"
order = ["bo", "ada"]
[rota.left]
bo = 2027-03-01T00:00:00
[keeper]
key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
)";

Sections split(std::string_view text, const Team& current = {}) {
    const FakeZones zones;
    const auto result = split_sections(text, "team.toml", current, &zones);
    REQUIRE_MESSAGE(result, (result ? "" : result.error().message));
    return *result;
}

std::string refusal(std::string_view text, const Team& current = {}) {
    const FakeZones zones;
    const auto result = split_sections(text, "team.toml", current, &zones);
    if (result) return "accepted";
    CHECK(result.error().kind == ErrorKind::bad_data);
    return result.error().message + (result.error().hint.empty() ? "" : " / " + result.error().hint);
}

TEST_CASE("a document is split into sections that read back as the team") {
    const auto sections = split(kDocument);
    CHECK(sections.size() == 9);
    const auto team = read_team(sections);
    CHECK(team.problems.empty());
    CHECK(team.group.addresses == std::vector<std::string>{"support@example.org"});
    CHECK(team.group.subject_prefix == "[support]");
    CHECK(team.people.at({"ada"}).name == "Ada Lovelace");
    CHECK(team.people.at({"ada"}).roles == std::vector{Role::first_level, Role::technical});
    CHECK(team.people.at({"bo"}).roles == std::vector{Role::technical});
    CHECK(team.people.at({"bo"}).active);
    CHECK(team.clients.find("acme")->second.domains == std::vector<std::string>{"acme.com"});
    CHECK(team.clients.find("acme")->second.people == std::vector<std::string>{"ceo@home.net"});
    CHECK(team.natures == std::vector<std::string>{"billing"});
    CHECK(team.lines.find("uk")->second.fallback == "+44 3");
    CHECK(team.templates.find("hello")->second == "Hello");
    CHECK(team.sla.find("high")->second.first_reply_ms == 90 * kMinute);
    CHECK(team.keeper->hex().starts_with("0011"));

    const auto& first = team.rota.of(Role::first_level);
    REQUIRE(first.size() == 2);
    CHECK(first[0].from.text() == "2026-01-05T09:00:00");
    CHECK(first[0].tz == "UTC");
    CHECK(first[0].on_vacant == OnVacant::next);
    CHECK(first[1].tz == "Europe/London");
    CHECK(first[1].every == Turn{Turn::Unit::hour, 12});
    CHECK(team.rota.of(Role::technical)[0].order == std::vector<PersonId>{{"bo"}, {"ada"}});
    CHECK(team.rota.left.at({"bo"}).text() == "2027-03-01T00:00:00");
}

TEST_CASE("a section is a document of its own, equal for equal values") {
    const auto a = split("[people.bo]\nemail = 'bo@example.org'\n[people.ada]\nname = \"Ada\"\n");
    const auto b = split("# reordered\n[people]\nada = { name = \"Ada\" }\nbo.email = \"bo@example.org\"\n");
    CHECK(a == b);
    CHECK(a.at("people") == "[people.ada]\nname = \"Ada\"\n\n[people.bo]\nemail = \"bo@example.org\"\n");
    CHECK(split("natures = [\"billing\"]\n").at("natures") == "natures = [\"billing\"]\n");
    CHECK(split("[people]\n").at("people") == "[people]\n");
    CHECK(split("").empty());
    CHECK(same_values("[people.ada]\nname = \"Ada\"\n", "people.ada.name = 'Ada'"));
    CHECK_FALSE(same_values("a = 1", "a = 2"));
    CHECK_FALSE(same_values("a = 1", "a = "));
    CHECK(same_values("a = ", "a = "));
}

TEST_CASE("joined sections split into the same sections") {
    const auto sections = split(kDocument);
    CHECK(split(join_sections(sections)) == sections);
}

TEST_CASE("every mistake is refused with its place and a suggestion") {
    Team current;
    current.people[{"old"}] = {};
    const auto check = [&](const char* text, const char* answer) {
        CAPTURE(text);
        CHECK(refusal(text, current) == answer);
    };
    check("[people.ada]\nemal = \"a@b.c\"\n",
          "team.toml:2:1: unknown key 'emal' in [people.ada] / did you mean 'email'?");
    check("[poeple.ada]\n", "team.toml:1:2: unknown section 'poeple' / did you mean 'people'?");
    check("[sla.urgent]\n",
          "team.toml:1:6: unknown key 'urgent' in [sla] / known here: low, normal, high, critical");
    check("[people.ada]\nname = 3\n",
          "team.toml:2:8: 'name' in [people.ada] must be a string, not an integer");
    check("[people.ada]\nemail = \"ada\"\n", "team.toml:2:9: 'ada' is not a mail address");
    check("[people.ada]\ntz = \"Europe/Lundon\"\n",
          "team.toml:2:6: unknown time zone 'Europe/Lundon' / did you mean \"Europe/London\"?");
    check("[people.ada]\nroles = [\"tecnical\"]\n",
          "team.toml:2:9: unknown role 'tecnical' / did you mean 'technical'?");
    check("[people.Ada]\n",
          "team.toml:1:9: 'Ada' cannot be a name in [people] / "
          "up to 32 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit");
    check("[people]\nada = 3\n", "team.toml:2:7: [people.ada] must be a table, not an integer");
    check("people = 3\n", "team.toml:1:10: [people] must be a table, not an integer");
    check("[people.a]\nemail = \"x@y.z\"\n[people.b]\nemail = \"X@y.z\"\n",
          "team.toml:4:9: 'a' and 'b' have one address");
    check("[clients.a]\ndomains = [\"x.y\"]\n[clients.b]\ndomains = [\"X.y\"]\n",
          "team.toml:4:11: the domain 'x.y' stands twice");
    check("[group]\naddresses = \"a@b.c\"\n",
          "team.toml:2:13: 'addresses' in [group] must be an array of strings, not a string");
    check("natures = [\"Billing\"]\n", "team.toml:1:12: a nature is a short word in lower case");
    check("[templates.x]\n", "team.toml:1:1: [templates.x] has no 'text'");
    check("[sla.high]\nfirst_reply = \"60\"\n",
          "team.toml:2:15: not a length of time: '60' / for example \"30m\", \"4h\" or \"1d\"");
    check("[keeper]\nkey = \"12\"\n", "team.toml:2:7: 'key' in [keeper] must be 64 lower-case hex digits");
    check("[people.ada]\nname = \n", "team.toml:2:8: expected value, saw '\\n'");
}

TEST_CASE("every mistake in the rota is refused") {
    Team current;
    current.people[{"old"}] = {};
    const auto ring = [](const std::string& rest) {
        return "[people.ada]\n[people.bo]\nroles = [\"first-level\"]\n[[rota.technical]]\n" + rest;
    };
    const auto check = [&](const std::string& rest, const char* answer) {
        CAPTURE(rest);
        CHECK(refusal(ring(rest), current) == answer);
    };
    const std::string from = "from = 2026-01-05T09:00:00\n", every = "every = \"1 week\"\n";
    CHECK(refusal(ring(from + every + "order = [\"ada\", \"old\"]\n"), current) == "accepted");
    check(from + every + "order = [\"ad\"]\n",
          "team.toml:7:9: unknown person 'ad' in [[rota.technical]] / did you mean 'ada'?");
    check(from + every + "order = [\"ada\", \"ada\"]\n",
          "team.toml:7:9: 'ada' stands twice in 'order' of [[rota.technical]]");
    check(from + every + "order = [\"bo\"]\n",
          "team.toml:7:9: 'bo' has no role 'technical' / add it to 'roles' in [people.bo]");
    check("from = 2026-01-05T09:00:00+01:00\n" + every + "order = []\n",
          "team.toml:5:8: 'from' in [[rota.technical]] has a time-zone offset / "
          "write the local time, 2026-01-05T09:00:00, and name the zone in 'tz'");
    check("from = 2026-01-05\n" + every + "order = []\n",
          "team.toml:5:8: 'from' in [[rota.technical]] must be a local date-time such as "
          "2026-01-05T09:00:00, not a date");
    check(every + "order = []\n", "team.toml:4:1: [[rota.technical]] has no 'from'");
    check(from + "order = []\n", "team.toml:4:1: [[rota.technical]] has no 'every'");
    check(from + every, "team.toml:4:1: [[rota.technical]] has no 'order'");
    for (const auto* bad :
         {"week", "0 weeks", "1", "1 wek", "-1 day", "1.5 days", "1  day", "1 year", "2000 hours"})
        check(from + "every = \"" + bad + "\"\norder = []\n",
              ("team.toml:6:9: not a length of a turn: '" + std::string(bad) +
               "' / for example \"1 week\", \"12 hours\" or \"1 month\"")
                  .c_str());
    check("from = 2026-01-29T09:00:00\nevery = \"1 month\"\norder = []\n",
          "team.toml:6:9: turns of months must start on day 1 to 28");
    check(from + every + "order = []\ncapacity = 0\n",
          "team.toml:8:12: 'capacity' in [[rota.technical]] must be between 1 and 20");
    check(from + every + "order = []\non_vacant = \"x\"\n",
          "team.toml:8:13: 'on_vacant' is \"report\" or \"next\"");
    check(from + every + "order = []\ntz = \"Mars\"\n",
          "team.toml:8:6: unknown time zone 'Mars' / a name such as \"Europe/London\" or \"UTC\"");
    check(from + every + "order = []\n[[rota.technical]]\n" + from + every + "order = []\n",
          "team.toml:9:8: two versions of [[rota.technical]] start at 2026-01-05T09:00:00");
    check(
        "from = 2038-01-01T00:00:00\n" + every + "order = []\n",
        "team.toml:5:8: 'from' in [[rota.technical]] is not before 2038 / the zone data of some systems lack "
        "daylight saving there");
    CHECK(refusal("[people.ada]\n[rota.left]\nad = 2026-01-05T09:00:00\n") ==
          "team.toml:3:1: unknown person 'ad' in [rota.left] / did you mean 'ada'?");
    CHECK(refusal("[people.ada]\n[rota.technical]\nfrom = 2026-01-05T09:00:00\n") ==
          "team.toml:2:1: [[rota.technical]] must be an array of tables, not a table / "
          "write the header in double brackets: [[rota.technical]]");
}

TEST_CASE("several mistakes are listed in the order of the file") {
    CHECK(refusal("[group]\nadresses = []\n[people.ada]\nname = 1\n[x]\n") ==
          "team.toml:2:1: unknown key 'adresses' in [group] (did you mean 'addresses'?)\n"
          "team.toml:4:8: 'name' in [people.ada] must be a string, not an integer\n"
          "team.toml:5:2: unknown section 'x' (known here: group, people, clients, natures, lines, "
          "templates, sla, "
          "rota, keeper)");
}

TEST_CASE("the fold reads what it can and lists the rest") {
    Sections sections;
    sections["people"] =
        "[people.ada]\nname = \"Ada\"\nshoe_size = 7\n[people.bo]\nname = 3\nemail = \"bo@example.org\"\n";
    sections["group"] = "[group\n";
    sections["rota"] =
        "[[rota.technical]]\nfrom = 2026-01-05T09:00:00\nevery = \"1 week\"\norder = [\"nobody\"]\n";
    sections["weather"] = "[weather]\n";
    const auto team = read_team(sections);
    CHECK(team.people.at({"ada"}).name == "Ada");
    CHECK(team.people.at({"bo"}).email == "bo@example.org");
    CHECK(team.rota.of(Role::technical).at(0).order == std::vector<PersonId>{{"nobody"}});
    REQUIRE(team.problems.size() == 3);
    CHECK(team.problems[0].starts_with("group:1:"));
    CHECK(team.problems[1] == "people:3:1: unknown key 'shoe_size' in [people.ada]");
    CHECK(team.problems[2] == "people:5:8: 'name' in [people.bo] must be a string, not an integer");
}

TEST_CASE("only sections whose values differ are written, and nobody is deleted") {
    const auto current = split(
        "[group]\naddresses = [\"a@b.c\"]\n[people.ada]\nname = \"Ada\"\n[people.bo]\nphone = \"+1\"\n");
    CHECK(changed_sections(current, split("[people.bo]\nphone = '+1'\n[people.ada]\nname = \"Ada\"\n"))
              .empty());

    const auto changed = changed_sections(current, split("[people.ada]\nname = \"Ada\"\n[people.cy]\n"));
    REQUIRE(changed.size() == 1);
    const auto team = read_team(changed);
    CHECK(team.people.size() == 3);
    CHECK_FALSE(team.people.at({"bo"}).active);
    CHECK(team.people.at({"bo"}).phone == "+1");
    CHECK(team.people.at({"cy"}).active);
    CHECK(changed_sections(changed, split("[people.ada]\nname = \"Ada\"\n[people.cy]\n")).empty());
    CHECK(changed_sections({}, split("[people.ada]\n")).contains("people"));
}

TEST_CASE("a diff names what comes, goes and changes") {
    const auto before =
        split("[people.ada]\nname = \"Ada\"\nphone = \"+1\"\n[group]\naddresses = [\"a@b.c\"]\n");
    const auto after =
        split("natures = [\"billing\"]\n[people.ada]\nname = \"Ada L\"\nemail = \"ada@b.c\"\n");
    CHECK(diff_sections(before, after) ==
          std::vector<std::string>{"+ natures = [\"billing\"]", "- people.ada.phone = \"+1\"",
                                   "+ people.ada.email = \"ada@b.c\"",
                                   "  people.ada.name: \"Ada\" -> \"Ada L\""});
    CHECK(diff_sections(before, before).empty());
}

TEST_CASE("one person or the group is changed and the rest of the section kept") {
    Person bo;
    bo.name = "Bo";
    bo.roles = {Role::technical};
    const auto body = with_person("[people.ada]\nshoe_size = 7\n", {"bo"}, bo);
    CHECK(body == "[people.ada]\nshoe_size = 7\n\n[people.bo]\nname = \"Bo\"\nroles = [\"technical\"]\n");
    bo.name.clear();
    bo.roles.clear();
    bo.active = false;
    CHECK(with_person(body, {"bo"}, bo) == "[people.ada]\nshoe_size = 7\n\n[people.bo]\nactive = false\n");
    Group group;
    group.addresses = {"s@example.org"};
    CHECK(with_group("[group]\nfooter = \"--\"\nnew_key = 1\n", group) ==
          "[group]\naddresses = [\"s@example.org\"]\nnew_key = 1\n");
    CHECK(read_team({{"keeper", keeper_section(ReplicaKey{})}}).keeper == ReplicaKey{});
}

TEST_CASE("the example document says only what init was told") {
    Person ada;
    ada.name = "Ada";
    ada.email = "ada@example.org";
    Group group;
    const auto bare = split(example_team_toml({"ada"}, ada, group));
    CHECK(bare.size() == 1);
    CHECK(read_team(bare).people.at({"ada"}) == ada);
    group.addresses = {"support@example.org"};
    CHECK(read_team(split(example_team_toml({"ada"}, ada, group))).group == group);
}

TEST_CASE("the example document is right in every line it comments out") {
    Person ada;
    std::string text = example_team_toml({"ada"}, ada, {});
    std::string live;
    std::size_t start = 0;
    for (std::size_t end = 0; start < text.size(); start = end + 1) {
        end = text.find('\n', start);
        auto line = text.substr(start, end - start);
        const bool prose = line.starts_with("# ") && line.size() > 2 && line[2] >= 'A' && line[2] <= 'Z';
        if (line.starts_with("# ") && !prose) line.erase(0, 2);
        live += (prose ? "" : line) + "\n";
    }
    const auto team = read_team(split(live));
    CHECK(team.problems.empty());
    CHECK(team.rota.of(Role::technical).size() == 1);
    CHECK(team.sla.size() == 1);
}

}  // namespace
}  // namespace dsupport
