// What a calendar is told of the rota: names that stay, numbers that only grow, and what was called off.
#include "lib/rota/calendar.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/unit/support/rota.hh"

namespace dsupport {
namespace {

using namespace test;

const CalendarWish kYear{at("2026-01-05T09:00:00Z"), at("2027-01-01T00:00:00Z"), {}, {}};

/// The history of one desk, state by state.
struct Story {
    RotaHistory history{filled<EventId>(0xAA), {}, {Instant{kSecond}}};

    Story& now(const Desk& desk) {
        history.states.push_back({desk.team, desk.exceptions});
        return *this;
    }
    /// An edit of the rules, at that second.
    Story& edit(const Desk& desk, std::int64_t second) {
        history.sweeping.push_back({second * kSecond});
        return now(desk);
    }
    std::vector<CalendarEntry> entries(const CalendarWish& wish = kYear) const {
        return calendar(history, system_zones(), wish);
    }
    /// `UID-without-domain +|- person since until`, a line each; with the sequence in front if asked for.
    std::string text(const CalendarWish& wish, bool numbered = false) const {
        std::string out;
        for (const auto& e : entries(wish)) {
            if (!out.empty()) out += "\n";
            if (numbered) out += std::to_string(e.sequence) + " ";
            out += e.uid.substr(0, e.uid.find('@')) + (e.cancelled ? " - " : " + ") +
                   (e.person.empty() ? "nobody" : e.person.value) + " " + rfc3339(e.since).substr(5, 8) +
                   " " + rfc3339(e.until).substr(5, 8);
        }
        return out;
    }
};

CalendarWish span(std::string_view from, std::string_view to) {
    return {at(from), at(to), {}, {}};
}

Desk weekly() {
    Desk desk({ring("2026-01-05T09:00:00", kWeekly, "ada bo cy")});
    desk.team.people[{"dee"}];
    return desk;
}

TEST_CASE("a shift is named by role, seat, version and turn, and the team") {
    const auto desk = weekly();
    const auto entries = Story().now(desk).entries(span("2026-01-12T09:00:00Z", "2026-01-19T09:00:00Z"));
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].uid == "first-level-0-20260105T090000-1@aaaaaaaaaaaa.dsupport");
    CHECK(entries[0].person == PersonId{"bo"});
    CHECK(rfc3339(entries[0].since) == "2026-01-12T09:00:00Z");
    CHECK(rfc3339(entries[0].until) == "2026-01-19T09:00:00Z");
    CHECK(entries[0].sequence == 1000);
    CHECK(entries[0].changed == Instant{kSecond});
    CHECK(!entries[0].cancelled);
}

TEST_CASE("two versions, roles and seats never share a name") {
    auto two = ring("2026-01-05T09:00:00", kDaily, "ada bo cy dee eve");
    two.capacity = 2;
    Desk desk({two, ring("2026-02-01T09:00:00", kDaily, "bo ada")},
              {ring("2026-01-05T09:00:00", kDaily, "fay gil hal")});
    desk.cover({first("2026-01-20T09:00:00", "2026-02-03T12:00:00", "gil")});
    std::map<std::string, int> seen;
    for (const auto& entry : Story().now(desk).entries()) CHECK(++seen[entry.uid] == 1);
    CHECK(seen.size() > 700);
}

TEST_CASE("a cover splits a turn into parts, of which its own keeps its name whatever comes") {
    auto desk = weekly();
    Story story;
    story.now(desk);
    desk.cover({first("2026-01-08T00:00:00", "2026-01-09T00:00:00", "dee")});
    const auto week = span("2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z");
    CHECK(story.now(desk).text(week, true) ==
          "1001 first-level-0-20260105T090000-0 + ada 01-05T09 01-08T00\n"
          "1001 first-level-0-20260105T090000-0-010101010101 + dee 01-08T00 01-09T00\n"
          "1001 first-level-0-20260105T090000-0.1 + ada 01-09T00 01-12T09");
    desk.cover({first("2026-01-06T00:00:00", "2026-01-07T00:00:00", "bo")});
    CHECK(story.now(desk).text(week) ==
          "first-level-0-20260105T090000-0 + ada 01-05T09 01-06T00\n"
          "first-level-0-20260105T090000-0-020202020202 + bo 01-06T00 01-07T00\n"
          "first-level-0-20260105T090000-0.1 + ada 01-07T00 01-08T00\n"
          "first-level-0-20260105T090000-0-010101010101 + dee 01-08T00 01-09T00\n"
          "first-level-0-20260105T090000-0.2 + ada 01-09T00 01-12T09");
}

TEST_CASE("a part has the same name from wherever in its turn one looks") {
    auto desk = weekly();
    desk.cover({first("2026-01-08T00:00:00", "2026-01-09T00:00:00", "dee")});
    CHECK(Story().now(desk).text(span("2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z")) ==
          "first-level-0-20260105T090000-0.1 + ada 01-09T00 01-12T09");
}

TEST_CASE("what is taken back is called off under the names it had") {
    auto desk = weekly();
    Story story;
    story.now(desk);
    desk.cover({first("2026-01-08T00:00:00", "2026-01-09T00:00:00", "dee")});
    story.now(desk);
    desk.exceptions.covers[0].live = false;
    desk.exceptions.cancels.push_back({{filled<EventId>(2), filled<ReplicaKey>(1), Instant{9 * kSecond}, {}},
                                       {desk.exceptions.covers[0].made.id}});
    story.now(desk);
    const auto week = span("2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z");
    CHECK(story.text(week, true) ==
          "1002 first-level-0-20260105T090000-0 + ada 01-05T09 01-12T09\n"
          "1002 first-level-0-20260105T090000-0-010101010101 - dee 01-08T00 01-09T00\n"
          "1002 first-level-0-20260105T090000-0.1 - ada 01-09T00 01-12T09");
    CHECK(story.entries(week)[0].changed == Instant{9 * kSecond});
    // The week after was never touched.
    CHECK(story.text(span("2026-01-12T09:00:00Z", "2026-01-19T09:00:00Z"), true) ==
          "1000 first-level-0-20260105T090000-1 + bo 01-12T09 01-19T09");
    // Of what was called off before the first of the states nothing is left.
    story.history.states.erase(story.history.states.begin(), story.history.states.begin() + 2);
    CHECK(story.text(week) == "first-level-0-20260105T090000-0 + ada 01-05T09 01-12T09");
}

TEST_CASE("in the calendar of one person a shift that goes to another is called off") {
    auto desk = weekly();
    Story story;
    story.now(desk);
    desk.cover({first("2026-01-12T09:00:00", "2026-01-19T09:00:00", "dee")});
    story.now(desk);
    auto wish = span("2026-01-12T09:00:00Z", "2026-01-19T09:00:00Z");
    wish.person = {"bo"};
    CHECK(story.text(wish) == "first-level-0-20260105T090000-1 - bo 01-12T09 01-19T09");
    wish.person = {"dee"};
    CHECK(story.text(wish) == "first-level-0-20260105T090000-1-010101010101 + dee 01-12T09 01-19T09");
    wish.person = {};
    wish.role = Role::technical;
    CHECK(story.text(wish).empty());
}

TEST_CASE("a new version calls off the turns that it replaces and changes the one that it ends") {
    auto desk = weekly();
    Story story;
    story.now(desk);
    auto after = weekly();
    after.team.rota.rings[0].push_back(ring("2026-01-14T09:00:00", kWeekly, "bo ada"));
    story.edit(after, 7);
    CHECK(story.text(span("2026-01-12T09:00:00Z", "2026-01-22T00:00:00Z"), true) ==
          "2000 first-level-0-20260105T090000-1 + bo 01-12T09 01-14T09\n"
          "2000 first-level-0-20260114T090000-0 + bo 01-14T09 01-21T09\n"
          "2000 first-level-0-20260105T090000-2 - cy 01-19T09 01-26T09\n"
          "2000 first-level-0-20260114T090000-1 + ada 01-21T09 01-28T09");
}

TEST_CASE("a turn that an edit moves out of the span is told where it went") {
    Desk desk(
        {ring("2026-01-05T09:00:00", kWeekly, "ada bo"), ring("2026-02-02T09:00:00", kWeekly, "ada bo")});
    Story story;
    story.now(desk);
    desk.team.rota.rings[0][1].every.count = 2;
    story.edit(desk, 7);
    CHECK(story.text(span("2026-02-09T09:00:00Z", "2026-02-16T09:00:00Z")) ==
          "first-level-0-20260202T090000-0 + ada 02-02T09 02-16T09\n"
          "first-level-0-20260202T090000-1 + bo 02-16T09 03-02T09");
}

TEST_CASE("a vacant seat stands in the calendar as well") {
    auto desk = weekly();
    desk.away("ada", "2026-01-07", "2026-01-08");
    CHECK(Story().now(desk).text(span("2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z"), true) ==
          "1001 first-level-0-20260105T090000-0 + ada 01-05T09 01-07T00\n"
          "1001 first-level-0-20260105T090000-0.1 + nobody 01-07T00 01-08T00\n"
          "1001 first-level-0-20260105T090000-0.2 + ada 01-08T00 01-12T09");
}

/// Exceptions thrown by dice, in the order in which they were written.
class Thrown {
  public:
    explicit Thrown(std::uint64_t seed) : random_(seed) {
        static const std::vector<std::string> kNames = {"ada", "bo", "cy", "dee", ""};
        for (std::uint8_t i = 1; i <= 14; ++i) {
            const Authorship made{filled<EventId>(i), filled<ReplicaKey>(1), Instant{i * kSecond}, {"lead"}};
            const auto from = civil("2026-01-05T00:00:00").seconds + below(std::int64_t{14} * 24) * 3600;
            const CivilTime begin{from}, end{from + (1 + below(60)) * 3600};
            const auto& who = kNames[static_cast<std::size_t>(below(5))];
            const Piece one{
                {below(2) ? Role::first_level : Role::technical, 0}, begin, end, "UTC", {who}, {}};
            switch (below(4)) {
                case 0:
                    all_.aways.push_back({made, {who.empty() ? "ada" : who}, begin, end, true});
                    break;
                case 1:
                    all_.cancels.push_back(
                        {made, {filled<EventId>(static_cast<std::uint8_t>(1 + below(i)))}});
                    break;
                default:
                    all_.covers.push_back({made, {one}, {}, true});
                    // What its writer saw, or did not see.
                    if (below(3) > 0)
                        all_.covers.back().beats = {filled<EventId>(static_cast<std::uint8_t>(i - 1))};
            }
        }
    }
    /// A log that has each of them or not.
    Exceptions some(std::uint64_t which) const {
        const auto here = [&](const auto& one) { return (which >> one.made.id.view()[0] & 1U) != 0; };
        Exceptions out;
        std::ranges::copy_if(all_.covers, std::back_inserter(out.covers), here);
        std::ranges::copy_if(all_.aways, std::back_inserter(out.aways), here);
        std::ranges::copy_if(all_.cancels, std::back_inserter(out.cancels), here);
        for (const auto& cancel : out.cancels) {
            for (auto& cover : out.covers) cover.live = cover.live && cover.made.id != cancel.ids[0];
            for (auto& away : out.aways) away.live = away.live && away.made.id != cancel.ids[0];
        }
        return out;
    }
    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_.next() % static_cast<std::uint64_t>(n));
    }

  private:
    FakeRandom random_;
    Exceptions all_;
};

TEST_CASE("the number of whatever changes is greater in each log that knows more, in any order of arrival") {
    Desk desk({ring("2026-01-05T09:00:00", kDaily, "ada bo cy dee")},
              {ring("2026-01-05T09:00:00", kDaily, "bo cy dee ada")});
    for (auto& rings : desk.team.rota.rings) rings[0].on_vacant = OnVacant::next;
    std::size_t changed = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        Thrown dice(seed);
        // One log, and another that has more of the events: early and late ones.
        const auto less = static_cast<std::uint64_t>(dice.below(1 << 15));
        const auto more = less | static_cast<std::uint64_t>(dice.below(1 << 15));
        Story before, after;
        desk.exceptions = dice.some(less);
        before.now(desk);
        after.now(desk);
        desk.exceptions = dice.some(more);
        after.now(desk);
        std::map<std::string, CalendarEntry> later;
        for (const auto& entry : after.entries(span("2026-01-05T09:00:00Z", "2026-01-25T00:00:00Z")))
            later[entry.uid] = entry;
        for (const auto& old : before.entries(span("2026-01-05T09:00:00Z", "2026-01-25T00:00:00Z"))) {
            CAPTURE(seed);
            CAPTURE(old.uid);
            REQUIRE(later.contains(old.uid));
            const auto& now = later.at(old.uid);
            CHECK(now.sequence >= old.sequence);
            if (now.person == old.person && now.since == old.since && now.until == old.until &&
                now.cancelled == old.cancelled)
                continue;
            ++changed;
            CHECK(now.sequence > old.sequence);
        }
    }
    CHECK(changed > 200);
}

}  // namespace
}  // namespace dsupport
