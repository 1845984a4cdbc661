#include "lib/team/roster.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace dsupport {
namespace {

template <class Id>
Id id_of(std::uint32_t number) {
    Id out;
    for (std::size_t i = 0; i < 4; ++i) out.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return out;
}

const auto kAda = id_of<ReplicaKey>(1), kBo = id_of<ReplicaKey>(2), kCy = id_of<ReplicaKey>(3),
           kSafe = id_of<ReplicaKey>(9), kThief = id_of<ReplicaKey>(66);
const PersonId kAdaPerson{"ada"}, kBoPerson{"bo"}, kCyPerson{"cy"};

/// A log in the making. Ada founds the team; `write` continues a key's own chain, `roster` the roster's too.
struct World {
    std::vector<RosterEvent> events;
    std::map<EventId, ChainLink> links;
    std::map<ReplicaKey, ChainLink> heads;
    EventId team;
    std::int64_t rseq = 0;
    EventId rprev;
    std::uint32_t next = 100;

    World() {
        const auto link = write(kAda);
        team = link.id;
        events.push_back({link, TeamCreate{}, 0, {}});
    }
    ChainLink write(const ReplicaKey& key) {
        const auto head = heads.find(key);
        ChainLink link{key, 1, id_of<EventId>(next++), {}};
        if (head != heads.end()) link.seq = head->second.seq + 1, link.previous = head->second.id;
        links[link.id] = heads[key] = link;
        return link;
    }
    /// A roster event after the one written last.
    ChainLink roster(const ReplicaKey& author, decltype(RosterEvent::action) action) {
        const auto link = write(author);
        events.push_back({link, std::move(action), ++rseq, rprev});
        rprev = link.id;
        return link;
    }
    /// The same at the place of another, which it will compete with.
    ChainLink rival(const ReplicaKey& author, decltype(RosterEvent::action) action, std::int64_t at,
                    const EventId& base) {
        const auto link = write(author);
        events.push_back({link, std::move(action), at, base});
        return link;
    }
    ChainPoint head(const ReplicaKey& key) const { return {heads.at(key).seq, heads.at(key).id}; }
    void lose(const ChainLink& link) {
        links.erase(link.id);
        std::erase_if(events, [&](const RosterEvent& e) { return e.link.id == link.id; });
    }
    Roster fold() const {
        return Roster::fold(team, events, [this](const EventId& id) -> std::optional<ChainLink> {
            const auto it = links.find(id);
            if (it == links.end()) return std::nullopt;
            return it->second;
        });
    }
};

Standing judged(const Roster& roster, const ChainLink& link) {
    const auto* found = roster.judgement(link.id);
    REQUIRE(found);
    CHECK((found->standing == Standing::live) == found->why.empty());
    return found->standing;
}

TEST_CASE("the founder is the admin before anybody is granted anything") {
    World w;
    const auto event = w.write(kAda);
    const auto r = w.fold();
    CHECK(r.founder() == kAda);
    CHECK(r.admin() == kAda);
    CHECK(r.standing(event, Right::admin) == Standing::live);
    CHECK(r.person(kAda).empty());
    CHECK(r.last_rseq() == 0);
    CHECK(r.last_id().zero());
}

TEST_CASE("without the first event of the team everything waits") {
    World w;
    const auto grant = w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    w.events.erase(w.events.begin());
    const auto r = w.fold();
    CHECK(!r.founder());
    CHECK(judged(r, grant) == Standing::held);
    CHECK(r.standing(w.write(kAda)) == Standing::held);
    CHECK(Roster().standing(w.write(kAda)) == Standing::held);
}

TEST_CASE("events of a key wait for its grant, whenever they were written") {
    World w;
    const auto early = w.write(kBo);
    CHECK(w.fold().standing(early) == Standing::held);
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto r = w.fold();
    CHECK(r.standing(early) == Standing::live);
    CHECK(r.person(kBo) == kBoPerson);
    CHECK(r.standing(early, Right::lead) == Standing::voided);
    CHECK(r.standing(early, Right::admin) == Standing::voided);
    CHECK(r.active(kBo));
    CHECK_FALSE(r.active(kCy));
}

TEST_CASE("grants only raise rights") {
    World w;
    w.roster(kAda, Grant{kAda, kAdaPerson, Right::member});
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead});
    w.roster(kAda, Grant{kBo, {"bobby"}, Right::member});
    w.roster(kAda, Grant{kCy, kCyPerson, Right::admin});
    const auto r = w.fold();
    CHECK(r.find(kAda)->right == Right::admin);
    CHECK(r.find(kBo)->right == Right::lead);
    CHECK(r.person(kBo) == PersonId{"bobby"});
    CHECK(r.find(kCy)->right == Right::lead);
    CHECK(r.standing(w.write(kBo), Right::lead) == Standing::live);
}

TEST_CASE("a roster event of anybody but the admin is void") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead});
    const auto forged = w.rival(kBo, Grant{kThief, kBoPerson, Right::lead}, 2, w.rprev);
    const auto stranger = w.rival(kThief, Grant{kThief, kBoPerson, Right::lead}, 2, w.rprev);
    const auto good = w.roster(kAda, Grant{kCy, kCyPerson, Right::member});
    const auto r = w.fold();
    CHECK(judged(r, forged) == Standing::voided);
    CHECK(judged(r, stranger) == Standing::voided);
    CHECK(judged(r, good) == Standing::live);
    CHECK_FALSE(r.active(kThief));
    CHECK(r.last_rseq() == 2);
}

TEST_CASE("a gap in the roster holds what comes after it") {
    World w;
    const auto first = w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto second = w.roster(kAda, Grant{kCy, kCyPerson, Right::member});
    const auto third = w.roster(kAda, Grant{kThief, kBoPerson, Right::member});
    w.lose(second);
    const auto r = w.fold();
    CHECK(judged(r, first) == Standing::live);
    CHECK(judged(r, third) == Standing::held);
    CHECK(r.last_rseq() == 1);
    CHECK(!r.conflict());
    CHECK(r.standing(w.write(kThief)) == Standing::held);
}

TEST_CASE("of a cut key only what leads to the cut counts") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead});
    const auto one = w.write(kBo), two = w.write(kBo);
    w.roster(kAda, Cut{kBo, w.head(kBo), "left"});
    const auto three = w.write(kBo);
    // Forged upon the first event: the seq is low enough, the way back is another.
    const ChainLink branch{kBo, 2, id_of<EventId>(7), one.id};
    const ChainLink branch_end{kBo, 3, id_of<EventId>(8), branch.id};
    const auto r = w.fold();
    CHECK(r.standing(one) == Standing::live);
    CHECK(r.standing(two) == Standing::live);
    CHECK(r.standing(three) == Standing::voided);
    CHECK(r.standing(branch) == Standing::voided);
    CHECK(r.standing(branch_end) == Standing::voided);
    CHECK(r.standing(one, Right::lead) == Standing::live);
    CHECK(r.standing(one, Right::admin) == Standing::voided);
    CHECK_FALSE(r.active(kBo));
    CHECK(r.find(kBo)->cut_reasons == std::vector<std::string>{"left"});
}

TEST_CASE("a gap before the cut holds what it may hide") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto one = w.write(kBo), two = w.write(kBo), three = w.write(kBo), four = w.write(kBo);
    w.roster(kAda, Cut{kBo, w.head(kBo), ""});
    const auto five = w.write(kBo);
    w.lose(two);
    auto r = w.fold();
    CHECK(r.standing(four) == Standing::live);
    CHECK(r.standing(three) == Standing::live);
    CHECK(r.standing({kBo, 2, id_of<EventId>(7), one.id}) == Standing::voided);
    CHECK(r.standing(two) == Standing::live);
    CHECK(r.standing(one) == Standing::held);
    CHECK(r.standing(one, Right::lead) == Standing::voided);
    CHECK(r.standing(five) == Standing::voided);
    w.lose(four);
    r = w.fold();
    CHECK(r.standing(three) == Standing::held);
    CHECK(r.standing(one) == Standing::held);
    CHECK(r.standing(five) == Standing::voided);
}

TEST_CASE("a cut that is not where it says it is leaves nothing, and so does one before the first event") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    w.roster(kAda, Grant{kCy, kCyPerson, Right::member});
    const auto one = w.write(kBo), two = w.write(kBo), cy = w.write(kCy);
    w.roster(kAda, Cut{kBo, {1, two.id}, ""});
    w.roster(kAda, Cut{kCy, {}, "never was ours"});
    const auto r = w.fold();
    CHECK(r.standing(one) == Standing::voided);
    CHECK(r.standing(two) == Standing::voided);
    CHECK(r.standing(cy) == Standing::voided);
}

TEST_CASE("two cuts of one key both hold, and a grant does not undo them") {
    for (const bool low_first : {true, false}) {
        World w;
        w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
        const auto one = w.write(kBo), two = w.write(kBo);
        const ChainPoint low{1, one.id}, high{2, two.id};
        w.roster(kAda, Cut{kBo, low_first ? low : high, ""});
        w.roster(kAda, Cut{kBo, low_first ? high : low, ""});
        w.roster(kAda, Grant{kBo, kBoPerson, Right::lead});
        const auto r = w.fold();
        CHECK(r.standing(one) == Standing::live);
        CHECK(r.standing(two) == Standing::voided);
        CHECK_FALSE(r.active(kBo));
    }
}

TEST_CASE("what was void stays void when the right is raised later, in a fork of the chain too") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto one = w.write(kBo), known = w.write(kBo);
    const ChainLink branch{kBo, 2, id_of<EventId>(7), one.id};
    CHECK(w.fold().standing(known, Right::lead) == Standing::voided);
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead, known.seq});
    const auto next = w.write(kBo);
    auto r = w.fold();
    for (const auto& link : {one, known, branch}) {
        CHECK(r.standing(link, Right::lead) == Standing::voided);
        CHECK(r.standing(link, Right::member) == Standing::live);
    }
    CHECK(r.standing(next, Right::lead) == Standing::live);
    CHECK(r.find(kBo)->right == Right::lead);
    // A grant that says less takes nothing back, one that says more gives more.
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead, next.seq});
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member, next.seq});
    CHECK(w.fold().standing(next, Right::lead) == Standing::live);
    CHECK(w.fold().standing(one, Right::member) == Standing::live);
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead, one.seq});
    CHECK(w.fold().standing(known, Right::lead) == Standing::live);
    CHECK(w.fold().standing(one, Right::lead) == Standing::voided);
}

TEST_CASE("a first grant lets the whole chain count, unless it says otherwise") {
    World w;
    const auto one = w.write(kBo), two = w.write(kBo), cy = w.write(kCy);
    w.roster(kAda, Grant{kBo, kBoPerson, Right::lead, one.seq});
    w.roster(kAda, Grant{kCy, kCyPerson, Right::lead});
    const auto r = w.fold();
    CHECK(r.standing(one) == Standing::voided);
    CHECK(r.standing(two) == Standing::live);
    CHECK(r.standing(cy, Right::lead) == Standing::live);
}

TEST_CASE("a new admin's rights begin where the handover says, and end where the next one does") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto before = w.write(kBo);
    w.roster(kAda, AdminHandover{kBo, w.head(kAda), before.seq});
    const auto reigning = w.write(kBo);
    for (const bool over : {false, true}) {
        CAPTURE(over);
        if (over) w.roster(kBo, AdminHandover{kAda, w.head(kBo), w.head(kAda).seq});
        const auto r = w.fold();
        CHECK(r.standing(before, Right::admin) == Standing::voided);
        CHECK(r.standing(before, Right::lead) == Standing::voided);
        CHECK(r.standing(before) == Standing::live);
        CHECK(r.standing(reigning, Right::admin) == Standing::live);
        CHECK(r.standing(reigning, Right::lead) == Standing::live);
        CHECK(r.standing(w.events.front().link, Right::admin) == Standing::live);
    }
    CHECK(w.fold().standing(w.write(kBo), Right::admin) == Standing::voided);
    CHECK(w.fold().standing(w.write(kAda), Right::admin) == Standing::live);
}

TEST_CASE("a key that was cut and never granted stays out") {
    World w;
    const auto event = w.write(kThief);
    w.roster(kAda, Cut{kThief, w.head(kThief), ""});
    const auto r = w.fold();
    CHECK(r.standing(event) == Standing::held);
    CHECK(r.standing(w.write(kThief)) == Standing::voided);
}

TEST_CASE("the admin hands over at a point of its own chain") {
    World w;
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto document = w.write(kAda);
    w.roster(kAda, AdminHandover{kBo, w.head(kAda)});
    const auto late = w.write(kAda);
    const auto forged = w.rival(kAda, Grant{kThief, kAdaPerson, Right::lead}, 3, w.rprev);
    const auto next = w.roster(kBo, Grant{kCy, kCyPerson, Right::member});
    const auto r = w.fold();
    CHECK(r.admin() == kBo);
    CHECK(r.standing(document, Right::admin) == Standing::live);
    CHECK(r.standing(late, Right::admin) == Standing::voided);
    CHECK(r.standing(late, Right::lead) == Standing::live);
    CHECK(r.find(kAda)->right == Right::lead);
    CHECK(r.standing(w.write(kBo), Right::admin) == Standing::live);
    CHECK(judged(r, forged) == Standing::voided);
    CHECK(judged(r, next) == Standing::live);
    CHECK_FALSE(r.active(kThief));

    w.lose(document);
    CHECK(w.fold().standing(w.events.front().link, Right::admin) == Standing::held);
}

TEST_CASE("an admin who comes back has its rights again") {
    World w;
    w.roster(kAda, AdminHandover{kBo, w.head(kAda)});
    const auto between = w.write(kAda);
    w.roster(kBo, AdminHandover{kAda, {}});
    const auto r = w.fold();
    CHECK(r.admin() == kAda);
    CHECK(r.standing(between, Right::admin) == Standing::live);
    CHECK(r.find(kBo)->right == Right::lead);
    CHECK(r.find(kAda)->right == Right::admin);
}

TEST_CASE("two roster events at one place wait for the recovery key, with all later ones") {
    World w;
    w.roster(kAda, RecoveryKey{kSafe});
    const auto base = w.rprev;
    const auto one = w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto after_one = w.roster(kAda, Grant{kCy, kCyPerson, Right::member});
    const auto two = w.rival(kAda, Grant{kThief, kBoPerson, Right::member}, 2, base);
    auto r = w.fold();
    CHECK(r.conflict() == 2);
    CHECK(r.last_rseq() == 1);
    for (const auto& event : {one, two, after_one}) CHECK(judged(r, event) == Standing::held);
    CHECK_FALSE(r.active(kBo));

    const auto choice = w.rival(kSafe, Grant{kBo, kBoPerson, Right::lead}, 2, base);
    r = w.fold();
    CHECK(!r.conflict());
    CHECK(judged(r, choice) == Standing::live);
    for (const auto& event : {one, two, after_one}) CHECK(judged(r, event) == Standing::voided);
    CHECK(r.find(kBo)->right == Right::lead);
    CHECK(r.last_id() == choice.id);

    const auto onward = w.rival(kAda, Grant{kCy, kCyPerson, Right::member}, 3, choice.id);
    r = w.fold();
    CHECK(judged(r, onward) == Standing::live);
    CHECK(r.active(kCy));
    CHECK(r.last_rseq() == 3);
}

TEST_CASE("the recovery key takes a stolen team back") {
    World w;
    w.roster(kAda, RecoveryKey{kSafe});
    w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    const auto honest = w.write(kAda);
    const auto point = w.head(kAda);
    const auto base = w.rprev;
    // The thief has Ada's key: a new recovery key, an own key, and Bo thrown out.
    const auto a = w.roster(kAda, RecoveryKey{kThief});
    const auto b = w.roster(kAda, Grant{kThief, kAdaPerson, Right::lead});
    const auto c = w.roster(kThief, Cut{kBo, {}, ""});
    const auto d = w.rival(kAda, Cut{kSafe, {}, ""}, 6, c.id);
    CHECK(w.fold().recovery() == kThief);

    const auto take = w.rival(kSafe, AdminHandover{kBo, point}, 3, base);
    const auto cut = w.rival(kSafe, Cut{kAda, point, "stolen"}, 4, take.id);
    const auto bo = w.rival(kBo, Grant{kCy, kCyPerson, Right::member}, 5, cut.id);
    const auto r = w.fold();
    for (const auto& event : {take, cut, bo}) CHECK(judged(r, event) == Standing::live);
    for (const auto& event : {a, b, c, d}) CHECK(judged(r, event) == Standing::voided);
    CHECK(r.admin() == kBo);
    CHECK(r.recovery() == kSafe);
    CHECK(r.active(kBo));
    CHECK(r.active(kCy));
    CHECK(r.standing(honest, Right::admin) == Standing::live);
    CHECK(r.standing(a, Right::admin) == Standing::voided);
    CHECK(r.standing(w.write(kThief)) == Standing::held);
}

TEST_CASE("an admin whose key was cut cannot write the roster any more") {
    World w;
    w.roster(kAda, RecoveryKey{kSafe});
    const auto hidden = w.write(kAda);
    w.roster(kSafe, Cut{kAda, w.head(kAda), "lost"});
    const auto after = w.rival(kAda, Grant{kThief, kAdaPerson, Right::member}, 3, w.rprev);
    CHECK(judged(w.fold(), after) == Standing::voided);
    const auto next = w.roster(kSafe, AdminHandover{kBo, w.head(kAda)});
    const auto r = w.fold();
    CHECK(judged(r, next) == Standing::live);
    CHECK(r.admin() == kBo);
    CHECK(r.standing(hidden) == Standing::live);
}

TEST_CASE("the recovery key may think again at the same place") {
    World w;
    w.roster(kAda, RecoveryKey{kSafe});
    const auto base = w.rprev;
    const auto first = w.roster(kSafe, Grant{kBo, kBoPerson, Right::member});
    const auto second = w.rival(kSafe, Grant{kCy, kCyPerson, Right::member}, 2, base);
    const auto r = w.fold();
    CHECK(judged(r, first) == Standing::voided);
    CHECK(judged(r, second) == Standing::live);
}

TEST_CASE("a replaced recovery key has no more say") {
    World w;
    w.roster(kAda, RecoveryKey{kSafe});
    w.roster(kAda, RecoveryKey{kCy});
    const auto old_word = w.rival(kSafe, Grant{kThief, kAdaPerson, Right::lead}, 3, w.rprev);
    const auto new_word = w.roster(kCy, Grant{kBo, kBoPerson, Right::lead});
    const auto r = w.fold();
    CHECK(judged(r, old_word) == Standing::voided);
    CHECK(judged(r, new_word) == Standing::live);
}

TEST_CASE("what a newer version wrote keeps its place and changes nothing") {
    World w;
    w.roster(kAda, UnknownAction{});
    const auto after = w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    CHECK(judged(w.fold(), after) == Standing::live);
}

TEST_CASE("events in places that cannot be are void") {
    World w;
    const auto first = w.roster(kAda, Grant{kBo, kBoPerson, Right::member});
    w.roster(kAda, Grant{kCy, kCyPerson, Right::member});
    const auto zero = w.rival(kAda, UnknownAction{}, 0, {});
    const auto negative = w.rival(kAda, UnknownAction{}, -5, first.id);
    const auto no_base = w.rival(kAda, UnknownAction{}, 3, {});
    const auto first_with_base = w.rival(kAda, UnknownAction{}, 1, first.id);
    const auto jump = w.rival(kAda, UnknownAction{}, 9, w.rprev);
    const auto back = w.rival(kAda, UnknownAction{}, 3, first.id);
    const auto other_team = w.rival(kBo, TeamCreate{}, 0, {});
    const auto create_in_chain = w.rival(kAda, TeamCreate{}, 3, w.rprev);
    const auto r = w.fold();
    for (const auto& event :
         {zero, negative, no_base, first_with_base, jump, back, other_team, create_in_chain})
        CHECK(judged(r, event) == Standing::voided);
    CHECK(r.last_rseq() == 2);
    CHECK(r.founder() == kAda);
}

TEST_CASE("two events of one key with one seq are a fork") {
    World w;
    const auto one = w.write(kBo);
    const ChainLink twin{kBo, one.seq, id_of<EventId>(7), {}};
    CHECK(find_forks({one, one, w.write(kBo), w.write(kAda)}).empty());
    const auto forks = find_forks({one, w.write(kAda), twin, one});
    REQUIRE(forks.size() == 1);
    CHECK(forks[0].author == kBo);
    CHECK(forks[0].seq == 1);
    CHECK(forks[0].ids == std::vector{twin.id, one.id});
}

TEST_CASE("each section of the team document has its right") {
    for (const auto* section : {"group", "people", "clients", "natures", "sla", "unheard-of"})
        CHECK(right_for_section(section) == Right::admin);
    for (const auto* section : {"rota", "lines", "templates"})
        CHECK(right_for_section(section) == Right::lead);
    CHECK(right_for_section("keeper") == Right::member);
}

/// Everything a roster says, for comparing.
std::string described(const Roster& r, const World& w) {
    const auto letter = [](Standing s) { return std::string(1, "LHV"[static_cast<int>(s)]); };
    std::string out =
        std::to_string(r.last_rseq()) + r.last_id().hex() + std::to_string(r.conflict().value_or(0));
    for (const auto& event : w.events)
        out += letter(r.judgement(event.link.id)->standing) + r.judgement(event.link.id)->why;
    for (const auto& [id, link] : w.links)
        for (const auto right : {Right::member, Right::lead, Right::admin})
            out += letter(r.standing(link, right));
    for (const auto& [key, enrolment] : r.keys())
        out += key.hex() + enrolment.person.value + std::to_string(static_cast<int>(enrolment.right));
    return out;
}

TEST_CASE("any order and any repetition of the same events give the same roster") {
    std::mt19937 random(20261124);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const std::vector<ReplicaKey> keys = {kAda, kBo, kCy, kSafe, kThief};
    const std::vector<PersonId> people = {kAdaPerson, kBoPerson, kCyPerson};
    std::size_t live = 0, held = 0, voided = 0, conflicts = 0;
    for (int round = 0; round < 400; ++round) {
        World w;
        w.roster(kAda, RecoveryKey{kSafe});
        std::vector<ChainLink> all;
        for (int i = 0; i < 25; ++i) {
            const auto& author = keys[below(8) < 5 ? 0 : below(keys.size())];
            const auto& subject = keys[below(keys.size())];
            const auto point = w.heads.contains(subject) ? w.head(subject) : ChainPoint{};
            decltype(RosterEvent::action) action =
                Grant{subject, people[below(3)], below(2) != 0 ? Right::lead : Right::member};
            if (below(5) == 0)
                action = Cut{subject, point, "x"};
            else if (below(6) == 0)
                action = AdminHandover{subject, w.head(kAda)};
            else if (below(9) == 0)
                action = RecoveryKey{subject};
            if (below(3) == 0)
                all.push_back(w.write(author));
            else if (below(6) == 0) {
                const auto& event = w.events[below(w.events.size())];
                all.push_back(
                    w.rival(author, action, event.rseq + 1, event.rseq == 0 ? EventId{} : event.link.id));
            } else
                all.push_back(w.roster(author, action));
        }
        for (const auto& link : all)
            if (below(25) == 0) w.lose(link);

        const auto roster = w.fold();
        const auto once = described(roster, w);
        for (int shuffle = 0; shuffle < 4; ++shuffle) {
            auto mixed = w;
            for (int again = 0; again < 5; ++again)
                mixed.events.push_back(mixed.events[below(mixed.events.size())]);
            std::ranges::shuffle(mixed.events, random);
            REQUIRE(described(mixed.fold(), w) == once);
        }

        // Whatever was written, those that count are one unbroken chain from the first to the last.
        std::map<std::int64_t, const RosterEvent*> chain;
        for (const auto& event : w.events) {
            const auto standing = roster.judgement(event.link.id)->standing;
            ++(standing == Standing::live ? live : standing == Standing::held ? held : voided);
            if (standing == Standing::live && event.rseq > 0)
                REQUIRE(chain.emplace(event.rseq, &event).second);
        }
        REQUIRE(static_cast<std::int64_t>(chain.size()) == roster.last_rseq());
        EventId before;
        for (const auto& [rseq, event] : chain) {
            REQUIRE(event->rprev == before);
            before = event->link.id;
        }
        REQUIRE(before == roster.last_id());
        if (roster.conflict()) ++conflicts;
    }
    // The rounds must have met every case.
    CHECK(live > 400);
    CHECK(held > 400);
    CHECK(voided > 400);
    CHECK(conflicts > 20);
}

}  // namespace
}  // namespace dsupport
