#include "lib/ticket/roster_authority.hh"

#include <doctest/doctest.h>

#include "lib/ticket/fold.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

/// A machine of the team's founder, one of a colleague, and a log that finds every link.
struct Log {
    SigningKey founder = test::key_of(1), bo = test::key_of(2);
    std::vector<Event> events;
    std::map<ReplicaKey, EventPlace> ends;
    EventId team;

    Log() {
        auto create = test::content("team.create");
        create.own.set("founder", founder.id().hex());
        team = write(founder, create, true).id;
    }
    Event write(const SigningKey& key, EventContent content, bool first = false) {
        auto& end = ends.try_emplace(key.id(), EventPlace{{}, 0, {}, test::kMorning, {}}).first->second;
        end.team = first ? EventId{} : team;
        end.seq += 1;
        end.t = end.t + 1;
        events.push_back(test::unwrap(seal(std::move(content), end, key)));
        end.previous = events.back().id;
        return events.back();
    }
    RosterAuthority authority() const {
        return {team, events, [this](const EventId& id) -> std::optional<ChainLink> {
                    for (const auto& event : events)
                        if (event.id == id) return chain_link(event);
                    return std::nullopt;
                }};
    }
    Event act(const SigningKey& key, const RosterAction& action) {
        return write(key, write_roster_event(team, authority().roster(), action));
    }
    Event note(const SigningKey& key) { return write(key, test::text("note", test::ticket("a"), "x")); }
};

TEST_CASE("without a team every event is held") {
    Log log;
    const RosterAuthority nobody;
    CHECK(nobody.standing(log.note(log.founder)) == Standing::held);
    CHECK_FALSE(nobody.lead(log.founder.id()));
    CHECK(nobody.person(log.founder.id()).empty());
}

TEST_CASE("the founder counts at once and others from their grant on, also for what they wrote before") {
    Log log;
    const auto early = log.note(log.bo);
    CHECK(log.authority().standing(log.note(log.founder)) == Standing::live);
    CHECK(log.authority().standing(early) == Standing::held);
    log.act(log.founder, Grant{log.founder.id(), {"ada"}, Right::lead});
    const auto grant = log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::member});
    const auto authority = log.authority();
    CHECK(authority.standing(grant) == Standing::live);
    CHECK(authority.standing(log.events.front()) == Standing::live);
    CHECK(authority.standing(early) == Standing::live);
    CHECK(authority.person(log.bo.id()) == PersonId{"bo"});
    CHECK(authority.enrolled(log.bo.id()));
    CHECK_FALSE(authority.lead(log.bo.id()));
    CHECK(authority.lead(log.founder.id()));
}

TEST_CASE("a kind needs the right it has in the log's rules") {
    Log log;
    log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::member});
    struct Row {
        std::string kind, section;
        Right needed;
    };
    for (const auto& row : std::vector<Row>{{"set", "", Right::member},
                                            {"hello", "", Right::member},
                                            {"link", "", Right::member},
                                            {"undo", "", Right::member},
                                            {"redact", "", Right::lead},
                                            {"team.doc", "keeper", Right::member},
                                            {"team.doc", "rota", Right::lead},
                                            {"team.doc", "people", Right::admin},
                                            {"survey", "", Right::member}}) {
        CAPTURE(row.kind);
        CAPTURE(row.section);
        auto content = test::content(row.kind, row.kind == "set" ? test::ticket("a") : TicketId{});
        if (!row.section.empty()) content.own.set("section", row.section);
        const auto event = log.write(log.bo, content);
        CHECK(right_needed(event) == row.needed);
        CHECK(log.authority().standing(event) ==
              (row.needed == Right::member ? Standing::live : Standing::voided));
        CHECK(log.authority().standing(log.write(log.founder, content)) == Standing::live);
    }
}

TEST_CASE("what a member did without the right stays undone when the right comes") {
    Log log;
    log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::member});
    const auto note = log.note(log.founder);
    const auto undo = log.write(log.bo, test::undo(note)), redact = log.write(log.bo, test::redact(note));
    const std::vector<Event> all = {note, undo, redact};
    const auto text = [&](std::vector<Event> events) {
        return fold(events, {}, log.authority()).tickets.at(test::ticket("a")).messages.at(0).text;
    };
    CHECK(text(all) == "x");
    log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::lead, redact.at.seq});
    CHECK(text(all) == "x");
    CHECK(log.authority().standing(redact) == Standing::voided);
    CHECK_FALSE(log.authority().acts_as_lead(undo));
    CHECK(log.authority().lead(log.bo.id()));
    CHECK(text({note, log.write(log.bo, test::undo(note))}).empty());
    CHECK(text({note, log.write(log.bo, test::redact(note))}).empty());
}

TEST_CASE("a cut is at a point of the chain and not at a time") {
    Log log;
    log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::lead});
    const auto before = log.note(log.bo);
    const auto last = log.note(log.bo);
    const auto after = log.note(log.bo);
    log.act(log.founder, Cut{log.bo.id(), {last.at.seq, last.id}, "left"});
    // After the cut: back-dated, with a seq below the cut, on a branch of its own.
    log.ends.at(log.bo.id()) = {log.team, before.at.seq, before.id, test::kMorning + -kDay, {}};
    const auto forged = log.note(log.bo);
    CHECK(forged.at.seq == last.at.seq);
    const auto authority = log.authority();
    CHECK(authority.standing(before) == Standing::live);
    CHECK(authority.standing(last) == Standing::live);
    CHECK(authority.standing(after) == Standing::voided);
    CHECK(authority.standing(forged) == Standing::voided);
    CHECK(authority.enrolled(log.bo.id()));
}

TEST_CASE("the events of another team never count") {
    Log log;
    const auto mine = log.team;
    auto create = test::content("team.create");
    create.own.set("founder", log.bo.id().hex());
    const auto theirs = log.write(log.bo, create, true);
    log.team = theirs.id;
    const auto note = log.note(log.founder);
    const auto grant = log.act(log.bo, Grant{log.bo.id(), {"bo"}, Right::lead});
    log.team = mine;
    const auto authority = log.authority();
    for (const auto& event : {theirs, note, grant}) CHECK(authority.standing(event) == Standing::voided);
    CHECK_FALSE(authority.enrolled(log.bo.id()));
}

TEST_CASE("every action reads back as it was written") {
    Log log;
    const ChainPoint point{3, test::filled<EventId>(7)};
    const std::vector<RosterAction> actions = {Grant{log.bo.id(), {"bo"}, Right::member},
                                               Grant{log.bo.id(), {"bo"}, Right::lead},
                                               Cut{log.bo.id(), point, "left"},
                                               Cut{log.bo.id(), {0, {}}, ""},
                                               AdminHandover{log.bo.id(), point},
                                               RecoveryKey{log.bo.id()},
                                               Grant{log.bo.id(), {"bo"}, Right::lead, 7},
                                               AdminHandover{log.bo.id(), point, 7}};
    for (std::size_t i = 0; i < actions.size(); ++i) {
        CAPTURE(i);
        const auto event = log.act(log.founder, actions[i]);
        const auto read = read_roster_event(event);
        REQUIRE(read);
        CHECK(read->rseq == 1);
        CHECK(read->rprev.zero());
        CHECK(read->link.id == event.id);
        REQUIRE(read->action.index() == actions[i].index());
        const auto again = write_roster_event(log.team, {}, read->action);
        CHECK(again.own == event.content.own);
        log.events.pop_back();
    }
    CHECK_FALSE(read_roster_event(log.note(log.bo)));
}

TEST_CASE("the second roster event names the first") {
    Log log;
    const auto first = log.act(log.founder, Grant{log.founder.id(), {"ada"}, Right::lead});
    CHECK(first.content.own["rprev"] == Json(log.team.hex()));
    const auto second = log.act(log.founder, Grant{log.bo.id(), {"bo"}, Right::member});
    CHECK(second.content.own["rseq"] == Json(2));
    CHECK(second.content.own["rprev"] == Json(first.id.hex()));
}

TEST_CASE("an action that nobody can read changes nothing but keeps its place") {
    const auto key = test::key_of(2).id().hex();
    const std::vector<std::string> rows = {
        R"({"mood":{"key":")" + key + R"("}})",
        R"({"grant":{"key":")" + key + R"(","person":"bo","role":"king"}})",
        R"({"grant":{"key":")" + key + R"(","person":"","role":"lead"}})",
        R"({"grant":{"person":"bo","role":"lead"}})",
        R"({"grant":{"key":")" + key + R"(","person":"bo","role":"lead"},"recovery":{"key":")" + key +
            R"("}})",
        R"({"cut":{"key":")" + key + R"("}})",
        R"({"admin":{"key":")" + key + R"(","seq":3,"id":""}})",
        R"({"recovery":"x"})",
        R"({"grant":{"key":")" + key + R"(","person":"bo","role":"lead","after":"7"}})",
        R"({"grant":{"key":")" + key + R"(","person":"bo","role":"lead","after":-1}})",
        R"({})",
    };
    for (const auto& row : rows) {
        CAPTURE(row);
        Log log;
        log.write(log.founder, write_roster_event(log.team, {}, UnknownAction{}));
        // As a later version would write it; this one does not.
        auto& event = log.events.back();
        const auto json = test::unwrap(Json::parse(row));
        for (const auto& [name, value] : json.members()) event.content.own.set(name, value);
        CHECK(std::holds_alternative<UnknownAction>(read_roster_event(event)->action));
        const auto authority = log.authority();
        CHECK(authority.standing(event) == Standing::live);
        CHECK_FALSE(authority.enrolled(log.bo.id()));
        CHECK(authority.roster().last_rseq() == 1);
    }
}

TEST_CASE("a roster event without a readable place never counts") {
    for (const auto& [rseq, rprev] : {std::pair<Json, Json>{Json("1"), Json(std::string(64, '0'))},
                                      {Json(1), Json(std::string(64, '0'))},
                                      {Json(1), Json("")},
                                      {Json(-1), Json("")},
                                      {Json(), Json()}}) {
        Log log;
        auto content = write_roster_event(log.team, {}, Grant{log.bo.id(), {"bo"}, Right::lead});
        content.own = Json::object({{"grant", content.own["grant"]}});
        if (!rseq.is_null()) content.own.set("rseq", rseq);
        if (!rprev.is_null()) content.own.set("rprev", rprev);
        const auto event = log.write(log.founder, content);
        CHECK(log.authority().standing(event) == Standing::voided);
        CHECK_FALSE(log.authority().enrolled(log.bo.id()));
    }
}

}  // namespace
}  // namespace dsupport
