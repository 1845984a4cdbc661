#include "lib/ticket/register.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "lib/ticket/status.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

/// A write called by one letter: `{'c', 30, "ab"}` is made at t 30 and replaces a and b.
struct Write {
    char name;
    std::int64_t t;
    std::string replaces;
    enum Life { live, dead, held } life = live;
};

EventId id_of(char name) {
    return test::filled<EventId>(static_cast<std::uint8_t>(name));
}

std::vector<FieldValue> values(const std::vector<Write>& writes) {
    std::vector<FieldValue> out;
    for (const auto& w : writes) {
        FieldValue value{id_of(w.name),        {}, {w.t}, std::string(1, w.name), {}, w.life == Write::live,
                         w.life == Write::held};
        for (char c : w.replaces) value.replaces.push_back(id_of(c));
        out.push_back(std::move(value));
    }
    return out;
}

std::string names(const std::vector<FieldValue>& list) {
    std::string out;
    for (const auto& value : list) out += value.value.string();
    return out;
}
std::string names(const std::vector<EventId>& list) {
    std::string out;
    for (const auto& id : list) out += static_cast<char>(id.bytes[0]);
    return out;
}

struct Row {
    std::string what;
    std::vector<Write> writes;
    std::string heads;  ///< the shown one first
    std::string tips;
};

TEST_CASE("writes stand unless one that stands was made with them in sight") {
    const auto dead = Write::dead, held = Write::held;
    const std::vector<Row> rows = {
        {"nothing was written", {}, "", ""},
        {"one write", {{'a', 10, ""}}, "a", "a"},
        {"a later write replaces", {{'a', 10, ""}, {'b', 20, "a"}}, "b", "b"},
        {"a clock that is behind does not matter", {{'a', 10, ""}, {'b', 5, "a"}}, "b", "b"},
        {"two that did not see each other", {{'a', 10, ""}, {'b', 20, ""}}, "ba", "ab"},
        {"two after a common one", {{'a', 10, ""}, {'b', 20, "a"}, {'c', 30, "a"}}, "cb", "bc"},
        {"one that saw both ends it", {{'a', 10, ""}, {'b', 20, ""}, {'c', 15, "ab"}}, "c", "c"},
        {"one that saw one of them does not", {{'a', 10, ""}, {'b', 20, ""}, {'c', 30, "a"}}, "cb", "bc"},
        {"replaced writes reach far",
         {{'a', 10, ""}, {'b', 20, "a"}, {'c', 30, "b"}, {'d', 40, "c"}},
         "d",
         "d"},
        {"a diamond", {{'a', 10, ""}, {'b', 20, "a"}, {'c', 30, "a"}, {'d', 40, "bc"}}, "d", "d"},
        {"an undone write gives way to the one before", {{'a', 10, ""}, {'b', 20, "a", dead}}, "a", "b"},
        {"undoing below a later write changes nothing",
         {{'a', 10, ""}, {'b', 20, "a", dead}, {'c', 30, "b"}},
         "c",
         "c"},
        {"undone twice in a row", {{'a', 10, ""}, {'b', 20, "a", dead}, {'c', 30, "b", dead}}, "a", "c"},
        {"the only write was undone", {{'a', 10, "", dead}}, "", "a"},
        {"a redone write stands again", {{'a', 10, ""}, {'b', 20, "a"}}, "b", "b"},
        {"undoing one of two ends the conflict", {{'a', 10, ""}, {'b', 20, "", dead}}, "a", "ab"},
        {"a held write is not looked at", {{'a', 10, ""}, {'b', 20, "a", held}}, "a", "a"},
        {"a write that has not arrived", {{'a', 10, ""}, {'c', 30, "b"}}, "ca", "ac"},
        {"it arrives and closes the gap", {{'a', 10, ""}, {'b', 20, "a"}, {'c', 30, "b"}}, "c", "c"},
        {"equal times fall back to the id", {{'a', 10, ""}, {'b', 10, ""}}, "ba", "ab"},
        {"what it replaces is of a clock ahead", {{'a', 10, "b"}, {'b', 20, ""}}, "a", "a"},
        {"two that name each other", {{'a', 10, "b"}, {'b', 20, "a"}}, "", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        auto writes = values(row.writes);
        // Every order of arrival gives the same.
        std::ranges::sort(writes, {}, &FieldValue::event);
        do {
            const auto field = Register::build(writes);
            REQUIRE(names(field.heads()) == row.heads);
            REQUIRE(names(field.tips()) == row.tips);
            REQUIRE(field.history().size() == row.writes.size());
            REQUIRE(std::ranges::is_sorted(field.history(), {}, &FieldValue::t));
        } while (std::ranges::next_permutation(writes, {}, &FieldValue::event).found);
    }
}

TEST_CASE("doubles of one event are one write that replaces what any of them does") {
    // As an event writes them that places two variants of one mail.
    auto writes = values({{'a', 10, ""}, {'b', 10, ""}, {'c', 20, "a"}, {'c', 20, "b"}, {'c', 20, ""}});
    do {
        const auto field = Register::build(writes);
        REQUIRE(names(field.heads()) == "c");
        REQUIRE(names(field.tips()) == "c");
        REQUIRE(names(field.history()) == "abc");
    } while (std::ranges::next_permutation(writes, {}, [](const FieldValue& w) {
                 return std::pair(w.event, w.replaces);
             }).found);
    auto next = values({{'d', 30, "c"}});
    writes.insert(writes.end(), next.begin(), next.end());
    CHECK(names(Register::build(writes).heads()) == "d");
}

TEST_CASE("the shown value is the first head and there may be none") {
    CHECK(Register().shown() == nullptr);
    const auto field = Register::build(values({{'a', 10, ""}, {'b', 20, ""}}));
    REQUIRE(field.shown() != nullptr);
    CHECK(field.shown()->value == Json("b"));
}

TEST_CASE("equal times fall back to the machine before the id") {
    auto writes = values({{'a', 10, ""}, {'b', 10, ""}});
    writes[0].rep = test::filled<ReplicaKey>(2);
    writes[1].rep = test::filled<ReplicaKey>(1);
    CHECK(names(Register::build(writes).heads()) == "ab");
}

TEST_CASE("of concurrent statuses the more open one is shown whatever the clocks say") {
    const auto status = [](StatusKind kind) { return Status{kind, {}, "x", "fixed", {}}.json(); };
    const StatusKind down[] = {StatusKind::open, StatusKind::on_hold, StatusKind::pending,
                               StatusKind::closed};
    for (std::size_t more = 0; more < 4; ++more)
        for (std::size_t less = more; less < 4; ++less) {
            auto writes = values({{'a', 10, ""}, {'b', 20, ""}});
            writes[0].value = status(down[more]);
            writes[1].value = status(down[less]);
            const auto field = Register::build(writes, true);
            CAPTURE(status_name(down[more]));
            CAPTURE(status_name(down[less]));
            REQUIRE(field.heads().size() == 2);
            CHECK(field.shown()->event == id_of(more == less ? 'b' : 'a'));
        }
}

TEST_CASE("openness does not bring back a status that was replaced") {
    auto writes = values({{'a', 10, ""}, {'b', 20, "a"}});
    writes[0].value = Status{StatusKind::open, {}, {}, {}, {}}.json();
    writes[1].value = Status{StatusKind::closed, {}, {}, "fixed", {}}.json();
    const auto field = Register::build(writes, true);
    REQUIRE(field.heads().size() == 1);
    CHECK(field.shown()->event == id_of('b'));
}

}  // namespace
}  // namespace dsupport
