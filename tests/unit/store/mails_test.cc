#include "lib/store/mails.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::Home;
using test::mail;

IncomingMail incoming(Mail mail, std::string text = "hello") {
    auto raw = "Subject: raw\n\n" + text;
    return {std::move(mail), Json::object({{"sign", "none"}}), std::move(text), std::move(raw)};
}

/// Takes these mails in at once.
std::vector<bool> keep(Home& home, const std::vector<Mail>& mails) {
    std::vector<IncomingMail> all;
    for (const auto& m : mails) all.push_back(incoming(m, "the text of " + m.message_id));
    return test::unwrap(home.store().maintain<std::vector<bool>>(
        home.clock, home.random, false,
        [&](WriteSession& session) -> Result<std::vector<bool>> { return session.take_in({}, all).mails; }));
}

/// All rows of the tickets and where each mail is, as text.
std::string picture(Home& home) {
    Database db(home.paths().database(), Access::read, Durability::full);
    std::string out;
    SQLite::Statement tickets(db.handle(),
                              "SELECT id, ifnull(shown_in, ''), void, status, rank, debt, subject, requester,"
                              " updated, line, summary FROM ticket ORDER BY id");
    while (tickets.executeStep()) {
        for (int i = 0; i < 11; ++i) out += tickets.getColumn(i).getString() + "|";
        out += "\n";
    }
    SQLite::Statement mails(db.handle(), "SELECT hex(key), hex(hash), ticket FROM mail ORDER BY key, hash");
    while (mails.executeStep()) {
        for (int i = 0; i < 3; ++i) out += mails.getColumn(i).getString() + "|";
        out += "\n";
    }
    return out;
}

bool rebuild(Home& home) {
    return test::unwrap(home.store().maintain<bool>(home.clock, home.random, false,
                                                    [](WriteSession& session) { return session.rebuild(); }));
}

std::vector<TicketRow> rows_of(Home& home) {
    ListQuery query;
    query.now = home.clock.now();
    query.all = true;
    return test::unwrap(home.store().list(query));
}

std::vector<std::string> codes_and_attention(Home& home) {
    std::vector<std::string> out;
    for (const auto& row : rows_of(home))
        out.push_back(fmt::format("{}{}", row.id.code(), row.attention ? " attention" : ""));
    return out;
}

TEST_CASE("a mail is kept once, and makes a ticket that asks for somebody") {
    Home home;
    const auto m = mail("one");
    CHECK(keep(home, {m}) == std::vector{true});
    CHECK(keep(home, {m, m}) == std::vector{false, false});
    const auto id = ticket_of_root(m.message_id);
    CHECK(codes_and_attention(home) == std::vector{id.code() + " attention"});
    const auto loaded = test::unwrap(home.store().load(id));
    REQUIRE(loaded.mails.size() == 1);
    CHECK(loaded.mails.front().canonical() == m.canonical());
    const auto content = test::unwrap(home.store().mail_content({m.key, {}}));
    REQUIRE(content);
    CHECK(content->text == "the text of one@client");
    CHECK(test::unwrap(home.store().raw_mail(content->n)).starts_with("Subject: raw"));
    CHECK_FALSE(test::unwrap(home.store().mail_content({mail("two").key, {}})));
}

/// Two copies of one mail: the one that came straight, and the larger one of a list.
struct Copies {
    IncomingMail direct = incoming(mail("one")), list = direct;

    Copies() {
        list.mail.author_name = "'Jo' via Support";
        list.mail.subject = list.mail.base_subject = "[Support] " + direct.mail.subject;
        list.mail.to_many = true;
        list.mail.other_ids = {"other@client"};
        list.text = "hello\nYou received this message";
        list.raw += "\nYou received this message";
    }
};

std::vector<bool> keep_all(Home& home, const std::vector<IncomingMail>& mails, bool dry_run = false) {
    return test::unwrap(home.store().maintain<std::vector<bool>>(
        home.clock, home.random, dry_run, [&](WriteSession& session) -> Result<std::vector<bool>> {
            return session.take_in({}, mails).mails;
        }));
}

std::string file_of_mails(Home& home) {
    return test::read_file(home.paths().mails());
}

TEST_CASE("of the copies of a mail the smaller is kept, whichever came first") {
    const Copies copies;
    REQUIRE(copies.direct.mail.canonical() == copies.list.mail.canonical());
    Home first, second, both;
    keep_all(first, {copies.direct});
    CHECK(keep_all(first, {copies.list}) == std::vector{false});
    keep_all(second, {copies.list});
    CHECK(keep_all(second, {copies.direct}) == std::vector{false});
    keep_all(both, {copies.list, copies.direct, copies.list});
    const auto wanted = picture(first);
    for (auto* home : {&first, &second, &both}) {
        CHECK(picture(*home) == wanted);
        CHECK(rebuild(*home));
        CHECK(picture(*home) == wanted);
        const auto loaded = home->load(ticket_of_root("one@client"));
        REQUIRE(loaded.mails.size() == 1);
        CHECK(loaded.mails.front().author_name == copies.direct.mail.author_name);
        CHECK_FALSE(loaded.mails.front().to_many);
        const auto content = test::unwrap(home->store().mail_content({copies.direct.mail.key, {}}));
        REQUIRE(content);
        CHECK(content->text == "hello");
        CHECK(test::unwrap(home->store().raw_mail(content->n)) == copies.direct.raw);
    }
}

TEST_CASE("of copies of one size the one whose bytes come first is kept") {
    Copies copies;
    auto other = copies.direct;
    other.raw.replace(0, 1, "R");
    Home home;
    keep_all(home, {copies.direct, other, copies.direct});
    CHECK(file_of_mails(home) == copies.direct.raw + other.raw);
    keep_all(home, {copies.direct});
    const auto content = test::unwrap(home.store().mail_content({other.mail.key, {}}));
    CHECK(test::unwrap(home.store().raw_mail(content->n)) == other.raw);
}

TEST_CASE("what this machine has found out about a mail is still said of the copy that is kept") {
    Copies copies;
    copies.list.detail.set("vouched_by", "mx.example");
    Home home;
    keep_all(home, {copies.list, copies.direct});
    const auto content = test::unwrap(home.store().mail_content({copies.direct.mail.key, {}}));
    CHECK(content->detail["vouched_by"].string() == "mx.example");
}

TEST_CASE("a mail that comes behind a copy in another's place leaves that copy alone") {
    const Copies copies;
    Home home;
    keep_all(home, {copies.list, incoming(mail("two"), "second")});
    keep_all(home, {copies.direct});
    keep_all(home, {incoming(mail("three"), "third")});
    std::vector<std::string> texts;
    for (const auto* id : {"one", "two", "three"}) {
        const auto content = test::unwrap(home.store().mail_content({mail(id).key, {}}));
        texts.push_back(test::unwrap(home.store().raw_mail(content->n)));
    }
    CHECK(texts == std::vector<std::string>{"Subject: raw\n\nhello", "Subject: raw\n\nsecond",
                                            "Subject: raw\n\nthird"});
}

TEST_CASE("a redaction wipes every copy that was ever kept of a mail, and none is kept later") {
    const Copies copies;
    Home home;
    keep_all(home, {copies.list});
    keep_all(home, {copies.direct});
    REQUIRE(file_of_mails(home) == copies.list.raw + copies.direct.raw);
    const auto id = ticket_of_root("one@client");
    test::unwrap(home.change(id, [](const Situation& at) { return redact(at, 1); }));
    auto smaller = copies.direct;
    smaller.raw = "Subject: r\n\nhello";
    CHECK(keep_all(home, {smaller}) == std::vector{false});
    CHECK(file_of_mails(home) == std::string(copies.list.raw.size() + copies.direct.raw.size(), '\0'));
}

TEST_CASE("a dry run keeps no copy") {
    const Copies copies;
    Home home;
    CHECK(keep_all(home, {copies.list, copies.direct}, true) == std::vector{true, false});
    keep_all(home, {copies.list});
    CHECK(keep_all(home, {copies.direct}, true) == std::vector{false});
    CHECK(file_of_mails(home) == copies.list.raw);
}

TEST_CASE("every member of a mail that the fold reads comes back from its row") {
    Home home;
    auto m = mail("full", {"a", "b"});
    m.author_name = "Jo \"the\" Client";
    m.reply_address = "reply@client";
    m.subject = "Re: [list] Grüße [K7M-2QX]";
    m.base_subject = "Grüße";
    m.subject_tag = "K7M2QX";
    m.in_reply_to = {"b@client"};
    m.armour = text_hash("armour");
    m.attachments = {text_hash("file")};
    m.verdict = Verdict::machine;
    m.to_many = true;
    m.bundle_from = test::key_of(1).id();
    m.bundle_text = m.text;
    m.carried = {test::filled<EventId>(7)};
    m.letter = mail("letter").key;
    keep(home, {m});
    const auto loaded = test::unwrap(home.store().load(ticket_of_root("a@client")));
    REQUIRE(loaded.mails.size() == 1);
    const auto& read = loaded.mails.front();
    CHECK(read.canonical() == m.canonical());
    CHECK(read.author_name == m.author_name);
    CHECK(read.base_subject == m.base_subject);
    CHECK(read.to_many);
    CHECK(read.bundle_from == m.bundle_from);
    CHECK(read.bundle_text == m.bundle_text);
    CHECK(read.carried == m.carried);
    CHECK(read.letter == m.letter);
}

TEST_CASE("a late ancestor draws the thread onto its own ticket, and leaves no row behind") {
    Home home;
    keep(home, {mail("reply", {"start"})});
    keep(home, {mail("later", {"reply"})});
    keep(home, {mail("start", {"origin"})});
    const auto rows = rows_of(home);
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().id == ticket_of_root("origin@client"));
    CHECK(test::unwrap(home.store().load(rows.front().id)).mails.size() == 3);
}

TEST_CASE("what staff did to a ticket stays with its mails when an ancestor comes late") {
    Home home;
    keep(home, {mail("reply", {"start"})});
    const auto id = ticket_of_root("start@client");
    REQUIRE(home.change(id, [](const Situation& at) { return close(at, "fixed", "Done.", {}); }));
    keep(home, {mail("start", {"origin"})});
    const auto rows = rows_of(home);
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().id == id);
    CHECK(rows.front().attention);
}

TEST_CASE("what cannot be read is kept until it can") {
    Home home;
    const auto in = [&](const std::function<void(WriteSession&)>& f) {
        test::unwrap(home.store().maintain<bool>(home.clock, home.random, false, [&](WriteSession& session) {
            f(session);
            return Result<bool>(true);
        }));
    };
    in([](WriteSession& session) {
        CHECK(session.keep_unreadable("noise", {0, "box:12", "no header", 0, true}));
        CHECK_FALSE(session.keep_unreadable("noise", {0, "box:12", "no header", 0, true}));
        CHECK(session.keep_unreadable("", {0, "INBOX:7", "the server has lost it", 0, false}));
    });
    const auto list = test::unwrap(home.store().unreadable());
    REQUIRE(list.size() == 2);
    CHECK(list[0].origin == "box:12");
    CHECK(list[0].size == 5);
    CHECK(list[0].whole);
    CHECK_FALSE(list[1].whole);
    CHECK(test::unwrap(home.store().raw_mail(list[0].n)) == "noise");
    CHECK(rebuild(home));
    in([&](WriteSession& session) { session.forget_unreadable(list[0].n); });
    CHECK(test::unwrap(home.store().unreadable()).size() == 1);
}

TEST_CASE("a mail that is read at last is found, even with the number it had") {
    Home home;
    const auto in = [&](const std::function<void(WriteSession&)>& f) {
        test::unwrap(home.store().maintain<bool>(home.clock, home.random, false, [&](WriteSession& session) {
            f(session);
            return Result<bool>(true);
        }));
    };
    in([](WriteSession& session) { session.keep_unreadable("noise", {0, "box:12", "no header", 0, true}); });
    REQUIRE(home.store().rebuild_search());
    const auto kept = test::unwrap(home.store().unreadable());
    REQUIRE(kept.size() == 1);
    in([&](WriteSession& session) { session.forget_unreadable(kept[0].n); });
    keep(home, {mail("late", {})});
    CHECK(test::unwrap(home.store().search("text late", 10)).size() == 1);
}

TEST_CASE("a mail is still found when it was answered, and the answer is found once") {
    Home home;
    const auto asked = mail("asked"), answer = mail("answer", {"asked"}, "ada@team");
    keep(home, {asked});
    const auto id = ticket_of_root(asked.message_id);
    auto reply = test::text("reply", id, "the text of answer");
    reply.own.set("mid", answer.message_id);
    reply.covers = {MailRef{asked.key, {}}};
    home.write(std::move(reply));
    keep(home, {answer});
    const auto found = [&](const std::string& words) {
        return test::unwrap(home.store().search(words, 10)).size();
    };
    CHECK(found("text asked") == 1);
    CHECK(found("text answer") == 1);
    REQUIRE(home.store().rebuild_search());
    CHECK(found("text asked") == 1);
    CHECK(found("text answer") == 1);
}

TEST_CASE("a redacted mail leaves nothing of its text, whichever comes first") {
    for (const bool mail_first : {true, false}) {
        CAPTURE(mail_first);
        Home home;
        const auto m = mail("secret");
        const auto id = ticket_of_root(m.message_id);
        home.call("founds the team");
        if (mail_first) keep(home, {m});
        auto redaction = test::content("redact", id);
        redaction.own.set("mail", MailRef{m.key, {}}.text());
        home.write(std::move(redaction));
        if (!mail_first) keep(home, {m});
        const auto content = test::unwrap(home.store().mail_content({m.key, {}}));
        REQUIRE(content);
        CHECK(content->text.empty());
        CHECK(test::unwrap(home.store().raw_mail(content->n)).empty());
        CHECK(test::read_file(home.paths().mails()).find("the text of secret") == std::string::npos);
        CHECK(keep(home, {m}) == std::vector{false});
    }
}

/// Mails that answer each other, name tickets by our ids and by tags, come in variants, and staff who place,
/// close, split, merge and take back.
class RandomBox {
  public:
    explicit RandomBox(std::uint64_t seed) : dice_(seed) {}
    std::size_t next(std::size_t n) { return static_cast<std::size_t>(dice_.next() % n); }

    std::vector<Mail> mails(std::size_t count) {
        std::vector<Mail> out;
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<std::string> references;
            for (auto more = next(4); more > 0; --more) references.push_back(fmt::format("m{}", next(count)));
            auto m = mail(fmt::format("m{}", i), references, fmt::format("c{}@client", next(3)));
            m.date = m.date + static_cast<std::int64_t>(next(1000)) * kMinute;
            if (next(6) == 0) m.verdict = static_cast<Verdict>(next(5));
            if (next(6) == 0) m.subject_tag = some_ticket(count).value.substr(0, 6);
            if (next(8) == 0)
                m.in_reply_to = {
                    fmt::format("ds1.{}.{}@team", std::string(26, '0'), some_ticket(count).value)};
            if (next(10) == 0) m.references.clear();
            out.push_back(m);
            if (next(10) != 0) continue;
            m.text = text_hash("another text");
            out.push_back(m);
        }
        return out;
    }
    void shuffle(std::vector<Mail>& mails) {
        for (std::size_t i = mails.size(); i > 1; --i) std::swap(mails[i - 1], mails[next(i)]);
    }

  private:
    test::FakeRandom dice_;

    TicketId some_ticket(std::size_t count) { return ticket_of_root(fmt::format("m{}@client", next(count))); }
};

TEST_CASE("mails in any order and in any pieces give the same tickets") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        RandomBox box(seed);
        auto mails = box.mails(40);
        Home whole;
        keep(whole, mails);
        const auto wanted = picture(whole);
        CHECK(rebuild(whole));
        CHECK(picture(whole) == wanted);
        for (int order = 0; order < 3; ++order) {
            box.shuffle(mails);
            Home pieces;
            for (std::size_t at = 0; at < mails.size();) {
                const auto size = std::min(1 + box.next(7), mails.size() - at);
                const auto from = mails.begin() + static_cast<std::ptrdiff_t>(at);
                keep(pieces, {from, from + static_cast<std::ptrdiff_t>(size)});
                at += size;
            }
            CHECK(picture(pieces) == wanted);
        }
    }
}

/// One thing somebody of the team does to a ticket of this home.
void random_change(RandomBox& box, Home& home) {
    const auto rows = rows_of(home);
    if (rows.empty()) return;
    const auto id = rows[box.next(rows.size())].id;
    const auto& other = rows[box.next(rows.size())];
    const auto done = home.change(id, [&](const Situation& at) -> Result<Change> {
        switch (box.next(8)) {
            case 0:
                return close(at, "fixed", "Done.", {});
            case 1:
                return split(at, 1 + box.next(4));
            case 2:
                return ack(at);
            case 3:
                return redact(at, 1 + box.next(3));
            case 4: {
                DS_TRY(const auto into, home.store().load(other.id));
                return merge(at, into.summary, into.code);
            }
            default: {
                Triage wanted;
                wanted.urgency = kUrgencies.at(box.next(4));
                return triage(at, wanted);
            }
        }
    });
    if (!done) CHECK(done.error().kind != ErrorKind::bug);
    if (box.next(6) != 0) return;
    const auto ops = test::unwrap(home.store().my_ops(5));
    if (!ops.empty()) home.write(undo(ops[box.next(ops.size())].last));
}

TEST_CASE("mails and what staff do to them fold to the same, step by step, at once and elsewhere") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        RandomBox box(seed);
        auto mails = box.mails(30);
        Home ada("ada", {}, seed), bo("bo", {}, seed + 100);
        ada.call("first");
        bo.join(ada, Right::lead);
        auto late = mails;
        box.shuffle(late);
        for (std::size_t i = 0; i < mails.size(); ++i) {
            keep(ada, {mails[i]});
            keep(bo, {late[i]});
            random_change(box, box.next(2) == 0 ? ada : bo);
            if (box.next(4) == 0) ada.accept(bo.log());
            if (box.next(4) == 0) bo.accept(ada.log());
        }
        test::exchange(ada, bo);
        const auto seen = picture(ada);
        CHECK(picture(bo) == seen);
        CHECK(rebuild(ada));
        CHECK(picture(ada) == seen);
    }
}

}  // namespace
}  // namespace dsupport
