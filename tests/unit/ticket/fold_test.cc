#include "lib/ticket/fold.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
using test::mail;
using test::ticket;
using Events = std::vector<Event>;

const TicketId kTicket = ticket("a");
const Status kOpen{StatusKind::open, {}, {}, {}, {}};
const Status kClosed{StatusKind::closed, {}, {}, "fixed", {}};

struct Team : test::FakeTeam {
    Machine ada{1}, bo{2}, lea{3}, eve{9};
    Team() { add(ada, "ada").add(bo, "bo").add(lea, "lea", true); }
};

std::string shown(const State& state, std::string_view field, const TicketId& id = kTicket) {
    const auto* value = state.tickets.at(id).field(field).shown();
    return value == nullptr           ? ""
           : value->value.is_object() ? value->value["s"].string()
                                      : value->value.string();
}

/// The texts of a ticket's messages, oldest first, joined by `|`.
std::string texts(const State& state, const TicketId& id = kTicket) {
    std::string out;
    for (const auto& message : state.tickets.at(id).messages) {
        if (!out.empty()) out += '|';
        out += message.mail != nullptr ? message.mail->message_id : message.text;
    }
    return out;
}

/// A state points at its mails, so those made on the way stay until the end.
std::span<const Mail> kept(std::vector<Mail> mails) {
    static std::deque<std::vector<Mail>> all;
    return all.emplace_back(std::move(mails));
}

const MailOnTicket* find_mail(const State& state, const Mail& mail) {
    for (const auto& [id, ticket] : state.tickets)
        for (const auto& on : ticket.mails)
            if (on.mail->key == mail.key) return &on;
    return nullptr;
}
TicketId home_of(const State& state, const Mail& mail) {
    const auto* on = find_mail(state, mail);
    return on == nullptr ? TicketId{} : on->home.ticket;
}

// What happens at the same time on two machines

TEST_CASE("two people take a ticket at once and both stay visible") {
    Team team;
    const Events events = {team.ada.write(test::set(kTicket, "assignee", "ada")),
                           team.bo.at(test::kMorning + kMinute).write(test::set(kTicket, "assignee", "bo"))};
    const auto state = fold(events, {}, team);
    const auto& heads = state.tickets.at(kTicket).field("assignee").heads();
    REQUIRE(heads.size() == 2);
    CHECK(heads[0].value == Json("bo"));
    CHECK(heads[1].value == Json("ada"));

    auto more = events;
    const auto& tips = state.tickets.at(kTicket).field("assignee").tips();
    more.push_back(team.lea.write(test::set(kTicket, "assignee", "lea", tips)));
    CHECK(fold(more, {}, team).tickets.at(kTicket).field("assignee").heads().size() == 1);
}

TEST_CASE("two triages at once meet field by field") {
    Team team;
    auto ada = test::set(kTicket, "urgency", "high"), bo = test::set(kTicket, "urgency", "low");
    ada.writes.push_back({"nature", "technical", {}});
    const Events events = {team.ada.write(ada), team.bo.at(test::kMorning + -kDay).write(bo)};
    const auto state = fold(events, {}, team);
    CHECK(shown(state, "urgency") == "high");
    CHECK(state.tickets.at(kTicket).field("urgency").heads().size() == 2);
    CHECK(shown(state, "nature") == "technical");
    CHECK(state.tickets.at(kTicket).field("nature").heads().size() == 1);
}

TEST_CASE("a close does not win over something more open that it had not seen") {
    Team team;
    const Events events = {team.ada.write(test::set_status(kTicket, kOpen)),
                           team.bo.at(test::kMorning + kDay).write(test::set_status(kTicket, kClosed))};
    const auto state = fold(events, {}, team);
    CHECK(shown(state, "status") == "open");
    CHECK(state.tickets.at(kTicket).field("status").heads().size() == 2);
}

TEST_CASE("a close does not cover a client mail that it had not seen") {
    Team team;
    const auto seen = mail("a"), unseen = mail("b", {"a"});
    auto close = test::set_status(kTicket, kClosed);
    close.covers = {{seen.key, {}}};
    const Events events = {team.ada.write(close)};
    const auto state = fold(events, kept({seen, unseen}), team);
    CHECK(shown(state, "status") == "closed");
    CHECK_FALSE(find_mail(state, seen)->raises_attention());
    CHECK(find_mail(state, unseen)->raises_attention());
}

TEST_CASE("two replies at once both stand") {
    Team team;
    const Events events = {team.ada.write(test::text("reply", kTicket, "Try again.")),
                           team.bo.write(test::text("reply", kTicket, "Please wait."))};
    const auto state = fold(events, {}, team);
    REQUIRE(state.tickets.at(kTicket).messages.size() == 2);
    CHECK(state.tickets.at(kTicket).messages[0].kind == MessageKind::reply);
}

TEST_CASE("a redaction wins over everything and leaves a tombstone") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "the password is x"));
    const auto tag = team.ada.more(test::add_tag(kTicket, "vip"));
    const auto redact = team.lea.write(test::redact(note));
    const auto undo_note = team.ada.write(test::undo(tag));
    const auto redo_note = team.ada.write(test::undo(undo_note));
    const auto undo_redact = team.lea.write(test::undo(redact));
    for (const auto& events : {Events{note, tag, redact}, Events{note, tag, redact, undo_redact},
                               Events{note, tag, redact, undo_note, redo_note}}) {
        const auto state = fold(events, {}, team);
        const auto& message = state.tickets.at(kTicket).messages.at(0);
        CHECK(message.text.empty());
        CHECK_FALSE(message.incomplete);
        REQUIRE(message.redacted_by);
        CHECK(message.redacted_by->event == redact.id);
        CHECK(message.redacted_by->by == team.lea.rep());
        CHECK(message.redacted_by->at == redact.at.t);
    }
    const auto by_bo = team.bo.write(test::redact(note));
    CHECK(texts(fold(Events{note, by_bo}, {}, team)) == "the password is x");
    auto without_body = note;
    without_body.content.body.reset();
    CHECK(fold(Events{without_body}, {}, team).tickets.at(kTicket).messages.at(0).incomplete);
    CHECK_FALSE(fold(Events{without_body, redact}, {}, team).tickets.at(kTicket).messages.at(0).incomplete);
}

// Who may write

TEST_CASE("what is held or void changes nothing until it counts") {
    Team team;
    auto event = test::set(kTicket, "level", "technical");
    event.body = "please";
    event.tags = {{"vip", true, {}}};
    event.placements = {{{mail("x").key, {}}, {}}};
    event.covers = {{mail("x").key, {}}};
    const Events events = {team.eve.write(event)};
    std::vector mails = {mail("a"), mail("x")};
    mails[1].date = mails[0].date + 1;
    for (const auto standing : {Standing::held, Standing::voided, Standing::live}) {
        const bool counts = standing == Standing::live;
        team.judge(events.front(), standing);
        const auto state = fold(events, mails, team);
        CHECK(shown(state, "level") == (counts ? "technical" : ""));
        CHECK(state.tickets.at(kTicket).tags.contains("vip") == counts);
        CHECK(home_of(state, mails[1]) == (counts ? kTicket : ticket("x")));
        CHECK(find_mail(state, mails[1])->covered == counts);
        CHECK(texts(state) == std::string(counts ? "a@client|x@client|please" : "a@client"));
        CHECK(state.tickets.at(kTicket).events.size() == (counts ? 1 : 0));
        CHECK(fold(events, {}, team).tickets.contains(kTicket) == counts);
    }
}

TEST_CASE("a later write reaches through one that is void") {
    Team team;
    const auto first = team.ada.write(test::set(kTicket, "level", "first-level"));
    const auto second = team.eve.write(test::set(kTicket, "level", "technical", {first.id}));
    const auto third = team.bo.write(test::set(kTicket, "level", "first-level", {second.id}));
    team.judge(second, Standing::voided);
    const auto state = fold(Events{first, second, third}, {}, team);
    const auto& heads = state.tickets.at(kTicket).field("level").heads();
    REQUIRE(heads.size() == 1);
    CHECK(heads[0].event == third.id);
    // But nobody writes on top of it once it is void: it may name what the writer has never seen.
    CHECK(fold(Events{first, second}, {}, team).tickets.at(kTicket).field("level").tips() ==
          std::vector{first.id});
}

TEST_CASE("a value that this version cannot read is kept and never shown") {
    Team team;
    const auto good = team.ada.write(test::set(kTicket, "urgency", "high"));
    const auto odd = team.bo.write(test::set(kTicket, "urgency", "purple", {good.id}));
    const auto state = fold(Events{good, odd}, {}, team);
    CHECK(shown(state, "urgency") == "high");
    CHECK(state.tickets.at(kTicket).field("urgency").history().size() == 2);
    CHECK(state.tickets.at(kTicket).field("urgency").tips() == std::vector{odd.id});
}

TEST_CASE("kinds of a later version are counted and do no harm") {
    Team team;
    auto survey = test::content("survey", kTicket);
    survey.own.set("w", Json::array({"anything"}));
    const Events events = {team.ada.write(survey), team.ada.write(test::set(kTicket, "level", "technical"))};
    const auto state = fold(events, {}, team);
    CHECK(state.unknown_kinds == 1);
    CHECK(shown(state, "level") == "technical");
}

// Fields, tags, texts

TEST_CASE("writes of the same name on two tickets do not meet") {
    Team team;
    const auto one = team.ada.write(test::set(kTicket, "level", "technical"));
    const auto two = team.bo.write(test::set(ticket("b"), "level", "first-level", {one.id}));
    const auto state = fold(Events{one, two}, {}, team);
    CHECK(shown(state, "level") == "technical");
    CHECK(shown(state, "level", ticket("b")) == "first-level");
    CHECK(state.tickets.at(kTicket).field("colour").shown() == nullptr);
}

TEST_CASE("a tag goes only with the adds that were seen") {
    Team team;
    const auto mine = team.ada.write(test::add_tag(kTicket, "vip"));
    const auto theirs = team.bo.write(test::add_tag(kTicket, "vip"));
    const auto drop_mine = team.lea.write(test::drop_tag(kTicket, "vip", {mine.id}));
    const auto drop_both = team.lea.write(test::drop_tag(kTicket, "vip", {mine.id, theirs.id}));
    const auto other = team.bo.write(test::drop_tag(kTicket, "late", {mine.id}));
    const auto undo = team.lea.write(test::undo(drop_both));
    const auto undo_add = team.ada.write(test::undo(mine));
    const auto has = [&](const Events& events) {
        return fold(events, {}, team).tickets.at(kTicket).tags.contains("vip");
    };
    CHECK(has({mine}));
    CHECK(has({mine, theirs, drop_mine}));
    CHECK_FALSE(has({mine, theirs, drop_both}));
    CHECK_FALSE(has({mine, drop_mine}));
    CHECK(has({mine, other}));
    CHECK(has({mine, theirs, drop_both, undo}));
    CHECK_FALSE(has({mine, undo_add}));
    const auto again = team.ada.write(test::add_tag(kTicket, "vip"));
    CHECK(has({mine, drop_mine, again}));
}

TEST_CASE("a long text in parts is shown as one") {
    Team team;
    const auto part = [&](std::int64_t index, std::string body) {
        auto out = test::text("note", kTicket, std::move(body));
        out.part = Part{index, 3};
        return out;
    };
    const auto one = team.ada.write(part(1, "one ")), two = team.ada.more(part(2, "two ")),
               three = team.ada.more(part(3, "three"));
    const auto other = team.bo.at(test::kMorning + 3 * kSecond).write(test::text("note", kTicket, "between"));
    auto missing = two;
    missing.content.body.reset();

    auto state = fold(Events{three, other, two, one}, {}, team);
    CHECK(texts(state) == "one two three|between");
    CHECK_FALSE(state.tickets.at(kTicket).messages[0].incomplete);
    CHECK(fold(Events{one, missing, three}, {}, team).tickets.at(kTicket).messages.at(0).incomplete);
    CHECK(fold(Events{one, three}, {}, team).tickets.at(kTicket).messages.at(0).incomplete);
    CHECK(fold(Events{one}, {}, team).tickets.at(kTicket).messages.at(0).incomplete);
    CHECK(texts(fold(Events{one, two, three, team.lea.write(test::redact(one))}, {}, team)).empty());
    CHECK(texts(fold(Events{one, two, three, team.ada.write(test::undo(three))}, {}, team)).empty());
}

TEST_CASE("undo hides a text and redo shows it again") {
    Team team;
    const auto note = team.ada.write(test::text("note", kTicket, "Call Bo."));
    const auto undo = team.ada.write(test::undo(note));
    const auto redo = team.ada.write(test::undo(undo));
    CHECK(fold(Events{note, undo}, {}, team).tickets.at(kTicket).messages.at(0).undone);
    CHECK(texts(fold(Events{note, undo}, {}, team)).empty());
    CHECK(texts(fold(Events{note, undo, redo}, {}, team)) == "Call Bo.");
}

// Calls

EventContent call(const std::string& mid) {
    auto out = test::open_call(mid, "The portal is down.");
    out.own.set(
        "call",
        Json::object({{"number", "+44 20"}, {"line", "uk"}, {"at", 1789999999000}, {"duration_s", 240}}));
    out.own.set("requester", Requester{"Ada", "ada@client", ""}.json());
    return out;
}

TEST_CASE("a logged call makes a ticket and places its own mail there") {
    Team team;
    const std::string mid = "ds1.00000000000000000000000000@example.org";
    const auto open = team.bo.write(call(mid));
    const auto id = ticket_of_root(mid);
    auto letter = mail("x", {"elsewhere"});
    letter.message_id = mid;
    letter.key = mail_key(mid);
    letter.bundle_from = team.bo.rep();
    letter.bundle_text = letter.text;
    const auto state = fold(Events{open}, kept({letter}), team);
    const auto& made = state.tickets.at(id);
    CHECK(state.tickets.size() == 1);
    CHECK(made.opened == open.id);
    CHECK(made.root_message_id == mid);
    CHECK(made.requester == Requester{"Ada", "ada@client", ""});
    CHECK(made.created == Instant{1789999999000});
    CHECK(made.updated == open.at.t);
    REQUIRE(made.call);
    CHECK(made.call->number == "+44 20");
    CHECK(made.call->line == "uk");
    CHECK(made.call->duration_s == 240);
    CHECK(made.call->by == team.bo.rep());
    REQUIRE(made.messages.size() == 1);
    CHECK(made.messages[0].kind == MessageKind::call);
    CHECK(find_mail(state, letter)->ours);
    CHECK(find_mail(state, letter)->home.rule == HomeRule::placed);
}

TEST_CASE("a call that was taken back leaves a void ticket") {
    Team team;
    const auto open = team.bo.write(call("ds1.x@y"));
    const auto undo = team.bo.write(test::undo(open));
    const auto redo = team.bo.write(test::undo(undo));
    const auto id = open.ticket();
    CHECK(fold(Events{open, undo}, {}, team).tickets.at(id).voided);
    CHECK_FALSE(fold(Events{open, undo}, {}, team).tickets.at(id).opened);
    CHECK_FALSE(fold(Events{open}, {}, team).tickets.at(id).voided);
    CHECK_FALSE(fold(Events{open, undo, redo}, {}, team).tickets.at(id).voided);
    CHECK_FALSE(
        fold(Events{team.bo.write(test::add_tag(kTicket, "x"))}, {}, team).tickets.at(kTicket).voided);
}

// Links

TEST_CASE("merged tickets are one component with one representative") {
    const TicketId ids[] = {ticket("a"), ticket("b"), ticket("c"), ticket("d")};
    const auto smallest = [&](std::initializer_list<int> of) {
        return std::ranges::min(of, {}, [&](int i) { return ids[i]; });
    };
    struct Row {
        std::string what;
        std::vector<std::pair<int, int>> merges;
        int of, representative;
    };
    const std::vector<Row> rows = {
        {"one into another", {{0, 1}}, 0, 1},
        {"and from the other side", {{0, 1}}, 1, 1},
        {"in a chain", {{0, 1}, {1, 2}, {2, 3}}, 0, 3},
        {"two into one", {{0, 2}, {1, 2}}, 1, 2},
        {"one into two keeps the smaller", {{0, 1}, {0, 2}}, 0, smallest({1, 2})},
        {"in a circle keeps the smallest of all", {{0, 1}, {1, 2}, {2, 0}}, 1, smallest({0, 1, 2})},
        {"two separate pairs", {{0, 1}, {2, 3}}, 2, 3},
        {"not at all", {{0, 1}}, 3, 3},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        Team team;
        Events events;
        for (const auto& [from, into] : row.merges)
            events.push_back(team.ada.write(test::link(ids[from], ids[into], "merged")));
        const auto state = fold(events, {}, team);
        CHECK(state.representative_of(ids[row.of]) == ids[row.representative]);
        for (const auto& [representative, members] : state.components) {
            CHECK(std::ranges::is_sorted(members));
            for (const auto& id : members) CHECK(state.representative_of(id) == representative);
        }
    }
}

TEST_CASE("unmerge is the undo of the link and related tickets are never joined") {
    Team team;
    const auto a = ticket("a"), b = ticket("b");
    const auto merge = team.ada.write(test::link(a, b, "merged"));
    const auto unmerge = team.bo.write(test::undo(merge));
    CHECK(fold(Events{merge}, {}, team).merged == std::vector{Link{merge.id, a, b}});
    const auto apart = fold(Events{merge, unmerge}, {}, team);
    CHECK(apart.merged.empty());
    CHECK(apart.representative_of(a) == a);
    const auto related = fold(Events{team.ada.write(test::link(a, b, "related"))}, {}, team);
    CHECK(related.merged.empty());
    CHECK(related.related.size() == 1);
    CHECK(related.representative_of(a) == a);
    const auto newer = fold(Events{team.ada.write(test::link(a, b, "blocks"))}, {}, team);
    CHECK(newer.related.empty());
    CHECK(newer.merged.empty());
    CHECK(newer.unknown_kinds == 1);
    auto nonsense = test::link(a, b, "merged");
    nonsense.own.set("b", std::string("somewhere"));
    CHECK(fold(Events{team.ada.write(nonsense)}, {}, team).merged.empty());
}

// Mails

TEST_CASE("a placement moves a mail, a later one moves it on and undo takes it back") {
    Team team;
    const auto m = mail("m");
    const auto one = team.ada.write(test::place(ticket("one"), {m.key, {}}));
    const auto two = team.bo.write(test::place(ticket("two"), {m.key, {}}, {one.id}));
    const auto undo = team.bo.write(test::undo(two));
    const std::vector mails = {m};
    CHECK(home_of(fold({}, mails, team), m) == ticket("m"));
    CHECK(home_of(fold(Events{one}, mails, team), m) == ticket("one"));
    CHECK(home_of(fold(Events{one, two}, mails, team), m) == ticket("two"));
    CHECK(home_of(fold(Events{one, two, undo}, mails, team), m) == ticket("one"));
    CHECK(fold(Events{one, two}, mails, team).components.empty());
}

TEST_CASE("a mail that two people placed on two tickets joins them") {
    Team team;
    const auto m = mail("m");
    const auto one = team.ada.write(test::place(ticket("one"), {m.key, {}}));
    const auto two = team.bo.write(test::place(ticket("two"), {m.key, {}}));
    const auto state = fold(Events{one, two}, kept({m}), team);
    const auto smaller = std::min(ticket("one"), ticket("two"));
    CHECK(state.representative_of(ticket("one")) == smaller);
    CHECK(state.representative_of(ticket("two")) == smaller);
    CHECK(home_of(state, m) == smaller);
    CHECK(state.merged.empty());
    CHECK(fold(Events{one, team.bo.write(test::place(ticket("one"), {m.key, {}}))}, kept({m}), team)
              .components.empty());
}

TEST_CASE("only a mail that nobody covered and somebody wrote raises attention") {
    Team team;
    for (const auto& [verdict, raises] : {std::pair{Verdict::human, true},
                                          {Verdict::generated, true},
                                          {Verdict::machine, false},
                                          {Verdict::bulk, false}}) {
        auto m = mail("m");
        m.verdict = verdict;
        const std::vector mails = {m};
        const auto covering = team.ada.write(test::cover(ticket("m"), {{m.key, {}}}));
        const auto undo = team.ada.write(test::undo(covering));
        CAPTURE(verdict_name(verdict));
        CHECK(find_mail(fold({}, mails, team), m)->raises_attention() == raises);
        CHECK_FALSE(find_mail(fold(Events{covering}, mails, team), m)->raises_attention());
        CHECK(find_mail(fold(Events{covering, undo}, mails, team), m)->raises_attention() == raises);
    }
}

TEST_CASE("a person's mail to many raises no attention") {
    Team team;
    auto m = mail("m");
    m.to_many = true;
    CHECK_FALSE(find_mail(fold({}, std::vector{m}, team), m)->raises_attention());
    CHECK(m.counts_as() == Verdict::bulk);
}

TEST_CASE("a bounce joins the ticket of its thread, and none is lost for want of one") {
    Team team;
    auto bounce = mail("bounce", {"m"});
    bounce.verdict = Verdict::bounce;
    for (const auto& mails : {std::vector{bounce}, std::vector{bounce, mail("m")}}) {
        const auto state = fold({}, mails, team);
        REQUIRE(state.tickets.size() == 1);
        CHECK(home_of(state, bounce) == ticket("m"));
        CHECK(state.tickets.begin()->second.mails.size() == mails.size());
        CHECK_FALSE(find_mail(state, bounce)->raises_attention());
    }
}

TEST_CASE("a variant that no event covered raises attention") {
    Team team;
    const auto seen = mail("m");
    auto other = seen;
    other.text = text_hash("another text under the same id");
    const auto by_key = team.ada.write(test::cover(ticket("m"), {{seen.key, {}}}));
    const auto by_hash = team.ada.write(test::cover(ticket("m"), {{seen.key, seen.canonical()}}));
    const auto attention = [&](const Events& events, const std::vector<Mail>& mails) {
        std::string out;
        const auto state = fold(events, kept(mails), team);
        for (const auto& on : state.tickets.at(ticket("m")).mails)
            if (on.raises_attention()) out += on.mail->text == seen.text ? "seen " : "other ";
        return out;
    };
    CHECK(attention({by_key}, {seen}).empty());
    CHECK(attention({by_key}, {seen, seen}).empty());
    CHECK(attention({by_hash}, {seen}).empty());
    CHECK(attention({by_hash}, {seen, other}) == "other ");
    CHECK(attention({by_hash}, {other, seen, other}) == "other ");
    // The key alone does not say which of them somebody read, so neither is covered.
    CHECK(attention({by_key}, {seen, other}).find("other") != std::string::npos);
    CHECK(attention({by_key}, {seen, other}).find("seen") != std::string::npos);
}

TEST_CASE("a mail is ours by its signed bundle or by a reply that names its text") {
    Team team;
    auto m = mail("m");
    const auto ours = [&](const Events& events, const Mail& of) {
        auto with = events;
        with.push_back(team.ada.write(test::add_tag(ticket("m"), "x")));
        return find_mail(fold(with, kept({of}), team), of)->ours;
    };
    CHECK_FALSE(ours({}, m));
    auto bundled = m;
    bundled.bundle_from = team.ada.rep();
    bundled.bundle_text = m.text;
    CHECK(ours({}, bundled));
    bundled.bundle_from = team.eve.rep();
    CHECK_FALSE(ours({}, bundled));
    bundled.bundle_from = team.ada.rep();
    bundled.bundle_text = text_hash("armour around another text");
    CHECK_FALSE(ours({}, bundled));

    auto reply = test::text("reply", ticket("m"), "Try again.");
    reply.own.set("mid", m.message_id);
    reply.own.set("text", m.text.hex());
    const auto sent = team.ada.write(reply);
    CHECK(ours({sent}, m));
    auto quoting = m;
    quoting.text = text_hash("something else under its id");
    CHECK_FALSE(ours({sent}, quoting));
    const auto forged = team.eve.write(reply);
    CHECK_FALSE(ours({forged}, m));
}

TEST_CASE("a mail of ours makes no ticket and is not shown beside its event") {
    Team team;
    auto notice = mail("notice");
    notice.bundle_from = team.ada.rep();
    notice.bundle_text = notice.text;
    CHECK(fold({}, kept({notice}), team).tickets.empty());
    const auto event = team.ada.write(test::text("note", ticket("notice"), "A note."));
    CHECK(texts(fold(Events{event}, kept({notice}), team), ticket("notice")) == "A note.");
}

TEST_CASE("a ticket that came by mail has its first mail's sender and dates") {
    Team team;
    auto first = mail("a"), second = mail("b", {"a"}, "cy@client");
    first.author_name = "Ada";
    first.date = test::kMorning + -kHour;
    second.date = test::kMorning + kHour;
    const auto note = team.bo.write(test::text("note", kTicket, "note"));
    const auto state = fold(Events{note}, kept({second, first, second}), team);
    const auto& found = state.tickets.at(kTicket);
    REQUIRE(found.root() != nullptr);
    CHECK(found.root()->mail->author_name == "Ada");
    CHECK(found.requester.empty());
    CHECK(found.created == first.date);
    CHECK(found.updated == second.date);
    CHECK_FALSE(found.opened);
    CHECK_FALSE(found.call);
    CHECK(texts(state) == "a@client|note|b@client");
}

}  // namespace
}  // namespace dsupport
