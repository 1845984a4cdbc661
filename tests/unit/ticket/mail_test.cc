#include "lib/ticket/mail.hh"

#include <doctest/doctest.h>

#include <functional>
#include <set>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

TEST_CASE("a text is the same whatever mail did to its line ends and edges") {
    const auto wanted = text_hash("one\n\n two");
    // From Python: blake2b(b"dsupport-text-v1one\n\n two", digest_size=32).
    CHECK(wanted.hex() == "209d00092e504217512050b696192e7fb4a40f3ea13bed7efed0612d411d20e1");
    for (const std::string text :
         {"one\r\n\r\n two\r\n", "one  \n\t\n two \n\n\n", "\n\none\n\n two", "one\n \n two"}) {
        CAPTURE(text);
        CHECK(text_hash(text) == wanted);
    }
    for (const std::string text : {"one\n two", "one\n\n\n two", "one\n\ntwo", "One\n\n two", ""}) {
        CAPTURE(text);
        CHECK(text_hash(text) != wanted);
    }
    CHECK(text_hash("") == text_hash(" \r\n\t\n"));
}

TEST_CASE("copies have one canonical hash and everything that copies share is in it") {
    const auto original = test::mail("a", {"r"});
    CHECK(original.canonical() == test::mail("a", {"r"}).canonical());
    const std::vector<std::function<void(Mail&)>> changes = {
        [](Mail& m) { m.key = test::filled<MailKey>(9); },
        [](Mail& m) { m.author = "eve@client"; },
        [](Mail& m) { m.author_name = "Eve"; },
        [](Mail& m) { m.reply_address = "eve@client"; },
        [](Mail& m) { m.date = m.date + 1000; },
        [](Mail& m) { m.base_subject = "other"; },
        [](Mail& m) { m.subject_tag = "K7M2QX"; },
        [](Mail& m) { m.references.push_back("x@client"); },
        [](Mail& m) { m.references.clear(); },
        [](Mail& m) { m.in_reply_to.push_back("r@client"); },
        [](Mail& m) { m.text = text_hash("other"); },
        [](Mail& m) { m.armour = text_hash("other"); },
        [](Mail& m) { m.attachments.push_back(text_hash("other")); },
        [](Mail& m) { m.verdict = Verdict::bulk; },
    };
    std::set<Hash> seen = {original.canonical()};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto changed = original;
        changes[i](changed);
        CAPTURE(i);
        CHECK(seen.insert(changed.canonical()).second);
    }
}

TEST_CASE("verdicts have the names that people and scripts see") {
    CHECK(verdict_name(Verdict::human) == "human");
    CHECK(verdict_name(Verdict::generated) == "generated");
    CHECK(verdict_name(Verdict::machine) == "machine");
    CHECK(verdict_name(Verdict::bulk) == "bulk");
    CHECK(verdict_name(Verdict::bounce) == "bounce");
}

}  // namespace
}  // namespace dsupport
