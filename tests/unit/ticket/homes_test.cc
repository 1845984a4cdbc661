#include "lib/ticket/homes.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::mail;
using test::ticket;

/// The tickets of the placements below, apart from the threads' own.
const TicketId kOne = ticket("one"), kTwo = ticket("two");

MailKey key(const std::string& name) {
    return mail_key(name + "@client");
}

/// The home of one mail, the same in every order and with every mail twice.
Home home(const std::string& name, std::vector<Mail> mails, const Placements& placements = {}) {
    const auto copy = mails;
    mails.insert(mails.end(), copy.begin(), copy.end());
    std::optional<Home> out;
    for (std::size_t turn = 0; turn < copy.size(); ++turn) {
        std::ranges::rotate(mails, mails.begin() + 1);
        const auto homes = find_homes(mails, placements);
        for (std::size_t i = 0; i < mails.size(); ++i) {
            if (mails[i].key != key(name)) continue;
            if (out) {
                REQUIRE(homes[i].ticket == out->ticket);
                REQUIRE(homes[i].rule == out->rule);
                REQUIRE(homes[i].parent == out->parent);
                REQUIRE(homes[i].possibly == out->possibly);
            }
            out = homes[i];
        }
    }
    REQUIRE(out);
    return *out;
}

Mail tagged(const std::string& name, const TicketId& of, std::string author = "ada@client",
            std::vector<std::string> references = {}) {
    auto out = mail(name, std::move(references), std::move(author));
    out.subject_tag = of.value.substr(0, 6);
    return out;
}

struct Row {
    std::string what;
    std::string of;
    std::vector<Mail> mails;
    Placements placements;
    TicketId ticket;
    HomeRule rule;
};

void check(const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        CAPTURE(row.what);
        const auto found = home(row.of, row.mails, row.placements);
        CHECK(found.ticket == row.ticket);
        CHECK(home_rule_name(found.rule) == home_rule_name(row.rule));
    }
}

const std::string kNonce(26, '0');

TEST_CASE("unplaced mails go where their thread's root id says") {
    check({
        {"alone", "a", {mail("a")}, {}, ticket("a"), HomeRule::root},
        {"an answer", "b", {mail("a"), mail("b", {"a"})}, {}, ticket("a"), HomeRule::root},
        {"the root has not arrived", "c", {mail("c", {"a", "b"})}, {}, ticket("a"), HomeRule::root},
        {"it names two threads",
         "c",
         {mail("a"), mail("b"), mail("c", {"a", "b"})},
         {},
         ticket("b"),
         HomeRule::root},
        {"a topmost mail names one nobody has",
         "b",
         {mail("a", {"x"}), mail("b", {"a"})},
         {},
         ticket("x"),
         HomeRule::root},
        {"two share a root nobody has",
         "b",
         {mail("a", {"x"}), mail("b", {"x"})},
         {},
         ticket("x"),
         HomeRule::root},
        {"two share another id nobody has",
         "b",
         {mail("a", {"w", "x"}), mail("b", {"v", "x"})},
         {},
         ticket("v"),
         HomeRule::root},
    });
}

TEST_CASE("what staff placed stays there and takes its answers along") {
    const std::vector<Mail> chain = {mail("a"), mail("b", {"a"}), mail("c", {"a", "b"}),
                                     mail("d", {"a", "b", "c"})};
    check({
        {"placed", "b", chain, {{key("b"), {kOne}}}, kOne, HomeRule::placed},
        {"its answer", "d", chain, {{key("b"), {kOne}}}, kOne, HomeRule::ancestor_placed},
        {"the nearest wins",
         "d",
         chain,
         {{key("a"), {kTwo}}, {key("c"), {kOne}}},
         kOne,
         HomeRule::ancestor_placed},
        {"above it the thread decides", "a", chain, {{key("b"), {kOne}}}, kOne, HomeRule::thread_placed},
        {"above two of them the smallest",
         "a",
         chain,
         {{key("b"), {kOne}}, {key("d"), {kTwo}}},
         std::min(kOne, kTwo),
         HomeRule::thread_placed},
        {"on two tickets at once",
         "b",
         chain,
         {{key("b"), {kOne, kTwo}}},
         std::min(kOne, kTwo),
         HomeRule::placed},
        {"placed before it arrived",
         "d",
         {mail("a"), mail("d", {"a", "b", "c"})},
         {{key("c"), {kOne}}},
         kOne,
         HomeRule::ancestor_placed},
        {"placements of others", "a", chain, {{key("z"), {kOne}}}, ticket("a"), HomeRule::root},
    });
}

TEST_CASE("a late ancestor joins and does not move the ticket") {
    const Placements placed = {{key("b"), {ticket("x")}}};
    CHECK(home("b", {mail("b", {"x"})}).ticket == ticket("x"));
    const std::vector<Mail> late = {mail("b", {"x"}), mail("x", {"w"}), mail("c", {"x"})};
    CHECK(home("b", late, placed).ticket == ticket("x"));
    CHECK(home("x", late, placed).ticket == ticket("x"));
    CHECK(home("x", late, placed).rule == HomeRule::thread_placed);
    CHECK(home("c", late, placed).ticket == ticket("x"));
    CHECK(home("b", late).ticket == ticket("w"));
}

TEST_CASE("an id of ours names the ticket") {
    const std::string three = "ds1." + kNonce + "." + kOne.value + "@example.org";
    const std::string two = "ds1." + kNonce + "@example.org";
    auto replied = mail("b");
    replied.in_reply_to = {three};
    auto lower = mail("b", {"DS1." + kNonce + "." + kTwo.value + "@x"});
    auto both = mail("b", {two});
    both.in_reply_to = {"x@client", three};
    check({
        {"three parts", "b", {mail("b", {three})}, {}, kOne, HomeRule::own_id},
        {"two parts are a root", "b", {mail("b", {two})}, {}, ticket_of_root(two), HomeRule::own_id},
        {"any case", "b", {lower}, {}, kTwo, HomeRule::own_id},
        {"In-Reply-To", "b", {replied}, {}, kOne, HomeRule::own_id},
        {"In-Reply-To before References", "b", {both}, {}, kOne, HomeRule::own_id},
        {"References from the right",
         "b",
         {mail("b", {three, two})},
         {},
         ticket_of_root(two),
         HomeRule::own_id},
        {"more than the root says", "b", {mail("a"), mail("b", {three, "a"})}, {}, kOne, HomeRule::own_id},
        {"its answers too",
         "c",
         {mail("a"), mail("b", {three}), mail("c", {"b"})},
         {},
         kOne,
         HomeRule::own_id},
        {"but not the mails above",
         "a",
         {mail("a"), mail("b", {three, "a"})},
         {},
         ticket("a"),
         HomeRule::root},
        {"a placed ancestor wins",
         "b",
         {mail("a"), mail("b", {three, "a"})},
         {{key("a"), {kTwo}}},
         kTwo,
         HomeRule::ancestor_placed},
        {"it wins over the rest of the thread",
         "b",
         {mail("a"), mail("b", {three, "a"}), mail("c", {"a"})},
         {{key("c"), {kTwo}}},
         kOne,
         HomeRule::own_id},
    });
    Mail own = mail("x", {three});
    own.message_id = three;
    own.key = mail_key(three);
    CHECK(find_homes(std::vector{own}, {}).front().rule == HomeRule::root);
}

TEST_CASE("the tag in the subject counts for somebody who wrote on that ticket") {
    const auto start = mail("a", {}, "Ada@Client");
    const auto other = mail("x", {}, "bo@client");
    check({
        {"the same sender", "b", {start, tagged("b", ticket("a"))}, {}, ticket("a"), HomeRule::subject_tag},
        {"a stranger", "b", {start, tagged("b", ticket("a"), "eve@evil")}, {}, ticket("b"), HomeRule::root},
        {"no sender at all",
         "b",
         {mail("a", {}, ""), tagged("b", ticket("a"), "")},
         {},
         ticket("b"),
         HomeRule::root},
        {"a ticket nobody knows", "b", {start, tagged("b", kOne)}, {}, ticket("b"), HomeRule::root},
        {"an answer below it follows",
         "c",
         {start, tagged("b", ticket("a")), mail("c", {"b"}, "eve@evil")},
         {},
         ticket("a"),
         HomeRule::subject_tag},
        {"a tag further down is not asked",
         "c",
         {start, other, tagged("c", ticket("a"), "ada@client", {"x"})},
         {},
         ticket("x"),
         HomeRule::root},
        {"sender by placement",
         "b",
         {other, tagged("b", kOne, "bo@client")},
         {{key("x"), {kOne}}},
         kOne,
         HomeRule::subject_tag},
        {"where a placed mail went, not where it was",
         "b",
         {start, tagged("b", ticket("a"))},
         {{key("a"), {kOne}}},
         ticket("b"),
         HomeRule::root},
        {"the thread's placement wins",
         "b",
         {start, tagged("b", ticket("a")), mail("c", {"b"})},
         {{key("c"), {kTwo}}},
         kTwo,
         HomeRule::thread_placed},
        {"an id of ours wins",
         "b",
         {start, tagged("b", ticket("a"), "ada@client", {"ds1." + kNonce + "." + kOne.value + "@x"})},
         {},
         kOne,
         HomeRule::own_id},
        {"its own ticket", "b", {tagged("b", ticket("b"))}, {}, ticket("b"), HomeRule::root},
    });
}

TEST_CASE("who learned an id of ours has not written on its ticket yet") {
    const auto guess = mail("a", {"ds1." + kNonce + "." + kOne.value + "@x"}, "eve@evil");
    CHECK(home("b", {guess, tagged("b", kOne, "eve@evil")}).ticket == ticket("b"));
}

TEST_CASE("mails that begin with tags cannot vouch for each other") {
    const auto a = tagged("a", ticket("b")), b = tagged("b", ticket("a"));
    CHECK(home("a", {a, b}).ticket == ticket("a"));
    CHECK(home("b", {a, b}).ticket == ticket("b"));
}

TEST_CASE("a stranger's mail is marked with the ticket it may mean") {
    const auto start = mail("a", {}, "ada@client");
    const auto stranger = home("b", {start, tagged("b", ticket("a"), "eve@evil")});
    CHECK(stranger.possibly == ticket("a"));
    CHECK(home("b", {start, tagged("b", ticket("a"))}).possibly.empty());
    CHECK(home("b", {tagged("b", ticket("b"))}).possibly.empty());
    CHECK(home("c", {start, tagged("b", ticket("a"), "eve@evil"), mail("c", {"b"})}).possibly == ticket("a"));
}

TEST_CASE("a code that fits two tickets decides nothing") {
    // Two uids that share their first six characters, as a hostile sender can make them.
    const TicketId first{"K7M2QX00000000000000000000"}, second{"K7M2QX00000000000000000004"};
    const Placements placed = {{key("a"), {first}}, {key("x"), {second}}};
    const auto twins = [&](const std::string& author) {
        return std::vector{mail("a"), mail("x", {}, author), tagged("b", first)};
    };
    CHECK(home("b", twins("ada@client"), placed).ticket == ticket("b"));
    CHECK(home("b", twins("bo@client"), placed).ticket == first);
    auto longer = twins("ada@client");
    longer.back().subject_tag = first.value;
    CHECK(home("b", longer, placed).ticket == first);
}

TEST_CASE("the ids of the placed variant decide, not those of one that came later under its id") {
    auto placed = mail("b", {"a"}), forged = mail("b", {"x"});
    for (int i = 0; placed.canonical() < forged.canonical(); ++i) forged.text = text_hash(std::to_string(i));
    const std::vector<Mail> mails = {mail("a"), placed, forged, mail("x")};
    const Placements at = {{placed.key, {kOne}}};
    Vouched vouched;
    vouched.variants[placed.key] = {placed.canonical()};
    const auto homes = find_homes(mails, at, vouched);
    CHECK(homes[1].parent == key("a"));
    CHECK(homes[1].speaks);
    CHECK_FALSE(homes[2].speaks);
    CHECK(homes[0].rule == HomeRule::thread_placed);
    CHECK(homes[3].rule == HomeRule::root);
}

TEST_CASE("a home names the parent and the topmost mail") {
    const auto found = home("c", {mail("a"), mail("b", {"a"}), mail("c", {"b"})});
    CHECK(found.parent == key("b"));
    CHECK(found.topmost == key("a"));
    CHECK(home("a", {mail("a")}).parent.zero());
}

}  // namespace
}  // namespace dsupport
