#include "lib/store/duty_row.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <random>

#include "tests/unit/support/home.hh"
#include "tests/unit/support/rota.hh"

namespace dsupport::test {
namespace {

class OtherRelease final : public TimeZones {
  public:
    explicit OtherRelease(std::string version) : version_(std::move(version)) {}
    bool known(std::string_view zone) const override { return system_zones().known(zone); }
    Instant earliest(CivilTime civil, std::string_view zone) const override {
        return system_zones().earliest(civil, zone);
    }
    CivilTime local(Instant t, std::string_view zone) const override { return system_zones().local(t, zone); }
    std::string nearest(std::string_view name) const override { return system_zones().nearest(name); }
    const std::string& version() const override { return version_; }

  private:
    std::string version_;
};

/// All of an answer, to compare it.
std::string words(const Result<Duty>& duty) {
    return duty ? duty_row(*duty, "") : duty.error().message;
}

/// What the log says, read from its events alone.
std::string evaluated(Home& home) {
    auto& store = home.store();
    const auto exceptions = fold_exceptions(unwrap(store.rota_exceptions()));
    return words(duty(Rota(store.team().team, exceptions, system_zones()), home.clock.now()));
}

std::string answered(Home& home) {
    return words(home.store().duty(home.clock.now()));
}

constexpr std::string_view kRules = R"([rota]
tz = "Europe/London"
[[rota.first-level]]
from = 2026-01-05T09:00:00
every = "1 day"
order = [{}]
[[rota.technical]]
from = 2026-01-05T09:00:00
every = "8 hours"
order = [{}]
)";

const std::vector<std::string> kPeople = {"ada", "bo", "cy", "dee"};

std::vector<EventContent> rules(Home& home, std::string_view order) {
    std::string names, people;
    for (const auto name : split(order, ' '))
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    for (const auto& name : kPeople) {
        Person person;
        person.name = name;
        people = with_person(people, {name}, person);
    }
    return home.in_session([&](WriteSession& session) {
        const auto& sections = session.team_state().sections;
        return std::vector{write_section(sections, "people", people),
                           write_section(sections, "rota", fmt::format(kRules, names, names))};
    });
}

EventContent cover_of(Home& home, std::int64_t begins_in, std::int64_t lasts, std::string who) {
    const auto from = home.clock.now() + begins_in * kHour;
    const auto civil = [](Instant t) { return CivilTime{t.ms / kSecond}; };
    EventContent out;
    out.kind = "cover";
    out.own = cover_members(
        {{{Role::first_level, 0}, civil(from), civil(from + lasts * kHour), "UTC", {std::move(who)}, {}}},
        {});
    return out;
}

EventContent away_of(Home& home, std::string who) {
    EventContent out;
    out.kind = "away";
    const CivilTime today{home.clock.now().ms / kDay * kDay / kSecond};
    out.own = away_members({std::move(who)}, today, {today.seconds + 2 * kDay / kSecond});
    return out;
}

EventContent cancel_of(const EventId& id) {
    EventContent out;
    out.kind = "cancel";
    out.own = cancel_members({id});
    return out;
}

TEST_CASE(
    "what was kept about duty is what the events say, whoever wrote them and in whatever order they came") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 dice(seed);
        const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(dice() % n); };
        Home ada("ada", {}, seed), bo("bo", {}, seed + 100);
        ada.write(rules(ada, "ada bo cy dee"));
        bo.join(ada, Right::lead);
        std::vector<Event> last;
        for (int step = 0; step < 60; ++step) {
            auto& home = pick(2) ? ada : bo;
            auto& other = &home == &ada ? bo : ada;
            switch (pick(9)) {
                case 0:
                    home.clock.advance(static_cast<std::int64_t>(pick(20)) * kHour);
                    break;
                case 1:
                    last = {home.write(away_of(home, kPeople[pick(4)]))};
                    break;
                case 2:
                    if (!last.empty()) last = {home.write(undo(last.front()))};
                    break;
                case 3:
                    if (!last.empty()) last = {home.write(cancel_of(last.front().id))};
                    break;
                case 4:
                    last = home.write(rules(home, pick(2) ? "ada bo cy dee" : "dee ada"));
                    break;
                case 5:
                    home.call("A call");
                    break;
                case 6: {
                    auto log = other.log();
                    std::ranges::shuffle(log, dice);
                    log.resize(pick(log.size() + 1));
                    home.accept(log);
                    break;
                }
                default:
                    last = home.write(
                        {cover_of(home, 0, 1 + static_cast<std::int64_t>(pick(30)), kPeople[pick(4)]),
                         cover_of(home, 5, 9, kPeople[pick(4)])});
            }
            for (auto* each : {&ada, &bo}) CHECK(answered(*each) == evaluated(*each));
        }
        exchange(ada, bo);
        bo.clock.advance(ada.clock.now() - bo.clock.now());
        CHECK(answered(ada) == answered(bo));
    }
}

TEST_CASE("each write leaves an answer for the moment it was made in") {
    Home home;
    home.write(rules(home, "ada bo"));
    const auto kept = [&](Instant t) {
        return read_duty_row(home.store().meta("duty"), system_zones().version(), t).has_value();
    };
    CHECK(kept(home.clock.now()));
    const auto from = home.clock.now();
    home.clock.advance(3 * kDay);
    CHECK_FALSE(kept(home.clock.now()));
    home.call("Any write");
    CHECK(kept(home.clock.now()));
    CHECK_FALSE(kept(from));
    home.write(cover_of(home, 1, 1, "bo"));
    // It begins an hour after the moment before the write.
    CHECK(kept(home.clock.now() + kHour + -kSecond + -1));
    CHECK_FALSE(kept(home.clock.now() + kHour + -kSecond));
}

TEST_CASE("the last part of a command may come behind what takes the command back") {
    Home ada, bo("bo", {}, 2);
    ada.write(rules(ada, "ada bo"));
    const auto ticket = ada.call("A call");
    bo.join(ada);
    const auto made = ada.write({cover_of(ada, 0, 20, "cy"), text("note", ticket, "Cy has it.")});
    const auto taken_back = ada.write(undo(made.back()));
    bo.clock.advance(kHour);
    const auto before = answered(bo);
    bo.accept({made.front(), taken_back});
    CHECK(answered(bo) != before);
    bo.accept({made.back()});
    CHECK(answered(bo) == before);
}

TEST_CASE("an answer that was made with other zones is not used") {
    Home home;
    home.write(rules(home, "ada bo"));
    const auto row = home.store().meta("duty");
    CHECK(read_duty_row(row, system_zones().version(), home.clock.now()));
    CHECK_FALSE(read_duty_row(row, "1970a", home.clock.now()));
    home.close();
    const OtherRelease other("1970a");
    const auto reader = unwrap(Store::open(home.paths(), Access::read, other));
    CHECK(words(reader->duty(home.clock.now())) ==
          words(read_duty_row(row, system_zones().version(), home.clock.now()).value()));
}

TEST_CASE("an answer of zones that do not say their release is not used") {
    Home home;
    home.write(rules(home, "ada bo"));
    const auto now = home.clock.now();
    const auto answer = unwrap(home.store().duty(now));
    CHECK(read_duty_row(duty_row(answer, "2026f"), "2026f", now));
    CHECK_FALSE(read_duty_row(duty_row(answer, "unknown"), "unknown", now));
}

TEST_CASE("a machine's own events may come back to it in any order, too") {
    Home ada;
    ada.write(rules(ada, "ada bo"));
    const auto ticket = ada.call("A call");
    const auto kept = ada.log();
    const auto before = answered(ada);
    const auto made = ada.write({cover_of(ada, 0, 20, "cy"), text("note", ticket, "Cy has it.")});
    const auto taken_back = ada.write(undo(made.back()));
    ada.close();
    for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(ada.paths().database() + end);
    ada.reopen();
    ada.accept(kept);
    CHECK(answered(ada) == before);
    ada.accept({made.front(), taken_back});
    CHECK(answered(ada) != before);
    ada.accept({made.back()});
    CHECK(answered(ada) == before);
}

TEST_CASE("a home without rules has no answer, and a rehearsal leaves none") {
    Home home;
    home.call("A call");
    CHECK(answered(home) == "no rules in force");
    const auto contents = rules(home, "ada bo");
    const auto rehearsed = home.store().write<bool>(home.founder, home.clock, home.random, true,
                                                    [&](WriteSession& session) -> Result<bool> {
                                                        DS_CHECK(session.append(contents));
                                                        return session.on_duty("first-level").has_value();
                                                    });
    CHECK(unwrap(rehearsed));
    CHECK(answered(home) == "no rules in force");
}

TEST_CASE("no other text is taken for an answer") {
    for (const auto* text : {"", "{}", "[]", "[2]", "[1", "no"})
        CHECK_FALSE(read_duty_row(text, system_zones().version(), kMorning));
}

}  // namespace
}  // namespace dsupport::test
