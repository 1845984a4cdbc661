#include "lib/ticket/digest.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "lib/base/crypto.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
using Events = std::vector<Event>;

struct Team : test::FakeTeam {
    Machine ada{1}, bo{2}, lea{3}, eve{9};
    Team() { add(ada, "ada").add(bo, "bo").add(lea, "lea", true); }
};

std::string lines_of(const State& state) {
    std::string out;
    for (const auto& [id, ticket] : state.tickets) out += canonical_line(ticket, state) + "\n";
    return out;
}

TEST_CASE("the log digest is of the sorted ids") {
    const auto a = test::filled<EventId>(1), b = test::filled<EventId>(2), c = test::filled<EventId>(255);
    // From Python: blake2b(b"dsupport-log-v1" + a + b + c, digest_size=32).
    const std::string wanted = "806a2a7b606f722eb217a0a7f3d20d4e72f12ec4fbf7849f4daa8724fde51bcc";
    CHECK(log_digest(std::vector{c, a, b}).hex() == log_digest(std::vector{a, b, c}).hex());
    CHECK(log_digest(std::vector{a, b, c}).hex() == wanted);
    CHECK(log_digest(std::vector{a, b}) != log_digest(std::vector{a, b, c}));
}

TEST_CASE("the state digest is of the lines, each with its line end") {
    StateDigest digest;
    digest.add(R"({"a":1})");
    digest.add(R"({"b":2})");
    // From Python: blake2b(b'dsupport-state-v1{"a":1}\n{"b":2}\n', digest_size=32).
    CHECK(digest.finish().hex() == "fb11b87598a6418dbb7cb653de03adda271b2b0706894f81f039a7b31239524e");
}

TEST_CASE("a ticket has this line") {
    Team team;
    const auto a = test::ticket("a"), b = test::ticket("b");
    const auto status = team.ada.write(test::set_status(a, Status{StatusKind::open, {}, {}, {}, {}}));
    const auto level = team.bo.write(test::set(a, "level", "technical"));
    const auto note = team.ada.write(test::text("note", a, "Call \"Bo\"."));
    const auto tag = team.bo.write(test::add_tag(a, "vip"));
    const auto link = team.ada.write(test::link(b, a, "merged"));
    const auto redact = team.lea.at(test::kMorning + kHour).write(test::redact(note));
    const Events events = {status, level, note, tag, link};
    const auto start = R"({"covers":[],"fields":{"level":[["technical",")" + level.id.hex() +
                       R"("]],"status":[[{"s":"open"},")" + status.id.hex() + R"("]]},"in":")" + a.value +
                       R"(","links":[["merged",")" + b.value + R"(",")" + a.value + R"(",")" + link.id.hex() +
                       R"("]],"messages":[[")" + note.id.hex() + R"(","note",")" + note.body_hash->hex() +
                       R"(",")";
    const auto end = R"("]],"placed":[],"tags":{"vip":[")" + tag.id.hex() + R"("]},"uid":")" + a.value +
                     R"(","void":false})";
    auto state = fold(events, {}, team);
    CHECK(canonical_line(state.tickets.at(a), state) == start + end);
    CHECK(state_digest(state) == Hash{blake2b<32>("dsupport-state-v1", lines_of(state))});

    auto redacted = events;
    redacted.push_back(redact);
    state = fold(redacted, {}, team);
    CHECK(canonical_line(state.tickets.at(a), state) == start + redact.id.hex() + end);
}

TEST_CASE("what was covered and placed is in the line of its ticket") {
    Team team;
    const auto a = test::ticket("a");
    const MailRef mail{mail_key("m@client"), test::filled<Hash>(5)};
    auto both = test::cover(a, {mail});
    both.placements = {{mail, {}}};
    const auto event = team.ada.write(both);
    const auto other = team.bo.write(test::place(test::ticket("b"), mail, {event.id}));
    const auto undo = team.ada.write(test::undo(event));
    const auto covers = R"("covers":[")" + mail.text() + R"("])";
    const auto placed = R"("placed":[[")" + mail.key.hex() + R"(",")" + event.id.hex() + R"("]])";
    const auto line = [&](const Events& events) {
        const auto state = fold(events, {}, team);
        return canonical_line(state.tickets.at(a), state);
    };
    CHECK(line({event}).find(covers) != std::string::npos);
    CHECK(line({event}).find(placed) != std::string::npos);
    CHECK(line({event, other}).find(covers) != std::string::npos);
    CHECK(line({event, other}).find(R"("placed":[])") != std::string::npos);
    CHECK(line({event, undo}).find(R"("covers":[])") != std::string::npos);
    CHECK(line({event, undo}).find(R"("placed":[])") != std::string::npos);
}

TEST_CASE("bodies that were forgotten and mails do not change the digest") {
    Team team;
    const auto note = team.ada.write(test::text("note", test::ticket("a"), "text"));
    auto forgotten = note;
    forgotten.content.body.reset();
    const std::vector mails = {test::mail("a")};
    const auto digest = state_digest(fold(Events{note}, {}, team));
    CHECK(state_digest(fold(Events{forgotten}, {}, team)) == digest);
    CHECK(lines_of(fold(Events{note}, mails, team)) == lines_of(fold(Events{note}, {}, team)));
}

/// A history of random commands of four machines, one of them not enrolled. Each sees the others' events only
/// now and then, so that concurrent writes happen.
Events random_history(std::uint32_t seed, Team& team) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const TicketId tickets[] = {test::ticket("a"), test::ticket("b"), test::ticket("c")};
    const std::string fields[] = {"level", "status", "assignee"};
    Machine* machines[] = {&team.ada, &team.bo, &team.lea, &team.eve};
    Events seen, all;
    for (int i = 0; i < 40; ++i) {
        auto& machine = *machines[below(4)];
        const auto& on = tickets[below(3)];
        if (below(4) == 0) seen = all;
        const auto state = fold(seen, {}, team);
        const auto ticket = state.tickets.find(on);
        const auto tips = [&](const std::string& field) {
            return ticket == state.tickets.end() ? std::vector<EventId>{}
                                                 : ticket->second.field(field).tips();
        };
        const auto& any = seen.empty() ? EventId{} : seen[below(seen.size())].id;
        const auto& field = fields[below(3)];
        EventContent content;
        switch (below(8)) {
            case 0:
            case 1:
            case 2:
                content =
                    field == "status"
                        ? test::set_status(
                              on,
                              {below(2) == 0 ? StatusKind::open : StatusKind::closed, {}, {}, "fixed", {}},
                              tips(field))
                        : test::set(on, field, below(2) == 0 ? "technical" : "first-level", tips(field));
                break;
            case 3:
                content = test::add_tag(on, "vip");
                break;
            case 4:
                content = test::drop_tag(on, "vip", {any});
                break;
            case 5:
                content = test::text("note", on, "note " + std::to_string(i));
                break;
            case 6:
                content = test::link(on, tickets[below(3)], below(2) == 0 ? "merged" : "related");
                break;
            default:
                content = test::content("undo");
                content.own.set("last", any.hex());
        }
        machine.at(test::kMorning + static_cast<std::int64_t>(below(100)) * kMinute);
        all.push_back(below(4) == 0 ? machine.more(content) : machine.write(content));
    }
    return all;
}

TEST_CASE("any order and any doubling of the events gives the same lines") {
    std::size_t conflicts = 0, undone = 0, merged = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        Team team;
        auto events = random_history(seed, team);
        const auto state = fold(events, {}, team);
        const auto wanted = lines_of(state);
        merged += state.components.size();
        for (const auto& [id, ticket] : state.tickets)
            for (const auto& [name, field] : ticket.fields) conflicts += field.heads().size() > 1 ? 1 : 0;
        for (const auto& life : find_lives(EventSet(events), team)) undone += life.undone_by ? 1 : 0;
        std::mt19937 random(seed);
        for (int turn = 0; turn < 8; ++turn) {
            auto shuffled = events;
            for (std::size_t i = 0; i < events.size(); ++i)
                if (random() % 3 == 0) shuffled.push_back(events[i]);
            std::ranges::shuffle(shuffled, random);
            CAPTURE(seed);
            REQUIRE(lines_of(fold(shuffled, {}, team)) == wanted);
        }
    }
    // The histories are worth shuffling.
    CHECK(conflicts > 20);
    CHECK(undone > 20);
    CHECK(merged > 10);
}

}  // namespace
}  // namespace dsupport
