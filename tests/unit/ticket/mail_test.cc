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

TEST_CASE("a text that lay in a mailbox file is the same") {
    const auto wanted = text_hash("It says\nFrom now on\n> From before");
    CHECK(text_hash("It says\n>From now on\n> From before") == wanted);
    CHECK(text_hash("It says\n>>>From now on\r\n> From before") == wanted);
    CHECK(text_hash("It says\n> From now on\n> From before") != wanted);
    CHECK(text_hash("It says\nfrom now on\n> From before") != wanted);
    CHECK(text_hash(">Fromage") != text_hash("Fromage"));
    CHECK(text_hash("a >From b") != text_hash("a From b"));
    CHECK(text_hash(">") != text_hash(""));
}

Mail full_mail() {
    Mail out;
    out.key = test::filled<MailKey>(0x11);
    out.author = "Ada@Client.org";
    out.author_name = "Ada";
    out.reply_address = "desk@client.org";
    out.date = test::kMorning;
    out.subject = "Re: [support] Portal \u201cdown\u201d [K7M-2QX]";
    out.subject_tag = "K7M2QX";
    out.references = {"r@client.org", "ds1.000g40r40m30e209185gr38e1w@Example.org"};
    out.in_reply_to = {"r@client.org"};
    out.text = test::filled<Hash>(0x22);
    out.armour = test::filled<Hash>(0x33);
    out.attachments = {test::filled<Hash>(0x44)};
    out.verdict = Verdict::generated;
    return out;
}

TEST_CASE("a canonical mail has this hash, and one without a Message-ID this key") {
    // From Python: hashlib.blake2b over json.dumps of the members in their order, without spaces.
    CHECK(full_mail().canonical().hex() ==
          "cef5d08433aaf00e4de248ad23975dd524dcd460113d6db066c487279da11703");
    CHECK(key_without_id(full_mail()).hex() == "a3fc905e99419b2acabf646b314b8f60");
}

TEST_CASE("what a list changes in its copy makes no variant") {
    const auto wanted = full_mail().canonical();
    const std::vector<std::function<void(Mail&)>> changes = {
        [](Mail& m) { m.author_name = "'Ada' via support"; },
        [](Mail& m) { m.author = "ada@client.org"; },
        [](Mail& m) { m.subject = "Portal \u201cdown\u201d [K7M-2QX]"; },
        [](Mail& m) { m.subject = "[other name of the list] RE: Portal  \u201cdown\u201d\t[K7M-2QX] "; },
        [](Mail& m) { m.base_subject = "Portal down"; },
        [](Mail& m) { m.references[1] = "DS1.000G40R40M30E209185GR38E1W@example.org"; },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        CAPTURE(i);
        auto changed = full_mail();
        changes[i](changed);
        CHECK(changed.canonical() == wanted);
        CHECK(key_without_id(changed) == key_without_id(full_mail()));
    }
    auto later = full_mail();
    later.date = later.date + 1;
    CHECK(key_without_id(later) != key_without_id(full_mail()));
}

TEST_CASE("the subject that copies share knows no setting") {
    for (const std::string subject :
         {"Portal down", " Portal  down ", "Re: Portal down", "AW: WG:fwd: Portal down",
          "[support] Portal down", "Re: [support] [2nd line]\tRe:Portal down"}) {
        CAPTURE(subject);
        CHECK(canonical_subject(subject) == "Portal down");
    }
    CHECK(canonical_subject("Portal [down]") == "Portal [down]");
    CHECK(canonical_subject("Report: down") == "Report: down");
    CHECK(canonical_subject("[open") == "[open");
    CHECK(canonical_subject(" [support] ").empty());
    CHECK(canonical_subject("").empty());
}

TEST_CASE("copies have one canonical hash and everything that copies share is in it") {
    const auto original = test::mail("a", {"r"});
    CHECK(original.canonical() == test::mail("a", {"r"}).canonical());
    const std::vector<std::function<void(Mail&)>> changes = {
        [](Mail& m) { m.key = test::filled<MailKey>(9); },
        [](Mail& m) { m.author = "eve@client"; },
        [](Mail& m) { m.reply_address = "eve@client"; },
        [](Mail& m) { m.date = m.date + 1000; },
        [](Mail& m) { m.subject = "other"; },
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
