#include <doctest/doctest.h>

#include <algorithm>

#include "lib/ticket/digest.hh"
#include "lib/ticket/summary.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::kMorning;
using test::Machine;
using test::mail;
using test::ticket;

const TicketId kTicket = ticket("a");

struct Desk : test::FakeTeam {
    Machine ada{1}, bo{2}, lea{3}, eve{9};
    std::vector<Event> events;
    std::vector<Mail> mails;
    State state;

    Desk() { add(ada, "ada").add(bo, "bo").add(lea, "lea", true); }
    Event write(Machine& by, EventContent content) {
        events.push_back(by.write(std::move(content)));
        return events.back();
    }
    const TicketState& look(const TicketId& id = kTicket) {
        state = fold(events, mails, *this);
        REQUIRE(state.tickets.contains(id));
        return state.tickets.at(id);
    }
    /// The name of the mail the ticket began with, the same in every order of the mails.
    std::string root(const TicketId& id = kTicket) {
        std::string out;
        for (std::size_t turn = 0; turn < mails.size(); ++turn) {
            std::ranges::rotate(mails, mails.begin() + 1);
            const auto* found = look(id).root();
            const auto name = found == nullptr ? "none" : found->mail->message_id;
            if (turn > 0) REQUIRE(name == out);
            out = name;
        }
        return out.substr(0, out.find('@'));
    }
    Summary summary(const TicketId& id = kTicket) {
        look(id);
        return *summarize(state, id, Team{}, *this);
    }
    TicketId home_of(const Mail& of) {
        state = fold(events, mails, *this);
        for (const auto& [id, ticket] : state.tickets)
            for (const auto& on : ticket.mails)
                if (on.mail->canonical() == of.canonical()) return id;
        return {};
    }
};

/// A mail from a stranger who answers to an address of their own, dated before everything.
Mail forged(const std::string& name, std::vector<std::string> references) {
    auto out = mail(name, std::move(references), "eve@evil");
    out.reply_address = "eve@evil";
    out.base_subject = "Forged";
    out.date = Instant{1};
    return out;
}

Mail honest(const std::string& name, std::vector<std::string> references = {}) {
    auto out = mail(name, std::move(references));
    out.reply_address = "ada@client";
    out.base_subject = "Portal down";
    return out;
}

MailRef ref(const Mail& mail) {
    return {mail.key, mail.canonical()};
}

// The mail a ticket began with

TEST_CASE("a forged date makes no mail the root") {
    Desk desk;
    desk.mails = {honest("a"), forged("b", {"a"})};
    CHECK(desk.root() == "a");
    const auto shown = desk.summary();
    CHECK(shown.subject == "Portal down");
    CHECK(shown.reply_to == "ada@client");
    CHECK(shown.requester.email == "ada@client");
    CHECK(shown.created_at == kMorning);
}

TEST_CASE("without the mail that gives the uid the topmost is the root, and a placed one before others") {
    Desk desk;
    desk.mails = {honest("c", {"a", "b"}), honest("d", {"a", "b", "c"})};
    desk.mails.back().date = Instant{1};
    CHECK(desk.root() == "c");
    // Beside it comes another topmost mail, with whatever key: who was placed stays the root.
    for (const std::string other : {"e", "f", "g", "h", "i"}) {
        CAPTURE(other);
        Desk placed;
        placed.mails = {honest("c", {"a", "b"}), forged(other, {"a"})};
        placed.write(placed.ada, test::place(kTicket, ref(placed.mails[0])));
        CHECK(placed.root() == "c");
        CHECK(placed.summary().reply_to == "ada@client");
        // The next command places it too, and it came later.
        placed.write(placed.bo.at(kMorning + kHour), test::place(kTicket, ref(forged(other, {"a"}))));
        CHECK(placed.root() == "c");
    }
}

TEST_CASE("a mail under the id that gives the uid is the root at once, or once it is placed beside others") {
    Desk desk;
    desk.mails = {honest("b", {"a"})};
    CHECK(desk.root() == "b");
    desk.mails.push_back(honest("a"));
    CHECK(desk.root() == "a");
    desk.write(desk.ada, test::place(kTicket, ref(honest("b", {"a"}))));
    CHECK(desk.root() == "b");
    desk.write(desk.ada, test::place(kTicket, ref(honest("a"))));
    CHECK(desk.root() == "a");
}

TEST_CASE("of several placed by one event the first named is the root, whatever arrives between them") {
    Desk desk;
    const auto root = honest("c", {"a", "b"}), other = forged("e", {"a"});
    auto both = test::place(kTicket, ref(root));
    both.placements.push_back({ref(other), {}});
    desk.write(desk.ada, both);
    desk.mails = {root, other};
    CHECK(desk.root() == "c");
    // Now the root answers a mail and the other one does not.
    desk.mails.push_back(forged("b", {"a"}));
    CHECK(desk.root() == "c");
    std::swap(both.placements[0], both.placements[1]);
    desk.events = {desk.ada.write(both)};
    CHECK(desk.root() == "e");
}

TEST_CASE("those nobody has placed are listed with the first one first") {
    Desk desk;
    desk.mails = {forged("b", {"a"}), forged("c", {"a", "b"}), honest("a")};
    const auto& made = desk.look();
    const auto list = unplaced_mails(desk.state, made);
    REQUIRE(list.size() == 3);
    CHECK(list.front()->mail->message_id == "a@client");
    desk.write(desk.ada, test::place(kTicket, ref(honest("a"))));
    CHECK(unplaced_mails(desk.state, desk.look()).size() == 2);
}

TEST_CASE("a mail of ours is never the root") {
    Desk desk;
    auto ours = forged("a", {});
    ours.bundle_from = desk.ada.rep();
    ours.bundle_text = ours.text;
    desk.mails = {ours, honest("b", {"a"})};
    CHECK(desk.root() == "b");
    CHECK(desk.summary().reply_to == "ada@client");
}

TEST_CASE("a mail is no root of a call, and only a call without an address answers to one") {
    for (const std::string email : {"mara@client", ""}) {
        CAPTURE(email);
        Desk desk;
        auto open = test::open_call("a@client", "error 500");
        open.own.set("requester", Requester{"Mara", email, "+44 20"}.json());
        desk.write(desk.ada, open);
        desk.mails = {forged("a", {}), forged("b", {"a"})};
        CHECK(desk.root() == "none");
        CHECK(desk.summary().subject.empty());
        CHECK(desk.summary().requester.name == "Mara");
        CHECK(desk.summary().reply_to == (email.empty() ? "eve@evil" : email));
    }
}

// Variants

TEST_CASE("a variant that comes later cannot speak for a placed mail") {
    Desk desk;
    const auto placed = honest("b", {"a"});
    auto other = forged("b", {"x"});
    for (int i = 0; placed.canonical() < other.canonical(); ++i) other.text = text_hash(std::to_string(i));
    const auto root = mail("x");
    desk.mails = {placed, other, root};
    CHECK(desk.home_of(placed) == ticket("x"));
    desk.write(desk.ada, test::place(kTicket, ref(placed)));
    CHECK(desk.home_of(placed) == kTicket);
    CHECK(desk.home_of(root) == ticket("x"));
    CHECK(desk.root() == "b");
    CHECK(desk.summary().reply_to == "ada@client");
    CHECK(desk.summary().attention);
}

TEST_CASE("of the variants of a letter that its event places, ours speaks") {
    Desk desk;
    const auto mid = "ds1.00000000000000000000000000." + kTicket.value + "@example.org";
    auto reply = test::text("reply", kTicket, "Try again.");
    reply.own.set("mid", mid);
    reply.own.set("text", text_hash("Try again.").hex());
    desk.write(desk.ada, reply);
    auto letter = mail("z", {"a"});
    letter.message_id = mid;
    letter.key = mail_key(mid);
    letter.text = text_hash("Try again.");
    auto fake = letter;
    fake.references = {"x@client"};
    fake.text = text_hash("fake");
    for (int i = 0; letter.canonical() < fake.canonical(); ++i) fake.text = text_hash(std::to_string(i));
    desk.mails = {letter, fake, mail("x"), mail("a")};
    CHECK(desk.home_of(mail("x")) == ticket("x"));
    for (const auto& on : desk.look().mails)
        if (on.mail->key == letter.key) CHECK(on.home.speaks == on.ours);
}

TEST_CASE("one event that places two variants is replaced as a whole") {
    Desk desk;
    const auto one = mail("m");
    auto two = one;
    two.text = text_hash("another text under the same id");
    auto both = test::place(kTicket, ref(one));
    both.placements.push_back({ref(two), {}});
    const auto first = desk.write(desk.ada, both);
    desk.mails = {one, two};
    CHECK(desk.look().mails.size() == 2);
    REQUIRE(desk.state.placements.at(one.key).size() == 1);
    desk.write(desk.bo, test::place(ticket("m"), ref(one), {first.id}));
    CHECK(desk.home_of(one) == ticket("m"));
    CHECK(desk.state.components.empty());
}

// Letters

TEST_CASE("only a call and a reply place the mail of their own id") {
    for (const std::string kind : {"open", "reply", "note", "set"}) {
        CAPTURE(kind);
        Desk desk;
        auto content = test::text(kind == "set" ? "note" : kind, kTicket, "x");
        content.own.set("mid", "m@client");
        content.own.set("text", text_hash("y").hex());
        // As a later version might write it: this one gives other kinds no such key.
        content.kind = "reply";
        auto event = desk.ada.write(content);
        event.content.kind = kind;
        desk.events = {event};
        desk.mails = {mail("m")};
        CHECK(desk.home_of(mail("m")) == (kind == "open" || kind == "reply" ? kTicket : ticket("m")));
    }
}

TEST_CASE("a reply without an id makes no mail without an id ours") {
    Desk desk;
    auto reply = test::text("reply", kTicket, "Try again.");
    reply.own.set("mid", "");
    reply.own.set("text", text_hash("Try again.").hex());
    desk.write(desk.ada, reply);
    auto nameless = mail("m");
    nameless.message_id.clear();
    nameless.key = test::filled<MailKey>(7);
    nameless.text = text_hash("Try again.");
    desk.mails = {nameless};
    const auto& made = desk.look(ticket_of_root(nameless.key.hex()));
    CHECK_FALSE(made.mails.at(0).ours);
    CHECK(made.mails.at(0).raises_attention());
}

/// A call whose letter came under another id than it was sent with.
struct Renamed : Desk {
    TicketId made = ticket_of_root("ds1.00000000000000000000000000@example.org");
    Event open;
    Mail letter = mail("renamed", {}, "ada@team"), answer = mail("b", {"renamed"});
    Renamed() {
        open = write(ada, test::open_call("ds1.00000000000000000000000000@example.org", "error 500"));
        letter.bundle_from = ada.rep();
        letter.bundle_text = letter.text;
        letter.carried = {open.id};
    }
    TicketId home_of_answer(std::vector<Mail> with) {
        mails = std::move(with);
        mails.push_back(answer);
        return home_of(answer);
    }
};

TEST_CASE("our mail with a call in it is the root of that call, whatever id it came with") {
    Renamed desk;
    CHECK(desk.home_of_answer({desk.letter}) == desk.made);
    CHECK(desk.home_of(desk.letter) == desk.made);
    CHECK(desk.home_of_answer({}) == ticket("renamed"));
    auto without = desk.letter;
    without.carried.clear();
    CHECK(desk.home_of_answer({without}) == ticket("renamed"));
    auto quoted = desk.letter;
    quoted.bundle_text = text_hash("another text");
    CHECK(desk.home_of_answer({quoted}) == ticket("renamed"));
    auto stranger = desk.letter;
    stranger.bundle_from = desk.eve.rep();
    CHECK(desk.home_of_answer({stranger}) == ticket("renamed"));
}

TEST_CASE("a mail that repairs a gap is no root of the calls in it") {
    Renamed desk;
    auto repair = desk.letter;
    repair.carried.push_back(desk.write(desk.bo, test::text("note", kTicket, "x")).id);
    CHECK(desk.home_of_answer({repair}) == ticket("renamed"));
    auto two = desk.letter;
    two.carried.push_back(desk.write(desk.ada, test::open_call("ds1.x@example.org", "y")).id);
    CHECK(desk.home_of_answer({two}) == ticket("renamed"));
    const auto more = desk.ada.more(test::add_tag(desk.made, "vip"));
    auto unknown = desk.letter;
    unknown.carried.push_back(more.id);
    CHECK(desk.home_of_answer({unknown}) == ticket("renamed"));
}

TEST_CASE("a replay of our letter under a client's id takes nothing from the client's mail") {
    Renamed desk;
    const auto client = mail("renamed");
    CHECK(desk.home_of_answer({desk.letter, client}) == ticket("renamed"));
    CHECK(desk.home_of(client) == ticket("renamed"));
    desk.write(desk.bo, test::place(kTicket, ref(client)));
    CHECK(desk.home_of_answer({desk.letter}) == kTicket);
}

// Redaction

TEST_CASE("a redaction of a mail leaves a tombstone with who and when") {
    Desk desk;
    const auto one = mail("a");
    auto two = one;
    two.text = text_hash("another text under the same id");
    desk.mails = {one};
    auto content = test::content("redact", kTicket);
    content.own.set("mail", MailRef{one.key, {}}.text());
    const auto redact = desk.write(desk.lea, content);
    const auto& message = desk.look().messages.at(0);
    REQUIRE(message.redacted_by);
    CHECK(message.redacted_by->event == redact.id);
    CHECK(message.redacted_by->by == desk.lea.rep());
    CHECK(message.redacted_by->at == redact.at.t);
    CHECK(desk.look().events == std::vector{redact.id});
    CHECK(desk.look().updated == redact.at.t);

    const auto redacted = [&] {
        std::string out;
        for (const auto& m : desk.look().messages)
            out += m.redacted_by ? m.mail->text == one.text ? "1" : "2" : "-";
        std::ranges::sort(out);
        return out;
    };
    desk.mails = {one, two};
    CHECK(redacted() == "12");
    content.own.set("mail", MailRef{one.key, two.canonical()}.text());
    desk.events = {desk.lea.write(content)};
    CHECK(redacted() == "-2");
    desk.events = {desk.bo.write(content)};
    CHECK(redacted() == "--");
}

TEST_CASE("a mail whose id a transport has replaced is found by both ids") {
    auto renamed = mail("new");
    renamed.other_ids = {"old@client"};
    const std::vector mails = {renamed, mail("reply", {"old"})};
    const auto state = fold({}, mails, test::FakeTeam());
    REQUIRE(state.tickets.size() == 1);
    CHECK(state.tickets.begin()->first == ticket("new"));
}

TEST_CASE("the same mail under the id it had and the one it got is one, in any order") {
    const auto original = mail("old");
    auto renamed = mail("new");
    renamed.text = original.text;
    renamed.other_ids = {"old@client"};
    std::vector mails = {original, renamed, mail("a", {"old"}), mail("b", {"new"})};
    for (int turn = 0; turn < 4; ++turn) {
        std::ranges::rotate(mails, mails.begin() + 1);
        const auto state = fold({}, mails, test::FakeTeam());
        REQUIRE(state.tickets.size() == 1);
        CHECK(state.tickets.begin()->first == ticket("old"));
        CHECK(state.tickets.begin()->second.messages.size() == 3);
    }
    // Another text is another mail, whatever it claims.
    renamed.text = text_hash("something else");
    const std::vector forged = {original, renamed, mail("a", {"old"}), mail("b", {"new"})};
    CHECK(fold({}, forged, test::FakeTeam()).tickets.size() == 2);
}

}  // namespace
}  // namespace dsupport
