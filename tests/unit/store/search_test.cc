#include "lib/store/search.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::Home;

std::vector<SearchHit> find(Home& home, const std::string& words, std::size_t limit = 50) {
    return test::unwrap(home.store().search(words, limit));
}

TEST_CASE("words are found in subjects, callers, notes and comments, in any case and with any accent") {
    Home home;
    auto call = test::open_call("a@client", "L'app est cass\u00e9e depuis midi.");
    call.own.set("requester", Requester{"Mara Nov\u00e1k", "mara@acme.org", "+44 20 7946"}.json());
    call.writes.push_back({"subject", "Caf\u00e9 kapituliert", {}});
    const auto ticket = home.write(call).ticket();
    home.write(test::text("note", ticket, "Restarted the \u0141\u00f3d\u017a server, see RFC-5321 (4.5.3)."));
    struct Row {
        std::string words;
        std::size_t hits;
    };
    const std::vector<Row> rows = {
        {"cassee", 1},
        {"CASS\u00c9E", 1},
        {"caf\u00e9", 1},
        {"cafe", 1},
        {"kapit", 1},
        {"kap midi", 0},
        {"kapituliert midi", 1},
        {"kapituliert mid", 1},
        {"apit", 0},
        {"novak", 1},
        {"mara@acme.org", 1},
        {"7946", 1},
        {"server", 1},
        {"rfc-5321", 1},
        {"4.5.3", 1},
        {"5321 server", 1},
        {"nothing", 0},
        {"", 0},
        {"   ", 0},
        {"  cafe   midi ", 1},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        CHECK(find(home, row.words).size() == row.hits);
    }
}

TEST_CASE("nothing that is typed is an operator of the index") {
    Home home;
    home.write(test::text("note", home.call("x"), "either AND or \"quoted\" NOT star* near"));
    for (const std::string words :
         {"\"quoted\"", "\"", "AND", "either AND or", "a* OR b", "star*", "NOT", "NEAR(a b)", "text:either",
          "(", "^either", "-either", "*", "{", "'", "a\\", "%", "\x01"}) {
        CAPTURE(words);
        CHECK(home.store().search(words, 10));
    }
    CHECK(find(home, "\"quoted\"").size() == 1);
    CHECK(find(home, "either AND").size() == 1);
    CHECK(find(home, "either OR nothing").empty());
}

TEST_CASE("what the index lacks is found as if it were there") {
    const std::vector<std::string> pieces = {
        "app", "apple", "Caf\u00e9", "cafe", "4.5",          "4",     "rfc-5321", "-", "\"",
        "\n",  "\n\n",  " ",         "'s",   "\u65e5\u672c", "a.b.c", "*",        "_", "x"};
    std::minstd_rand random(7);
    const auto any_text = [&](int most) {
        std::string out;
        for (auto left = 1 + random() % static_cast<unsigned>(most); left > 0; --left)
            out += pieces[random() % pieces.size()] + (random() % 3 == 0 ? "" : " ");
        return out;
    };
    Home home;
    const auto ticket = home.call("x");
    for (int i = 0; i < 25; ++i) home.write(test::text("note", ticket, "n" + any_text(8)));
    std::vector<std::string> queries;
    for (int i = 0; i < 400; ++i) queries.push_back(any_text(3));
    const auto answers = [&] {
        std::vector<std::vector<std::string>> out;
        for (const auto& words : queries) {
            auto& lines = out.emplace_back();
            for (const auto& hit : find(home, words)) lines.push_back(rfc3339(hit.at) + hit.line);
        }
        return out;
    };
    const auto without = answers();
    REQUIRE(home.store().rebuild_search());
    const auto with = answers();
    std::size_t found = 0;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        CAPTURE(queries[i]);
        CHECK(without[i] == with[i]);
        found += with[i].size();
    }
    CHECK(found > 500);
}

TEST_CASE("a hit shows the line that matches, wherever it matches") {
    Home home;
    const auto ticket = home.call("Portal", "First line.\n  The caf\u00e9 terminal is dead.  \nLast line.");
    const auto hits = find(home, "cafe");
    REQUIRE(hits.size() == 1);
    CHECK(hits.front().ticket == ticket);
    CHECK(hits.front().kind == "open");
    CHECK(hits.front().at == home.log().back().at.t);
    CHECK(hits.front().line == "The caf\u00e9 terminal is dead.");
}

TEST_CASE("the newest hits come first and no more than asked for") {
    Home home;
    const auto ticket = home.call("x");
    for (const auto* text : {"needle one", "hay", "needle two", "needle three"})
        home.write(test::text("note", ticket, text));
    const auto hits = find(home, "needle", 2);
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].line == "needle three");
    CHECK(hits[1].line == "needle two");
    CHECK(find(home, "needle", 0).empty());
}

TEST_CASE("what the index has not taken up yet is found all the same") {
    Home home;
    const auto ticket = home.call("x");
    home.write(test::text("note", ticket, "needle one"));
    REQUIRE(home.store().rebuild_search());
    // The index falls behind: its mark says that it has seen nothing.
    {
        Database index(home.paths().search(), Access::write, Durability::derived);
        index.run("INSERT INTO words (words) VALUES ('delete-all'); DELETE FROM entry");
        index.run("UPDATE mark SET event = 0");
    }
    const auto hits = find(home, "needle");
    REQUIRE(hits.size() == 1);
    CHECK(hits.front().line == "needle one");
    home.write(test::text("note", ticket, "needle two"));
    CHECK(find(home, "needle").size() == 2);
}

TEST_CASE("an index that is lost or damaged is made again") {
    Home home;
    const auto ticket = home.call("x", "needle");
    home.close();
    home.directory().write("search.db",
                           "this is no database, not even a short one, but long enough to be read");
    home.reopen();
    CHECK(home.store().search("needle", 10).error().kind == ErrorKind::bad_data);
    REQUIRE(home.store().rebuild_search());
    CHECK(find(home, "needle").size() == 1);
    home.directory().write("search.db",
                           "this is no database, not even a short one, but long enough to be read");
    for (int i = 0; i < 40; ++i) home.write(test::text("note", ticket, "needle"));
    CHECK(find(home, "needle").size() == 41);
    std::filesystem::remove(home.paths().search());
    CHECK(find(home, "needle").size() == 41);
}

TEST_CASE("a command that writes little leaves the index for a later one") {
    Home home;
    const auto ticket = home.call("x");
    REQUIRE(home.store().rebuild_search());
    const auto last = [&] { return SearchIndex(home.paths().search(), Access::read).last(); };
    const auto at_first = last();
    std::size_t left = 0;
    for (std::size_t i = 1; i <= 100; ++i) {
        const auto before = last();
        home.write(test::text("note", ticket, fmt::format("needle{}", i)));
        if (last() == before) ++left;
        CHECK(find(home, fmt::format("needle{}", i)).size() == 1);
    }
    CHECK(left > 90);
    CHECK(last().event > at_first.event + 60);
    CHECK(find(home, "needle", 200).size() == 100);
}

TEST_CASE("an index that is read stays as it is, whatever is taken up meanwhile") {
    Home home;
    const auto ticket = home.call("x");
    home.write(test::text("note", ticket, "needle"));
    REQUIRE(home.store().rebuild_search());
    SearchIndex reader(home.paths().search(), Access::read);
    Database log(home.paths().database(), Access::read, Durability::full);
    const auto last = reader.last();
    for (int i = 0; i < 40; ++i) home.write(test::text("note", ticket, "needle"));
    REQUIRE(find(home, "needle").size() == 41);
    REQUIRE(SearchIndex(home.paths().search(), Access::read).last() != last);
    CHECK(reader.find(log, "needle", 50).size() == 1);
    CHECK(reader.last() == last);
}

/// Whether the bytes of the home still hold a text.
bool anywhere(Home& home, const std::string& text) {
    home.close();
    bool found = false;
    for (const auto& file : std::filesystem::directory_iterator(home.directory().path()))
        found = found || test::read_file(file.path()).find(text) != std::string::npos;
    home.reopen();
    return found;
}

TEST_CASE("a redacted text is gone from the search and from the disk") {
    Home home;
    const auto ticket = home.call("x");
    const auto note = home.write(test::text("note", ticket, "the password is zanzibar42"));
    home.write(test::text("note", ticket, "a harmless zanzibar"));
    REQUIRE(find(home, "zanzibar").size() == 2);
    REQUIRE(anywhere(home, "zanzibar42"));
    home.write(test::redact(note));
    CHECK(find(home, "zanzibar42").empty());
    CHECK(find(home, "zanzibar").size() == 1);
    CHECK_FALSE(anywhere(home, "zanzibar42"));
    REQUIRE(home.store().rebuild_search());
    CHECK(find(home, "zanzibar").size() == 1);
}

TEST_CASE("a long text is gone with all its parts") {
    Home home;
    const auto ticket = home.call("x");
    std::string text;
    while (text.size() < kPartBody) text += "filler ";
    std::vector<EventContent> contents = {test::content("note", ticket)};
    contents.front().body = text;
    contents.front().part = Part{1, 2};
    contents.push_back(test::text("note", ticket, "zanzibar42 at the end"));
    contents.back().part = Part{2, 2};
    const auto events = home.write(contents);
    REQUIRE(find(home, "zanzibar42").size() == 1);
    home.write(test::redact(events.front()));
    CHECK(find(home, "zanzibar42").empty());
    CHECK(find(home, "filler").empty());
    CHECK_FALSE(anywhere(home, "zanzibar42"));
}

TEST_CASE("a text that arrives after its redaction is never shown and not kept") {
    Home home, other("bo", {}, 2);
    const auto ticket = home.call("x");
    other.join(home);
    const auto note = home.write(test::text("note", ticket, "zanzibar42"));
    const auto redaction = home.write(test::redact(note));
    // The copy of the note that another machine passes on still has its text.
    other.accept({redaction});
    other.accept({note});
    CHECK(find(other, "zanzibar42").empty());
    CHECK_FALSE(anywhere(other, "zanzibar42"));
    CHECK(other.load(ticket).state.tickets.at(ticket).messages.back().redacted_by.has_value());
    // Nor does another copy bring it back.
    for (auto* one : {&home, &other}) {
        one->accept({note});
        CHECK(find(*one, "zanzibar42").empty());
        CHECK_FALSE(anywhere(*one, "zanzibar42"));
    }
}

TEST_CASE("a redaction that nobody may write hides nothing") {
    Home home, other("bo", {}, 2);
    const auto ticket = home.call("x");
    const auto note = home.write(test::text("note", ticket, "zanzibar42"));
    other.join(home);
    home.accept({other.write(test::redact(note))});
    for (auto* one : {&home, &other}) CHECK(find(*one, "zanzibar42").size() == 1);
    // Once its author is a lead it counts, also for what came before.
    home.grant(*other.store().me(), {"bo"}, Right::lead);
    other.accept(home.log());
    for (auto* one : {&home, &other}) {
        CHECK(find(*one, "zanzibar42").empty());
        CHECK_FALSE(anywhere(*one, "zanzibar42"));
    }
}

}  // namespace
}  // namespace dsupport
