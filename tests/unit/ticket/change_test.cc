#include "lib/ticket/change.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::Machine;
using test::ticket;

const TicketId kTicket = ticket("a"), kOther = ticket("other");
const Instant kNow = test::kMorning + kDay;

/// What stands behind a status as it is shown: the stored one, and what hides it.
struct Standing {
    std::string_view name;
    StatusKind stored = StatusKind::fresh;
    bool mail = false;   ///< a mail of the client that nobody has covered
    bool timer = false;  ///< its time has run out
};
using enum StatusKind;
constexpr std::array<Standing, 12> kStandings = {{
    {"new", fresh},
    {"open", open},
    {"pending", pending},
    {"on-hold", on_hold},
    {"closed", closed},
    {"new, mail", fresh, true},
    {"open, mail", open, true},
    {"pending, mail", pending, true},
    {"on-hold, mail", on_hold, true},
    {"closed, mail", closed, true},
    {"pending, ran out", pending, false, true},
    {"on-hold, ran out", on_hold, false, true},
}};

/// A ticket that stands so, at this level and held by this person, before ada.
class Desk {
  public:
    explicit Desk(const Standing& standing, const std::string& level = "", const std::string& holder = "") {
        team_.add(ada, "ada").add(bo, "bo").add(lea, "lea", true);
        if (standing.mail) mails_.push_back(test::mail("a"));
        add({test::text("note", kTicket, "It rings.")}, bo);
        if (!level.empty()) add({test::set(kTicket, field::kLevel, level)}, bo);
        if (!holder.empty()) add({test::set(kTicket, field::kAssignee, holder)}, bo);
        const auto until = standing.timer ? std::optional(kNow + -kMinute) : std::nullopt;
        const auto write = [&](const Status& status) { add({test::set_status(kTicket, status)}, bo); };
        if (standing.stored == open) write(Status::plain_open());
        if (standing.stored == pending) write({pending, until, {}, {}, {}});
        if (standing.stored == on_hold) write({on_hold, until, "bo", {}, {}});
        if (standing.stored == closed) write({closed, {}, {}, "fixed", {}});
    }

    Machine ada{1}, bo{2}, lea{3};

    /// The events of one command, and what is known afterwards.
    void add(const std::vector<EventContent>& contents, Machine& by) {
        for (std::size_t i = 0; i < contents.size(); ++i)
            events_.push_back(i == 0 ? by.write(contents[i]) : by.more(contents[i]));
        look();
    }
    void arrive(Mail mail) {
        mails_.push_back(std::move(mail));
        look();
    }
    Situation situation(bool lead = false) const {
        return {state_, summary_, PersonId{"ada"}, lead, kNow, "K7M-2QX"};
    }
    Summary other() const {
        Summary out;
        out.id = kOther;
        return out;
    }
    const Summary& summary() const { return summary_; }
    const State& state() const { return state_; }
    const Event& last_event() const { return events_.back(); }

  private:
    test::FakeTeam team_;
    std::vector<Event> events_;
    std::vector<Mail> mails_;
    State state_;
    Summary summary_;

    void look() {
        state_ = fold(events_, mails_, team_);
        summary_ = *summarize(state_, kTicket, Team{}, team_);
    }
};

using Verb = std::function<Result<Change>(const Situation&, const Desk&)>;

const FieldWrite* written(const Change& change, std::string_view field) {
    for (const auto& event : change.events)
        for (const auto& write : event.writes)
            if (write.field == field) return &write;
    return nullptr;
}

bool covers(const Change& change) {
    return std::ranges::any_of(change.events, [](const EventContent& e) { return !e.covers.empty(); });
}

/// `refused`, `already`, the status that is written, or `-` for events that write none.
std::string what_happens(const Result<Change>& change) {
    if (!change) return change.error().kind == ErrorKind::negative ? "refused" : "another error";
    if (change->events.empty()) return change->already.empty() ? "nothing, and nothing said" : "already";
    if (!change->already.empty()) return "already, and events";
    const auto* status = written(*change, field::kStatus);
    return status == nullptr ? "-" : status->value["s"].string();
}

Triage urgent() {
    Triage out;
    out.urgency = "high";
    return out;
}
Triage as_it_is() {
    Triage out;
    out.urgency = "normal";
    return out;
}
Edit subject(const std::string& text) {
    Edit out;
    out.subject = text;
    return out;
}

NewReply answer(std::optional<StatusKind> status = {}) {
    NewReply out;
    out.message_id = "ds1.N.T@example.org";
    out.letter_text = text_hash("Try again.\n\nOn 2026-11-24 at 09:00 UTC, Mara wrote:\n> It rings.\n");
    out.attachments = {test::filled<Hash>(0xA1), test::filled<Hash>(0xA2)};
    out.to = {"mara@client.org", "support@example.org"};
    out.text = "Try again.";
    out.status = status;
    return out;
}
NewReply closed_answer() {
    auto out = answer();
    out.keep_closed = true;
    return out;
}

const PersonId kNobody, kAda{"ada"}, kBo{"bo"};

struct Row {
    std::string name;
    std::string level, holder;  ///< as they are before
    Verb verb;
    std::array<std::string, 12> cells;  ///< in the order of kStandings
    bool covers = false;
};

// The cells are worked out from the log's rules by hand:
// - triage, escalate, de-escalate, assign and take write `open` whenever the stored status is another and the
//   shown one is new or open; without anything else to change that alone is a change.
// - ack, note, tag, link, edit and release write none. Closed accepts reopen, note, ack, tag, link, merge,
//   redact.
// - reply writes `open` by the same rule and reopens what is closed, unless its options say otherwise.
// - wait and close write their own; resume accepts what waits, and what a timer or a mail has opened.
const std::array<std::string, 12> kWorks = {"open", "-",    "-",    "-",    "refused", "open",
                                            "-",    "open", "open", "open", "open",    "open"};
const std::array<std::string, 12> kSame = {"open",    "already", "already", "already", "refused", "open",
                                           "already", "open",    "open",    "open",    "open",    "open"};
const std::array<std::string, 12> kQuiet = {"-", "-", "-", "-", "refused", "-", "-", "-", "-", "-", "-", "-"};
const std::array<std::string, 12> kQuietSame = {"already", "already", "already", "already",
                                                "refused", "already", "already", "already",
                                                "already", "already", "already", "already"};
const std::array<std::string, 12> kAnywhere = {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-"};
const std::array<std::string, 12> kNowhere = {"already", "already", "already", "already",
                                              "already", "already", "already", "already",
                                              "already", "already", "already", "already"};
const std::array<std::string, 12> kHeld = {"refused", "refused", "refused", "refused", "refused", "refused",
                                           "refused", "refused", "refused", "refused", "refused", "refused"};

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {
        {"triage", "", "", [](auto& at, auto&) { return triage(at, urgent()); }, kWorks},
        {"triage to what it is", "", "", [](auto& at, auto&) { return triage(at, as_it_is()); }, kSame},
        {"escalate", "", "", [](auto& at, auto&) { return escalate(at, kNobody, ""); }, kWorks},
        {"escalate what is", "technical", "bo", [](auto& at, auto&) { return escalate(at, kNobody, ""); },
         kSame},
        {"escalate to its holder", "technical", "bo", [](auto& at, auto&) { return escalate(at, kBo, ""); },
         kSame},
        {"escalate to another", "technical", "bo", [](auto& at, auto&) { return escalate(at, kAda, ""); },
         kWorks},
        {"escalate with a word", "technical", "", [](auto& at, auto&) { return escalate(at, kNobody, "so"); },
         kWorks},
        {"de-escalate", "technical", "", [](auto& at, auto&) { return deescalate(at, kNobody, ""); }, kWorks},
        {"de-escalate what is", "", "", [](auto& at, auto&) { return deescalate(at, kNobody, ""); }, kSame},
        {"assign", "", "", [](auto& at, auto&) { return assign(at, kBo, IfHeld::replace); }, kWorks},
        {"assign to its holder", "", "bo", [](auto& at, auto&) { return assign(at, kBo, IfHeld::refuse); },
         kSame},
        {"assign from another", "", "bo", [](auto& at, auto&) { return assign(at, kAda, IfHeld::replace); },
         kWorks},
        {"assign if unassigned", "", "bo", [](auto& at, auto&) { return assign(at, kAda, IfHeld::refuse); },
         kHeld},
        {"take", "", "", [](auto& at, auto&) { return take(at, false); }, kWorks},
        {"take one's own", "", "ada", [](auto& at, auto&) { return take(at, false); }, kSame},
        {"take another's", "", "bo", [](auto& at, auto&) { return take(at, false); }, kHeld},
        {"take --steal", "", "bo", [](auto& at, auto&) { return take(at, true); }, kWorks},
        {"release", "", "bo", [](auto& at, auto&) { return release(at); }, kQuiet},
        {"release what is free", "", "", [](auto& at, auto&) { return release(at); }, kQuietSame},
        {"edit", "", "", [](auto& at, auto&) { return edit(at, subject("Portal")); }, kQuiet},
        {"edit to what it is", "", "", [](auto& at, auto&) { return edit(at, subject("")); }, kQuietSame},
        {"tag", "", "", [](auto& at, auto&) { return tag(at, {"vip"}, {}); }, kAnywhere},
        {"tag off what is not on", "", "", [](auto& at, auto&) { return tag(at, {}, {"vip"}); }, kNowhere},
        {"note", "", "", [](auto& at, auto&) { return note(at, "so", false); }, kAnywhere},
        {"note --ack", "", "", [](auto& at, auto&) { return note(at, "so", true); }, kAnywhere, true},
        {"reply",
         "",
         "",
         [](auto& at, auto&) { return reply(at, answer()); },
         {"open", "-", "-", "-", "open", "open", "-", "open", "open", "open", "open", "open"},
         true},
        {"reply --keep-closed",
         "",
         "",
         [](auto& at, auto&) { return reply(at, closed_answer()); },
         {"open", "-", "-", "-", "-", "open", "-", "open", "open", "-", "open", "open"},
         true},
        {"reply --status pending",
         "",
         "",
         [](auto& at, auto&) { return reply(at, answer(pending)); },
         {"pending", "pending", "-", "pending", "pending", "pending", "pending", "pending", "pending",
          "pending", "pending", "pending"},
         true},
        {"reply --status open",
         "",
         "",
         [](auto& at, auto&) { return reply(at, answer(open)); },
         {"open", "-", "open", "open", "open", "open", "-", "open", "open", "open", "open", "open"},
         true},
        {"merge", "", "", [](auto& at, auto& desk) { return merge(at, desk.other(), "ZZZ-ZZZ"); }, kAnywhere},
        {"merge into itself", "", "", [](auto& at, auto&) { return merge(at, at.ticket, "K7M-2QX"); },
         kNowhere},
        {"link", "", "", [](auto& at, auto& desk) { return relate(at, desk.other(), "ZZZ-ZZZ"); }, kAnywhere},
        {"redact", "", "",
         [](auto& at, auto& desk) {
             (void)at;
             return redact(desk.situation(true), 1);
         },
         kAnywhere},
        {"ack",
         "",
         "",
         [](auto& at, auto&) { return ack(at); },
         {"already", "already", "already", "already", "already", "-", "-", "-", "-", "-", "already",
          "already"},
         true},
        {"wait for the client",
         "",
         "",
         [](auto& at, auto&) { return wait(at, "client", {}, ""); },
         {"pending", "pending", "already", "pending", "refused", "pending", "pending", "pending", "pending",
          "pending", "pending", "pending"},
         true},
        {"wait for bo",
         "",
         "",
         [](auto& at, auto&) { return wait(at, "bo", {}, ""); },
         {"on-hold", "on-hold", "on-hold", "already", "refused", "on-hold", "on-hold", "on-hold", "on-hold",
          "on-hold", "on-hold", "on-hold"},
         true},
        {"resume",
         "",
         "",
         [](auto& at, auto&) { return resume(at, ""); },
         {"refused", "already", "open", "open", "refused", "refused", "already", "open", "open", "open",
          "open", "open"}},
        {"close",
         "",
         "",
         [](auto& at, auto&) { return close(at, "fixed", "Restarted it.", {}); },
         {"closed", "closed", "closed", "closed", "refused", "closed", "closed", "closed", "closed", "closed",
          "closed", "closed"},
         true},
        {"reopen",
         "",
         "",
         [](auto& at, auto&) { return reopen(at, ""); },
         {"refused", "already", "refused", "refused", "open", "refused", "already", "open", "open", "open",
          "open", "open"}},
    };
    return kRows;
}

TEST_CASE("the standings of these tests are shown as their names say") {
    for (const auto& standing : kStandings) {
        CAPTURE(standing.name);
        const Desk desk(standing);
        CHECK(desk.summary().stored.kind == standing.stored);
        CHECK(desk.summary().attention == standing.mail);
        const bool opened = standing.stored != fresh && (standing.mail || standing.timer);
        CHECK(desk.situation().shown() == (opened ? open : standing.stored));
    }
}

TEST_CASE("every verb meets every status as the rules say") {
    for (const auto& row : rows())
        for (std::size_t i = 0; i < kStandings.size(); ++i) {
            CAPTURE(row.name);
            CAPTURE(kStandings.at(i).name);
            const Desk desk(kStandings.at(i), row.level, row.holder);
            CHECK(what_happens(row.verb(desk.situation(), desk)) == row.cells.at(i));
        }
}

TEST_CASE("only reply, close, wait, ack and an acknowledging note cover the mails of the client") {
    for (const auto& row : rows())
        for (const auto& standing : kStandings) {
            CAPTURE(row.name);
            CAPTURE(standing.name);
            const Desk desk(standing, row.level, row.holder);
            const auto change = row.verb(desk.situation(), desk);
            const bool acts = change && !change->events.empty();
            const bool covered = acts && covers(*change);
            CHECK(covered == (acts && row.covers && standing.mail));
            if (!acts) continue;
            CHECK(change->covered == (covered ? 1 : 0));
            CHECK(change->newest_covered == (covered ? std::optional(test::kMorning) : std::nullopt));
        }
}

TEST_CASE("what is refused on a closed ticket is answered with the way to reopen it") {
    for (const auto& row : rows()) {
        if (row.cells[4] != "refused") continue;
        CAPTURE(row.name);
        const Desk desk(kStandings[4]);
        const auto change = row.verb(desk.situation(), desk);
        REQUIRE_FALSE(change);
        CHECK(change.error().message.ends_with(" K7M-2QX: it is closed as fixed"));
        CHECK(change.error().hint == "dsupport reopen K7M-2QX -m TEXT");
    }
}

/// How the ticket is shown once the change is written.
std::string shown_after(const Standing& standing, const std::string& verb) {
    const auto row = std::ranges::find(rows(), verb, &Row::name);
    REQUIRE(row != rows().end());
    Desk desk(standing, row->level, row->holder);
    const auto change = row->verb(desk.situation(), desk);
    REQUIRE(change);
    if (!change->events.empty()) desk.add(change->events, desk.ada);
    return std::string(status_name(desk.situation().shown()));
}

TEST_CASE("a reply says what its letter is and whom it goes to, and the letter is placed by its id") {
    Desk desk(kStandings[6]);
    const auto change = reply(desk.situation(), answer());
    REQUIRE(change);
    const auto& event = change->events.front();
    CHECK(event.kind == "reply");
    CHECK(event.ticket == kTicket);
    CHECK(event.body == "Try again.");
    CHECK(event.own["mid"].string() == "ds1.N.T@example.org");
    CHECK(event.own["text"].string() == answer().letter_text.hex());
    REQUIRE(event.own["attachments"].items().size() == 2);
    CHECK(event.own["attachments"].items()[1].string() == test::filled<Hash>(0xA2).hex());
    REQUIRE(event.own["to"].items().size() == 2);
    CHECK(event.own["to"].items()[0].string() == "mara@client.org");
    CHECK(event.placements.size() == 1);
    desk.add(change->events, desk.ada);
    const auto messages = messages_of(desk.state(), kTicket);
    REQUIRE(messages.back()->kind == MessageKind::reply);
    CHECK(messages.back()->recipients == std::vector<std::string>{"mara@client.org", "support@example.org"});
    CHECK_FALSE(desk.summary().attention);
    // The copy that the group brings back is ours: no message of its own, and nothing to answer.
    auto copy = test::mail("copy", {"a"});
    copy.message_id = "ds1.N.T@example.org";
    copy.key = mail_key(copy.message_id);
    copy.text = answer().letter_text;
    desk.arrive(copy);
    CHECK_FALSE(desk.summary().attention);
    CHECK(messages_of(desk.state(), kTicket).size() == messages.size());
    // Under the same id with another text it is somebody else's.
    copy.text = text_hash("Send money.");
    desk.arrive(copy);
    CHECK(desk.summary().attention);
}

TEST_CASE("a reply deals with what its writer had seen, and with nothing that came while they wrote") {
    Desk desk(kStandings[6]);
    const auto seen = seen_mails(desk.state(), kTicket);
    desk.arrive(test::mail("late", {"a"}));
    auto at = desk.situation();
    at.seen = seen;
    const auto change = reply(at, answer());
    REQUIRE(change);
    CHECK(change->covered == 1);
    desk.add(change->events, desk.ada);
    CHECK(desk.summary().attention);
}

TEST_CASE("a reply to a closed ticket that stays closed is closed again, whatever the client wrote") {
    CHECK(shown_after(kStandings[9], "reply --keep-closed") == "closed");
    CHECK(shown_after(kStandings[9], "reply") == "open");
}

TEST_CASE("a promise is a field of the ticket, and lies in the future") {
    Desk desk(kStandings[1]);
    auto promising = answer();
    promising.promise = kNow + kHour;
    const auto change = reply(desk.situation(), promising);
    REQUIRE(change);
    REQUIRE(written(*change, field::kPromise));
    desk.add(change->events, desk.ada);
    CHECK(desk.summary().promise_at == kNow + kHour);
    // The next answer keeps it.
    const auto kept = reply(desk.situation(), answer());
    REQUIRE(kept);
    desk.add(kept->events, desk.ada);
    CHECK_FALSE(desk.summary().promise_at);
    CHECK_FALSE(written(*reply(desk.situation(), answer()), field::kPromise));
    promising.promise = kNow;
    const auto late = reply(desk.situation(), promising);
    REQUIRE_FALSE(late);
    CHECK(late.error().kind == ErrorKind::usage);
}

TEST_CASE("nobody answers a client with an empty text") {
    const Desk desk(kStandings[1]);
    auto empty = answer();
    empty.text.clear();
    const auto change = reply(desk.situation(), empty);
    REQUIRE_FALSE(change);
    CHECK(change.error().kind == ErrorKind::usage);
    CHECK(change.error().hint == "say what the client shall read: -m TEXT");
}

TEST_CASE("after an acknowledgement the stored status shows again") {
    for (const std::string verb : {"ack", "note --ack"}) {
        CAPTURE(verb);
        CHECK(shown_after(kStandings[5], verb) == "new");
        CHECK(shown_after(kStandings[6], verb) == "open");
        CHECK(shown_after(kStandings[7], verb) == "pending");
        CHECK(shown_after(kStandings[8], verb) == "on-hold");
        CHECK(shown_after(kStandings[9], verb) == "closed");
        CHECK(shown_after(kStandings[10], verb) == "open");
    }
}

TEST_CASE("a verb that writes a status is followed by that status, whatever hid the old one") {
    for (const auto& row : rows())
        for (std::size_t i = 0; i < kStandings.size(); ++i) {
            const auto& cell = row.cells.at(i);
            if (cell != "open" && cell != "pending" && cell != "on-hold" && cell != "closed") continue;
            CAPTURE(row.name);
            CAPTURE(kStandings.at(i).name);
            CHECK(shown_after(kStandings.at(i), row.name) == cell);
        }
}

TEST_CASE("a mail that nobody covered reopens, and a close that had not seen it does not cover it") {
    Desk desk(kStandings[1]);
    const auto change = close(desk.situation(), "fixed", "Restarted it.", {});
    REQUIRE(change);
    desk.arrive(test::mail("a"));
    desk.add(change->events, desk.ada);
    CHECK(desk.summary().stored.kind == closed);
    CHECK(desk.situation().shown() == open);
}

TEST_CASE("the level moves with the assignee cleared, unless a person is named") {
    Desk desk(kStandings[1], "", "bo");
    const auto up = escalate(desk.situation(), kNobody, "");
    REQUIRE(up);
    CHECK(written(*up, field::kLevel)->value == Json("technical"));
    CHECK(written(*up, field::kAssignee)->value == Json(""));
    const auto given = escalate(desk.situation(), kAda, "");
    REQUIRE(given);
    CHECK(written(*given, field::kAssignee)->value == Json("ada"));
    const auto kept = escalate(desk.situation(), kBo, "");
    REQUIRE(kept);
    CHECK(written(*kept, field::kAssignee) == nullptr);

    desk.add(up->events, desk.ada);
    const auto down = deescalate(desk.situation(), kBo, "It was the cable.");
    REQUIRE(down);
    CHECK(written(*down, field::kLevel)->value == Json("first-level"));
    CHECK(written(*down, field::kAssignee)->value == Json("bo"));
    CHECK(down->events.front().body == "It was the cable.");
}

TEST_CASE("a word on the level it has takes the ticket from nobody") {
    const Desk desk(kStandings[1], "technical", "bo");
    const auto change = escalate(desk.situation(), kNobody, "Still broken.");
    REQUIRE(change);
    CHECK(change->events.size() == 1);
    CHECK(change->events.front().writes.empty());
}

TEST_CASE("close, wait and reopen keep level and assignee") {
    for (const std::string verb : {"close", "wait for the client", "wait for bo"}) {
        CAPTURE(verb);
        const auto row = std::ranges::find(rows(), verb, &Row::name);
        const Desk desk(kStandings[6], "technical", "bo");
        const auto change = row->verb(desk.situation(), desk);
        REQUIRE(change);
        CHECK(change->events.front().writes.size() == 1);
    }
    const Desk desk(kStandings[4], "technical", "bo");
    const auto change = reopen(desk.situation(), "");
    REQUIRE(change);
    CHECK(change->events.front().writes.size() == 1);
}

TEST_CASE("a refusal names who holds the ticket and the way around") {
    const Desk desk(kStandings[1], "", "bo");
    const auto taken = take(desk.situation(), false);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().message == "cannot take K7M-2QX: bo already holds it");
    CHECK(taken.error().hint == "dsupport take --steal K7M-2QX");
    const auto assigned = assign(desk.situation(), kAda, IfHeld::refuse);
    REQUIRE_FALSE(assigned);
    CHECK(assigned.error().message == "cannot assign K7M-2QX: bo already holds it");
}

TEST_CASE("an act on a conflict ends it, also with the value that is shown") {
    Desk desk(kStandings[1]);
    desk.add({test::set(kTicket, field::kAssignee, "ada")}, desk.ada);
    desk.add({test::set(kTicket, field::kAssignee, "bo")}, desk.bo.at(test::kMorning + kHour));
    desk.add({test::set(kTicket, field::kLevel, "first-level")}, desk.ada.at(test::kMorning + 2 * kHour));
    desk.add({test::set(kTicket, field::kLevel, "technical")}, desk.bo.at(test::kMorning + 3 * kHour));
    REQUIRE(desk.summary().conflicts.size() == 2);
    const auto assigned = assign(desk.situation(), kBo, IfHeld::refuse);
    REQUIRE(assigned);
    REQUIRE_FALSE(assigned->events.empty());
    CHECK(written(*assigned, field::kAssignee)->replaces.size() == 2);
    desk.add(assigned->events, desk.ada);
    const auto raised = escalate(desk.situation(), kNobody, "");
    REQUIRE(raised);
    REQUIRE_FALSE(raised->events.empty());
    desk.add(raised->events, desk.ada);
    CHECK(desk.summary().conflicts.empty());
    CHECK(desk.summary().assignee == kBo);
}

TEST_CASE("a wait has its time ahead and is written again when that has changed") {
    const Desk desk(kStandings[2]);
    const auto past = wait(desk.situation(), "client", kNow, "");
    REQUIRE_FALSE(past);
    CHECK(past.error().kind == ErrorKind::usage);
    const auto later = wait(desk.situation(), "client", kNow + kHour, "");
    REQUIRE(later);
    CHECK(written(*later, field::kStatus)->value ==
          Json::object({{"s", "pending"}, {"until", (kNow + kHour).ms}}));
    // The same wait with a word is a comment, not another wait.
    const auto word = wait(desk.situation(), "client", {}, "They are on holiday.");
    REQUIRE(word);
    CHECK(written(*word, field::kStatus) == nullptr);
    CHECK(word->events.front().body == "They are on holiday.");
}

TEST_CASE("a close says what happened") {
    const Desk desk(kStandings[1]);
    const auto silent = close(desk.situation(), "fixed", "", {});
    REQUIRE_FALSE(silent);
    CHECK(silent.error().kind == ErrorKind::usage);
    const auto twin = close(desk.situation(), "duplicate", "As the other.", kOther);
    REQUIRE(twin);
    CHECK(twin->events.front().writes.front().value ==
          Json::object({{"s", "closed"}, {"as", "duplicate"}, {"of", kOther.value}}));
    CHECK(twin->events.front().body == "As the other.");
}

TEST_CASE("each status that is written replaces the one before") {
    Desk desk(kStandings[4]);
    const auto before = desk.last_event().id;
    const auto change = reopen(desk.situation(), "Down again.");
    REQUIRE(change);
    CHECK(change->events.front().writes.front().replaces == std::vector{before});
}

TEST_CASE("the first act on a mail places it") {
    const Desk desk(kStandings[5]);
    const auto change = triage(desk.situation(), urgent());
    REQUIRE(change);
    REQUIRE(change->events.front().placements.size() == 1);
    CHECK(change->events.front().placements.front().mail ==
          MailRef{mail_key("a@client"), test::mail("a").canonical()});
}

TEST_CASE("a tag that goes names the adds it takes away") {
    Desk desk(kStandings[4]);
    desk.add({test::add_tag(kTicket, "vip")}, desk.bo);
    const auto add = desk.last_event().id;
    CHECK(tag(desk.situation(), {"vip"}, {})->events.empty());
    const auto off = tag(desk.situation(), {"later"}, {"vip"});
    REQUIRE(off);
    REQUIRE(off->events.front().tags.size() == 2);
    CHECK(off->events.front().tags[1] == TagWrite{"vip", false, {add}});
    desk.add(off->events, desk.ada);
    CHECK(desk.summary().tags == std::vector<std::string>{"later"});
}

TEST_CASE("a split puts a mail and its answers on a ticket of their own, but never the first mail") {
    Desk desk(kStandings[5]);
    // The note of the desk is message 2, or wherever its time puts it: mails are dated the same morning.
    auto question = test::mail("b", {"a"}), answer = test::mail("c", {"a", "b"});
    question.date = test::kMorning + kHour;
    answer.date = test::kMorning + 2 * kHour;
    desk.arrive(question);
    desk.arrive(answer);
    const auto all = messages_of(desk.state(), kTicket);
    REQUIRE(all.size() == 4);
    const auto number = [&](const std::string& id) {
        const auto it = std::ranges::find(all, id, &Message::message_id);
        return static_cast<std::size_t>(it - all.begin()) + 1;
    };
    const auto change = split(desk.situation(), number("b@client"));
    REQUIRE(change);
    const auto& moves = change->events.back();
    CHECK(moves.ticket == ticket("b"));
    REQUIRE(moves.placements.size() == 2);
    CHECK(moves.placements[0].mail.key == question.key);
    CHECK(moves.placements[1].mail.key == answer.key);
    CHECK(what_happens(split(desk.situation(), number("a@client"))) == "refused");
    CHECK(what_happens(split(desk.situation(), number(""))) == "refused");
    CHECK(what_happens(split(desk.situation(), 5)) == "refused");
    CHECK(what_happens(split(desk.situation(), 0)) == "refused");
    const Desk done(kStandings[4]);
    CHECK(what_happens(split(done.situation(), 1)) == "refused");
}

TEST_CASE("only a lead redacts, and only once") {
    Desk desk(kStandings[1]);
    const auto member = redact(desk.situation(false), 1);
    REQUIRE_FALSE(member);
    CHECK(member.error().kind == ErrorKind::not_allowed);
    const auto change = redact(desk.situation(true), 1);
    REQUIRE(change);
    CHECK(change->events.front().own["event"].string().size() == 64);
    desk.add(change->events, desk.lea);
    CHECK(what_happens(redact(desk.situation(true), 1)) == "already");
    CHECK(what_happens(redact(desk.situation(true), 2)) == "refused");
}

TEST_CASE("links say which is part of which, and the way back finds them") {
    Desk desk(kStandings[1]);
    const auto merged = merge(desk.situation(), desk.other(), "ZZZ-ZZZ");
    REQUIRE(merged);
    CHECK(merged->events.front().own ==
          Json::object({{"a", kTicket.value}, {"b", kOther.value}, {"rel", "merged"}}));
    const auto nothing = merge_links(desk.state(), kTicket, "K7M-2QX");
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().kind == ErrorKind::negative);
    desk.add(merged->events, desk.ada);
    CHECK(merge_links(desk.state(), kTicket, "K7M-2QX") == std::vector{desk.last_event().id});
    CHECK_FALSE(merge_links(desk.state(), kOther, "ZZZ-ZZZ"));
    CHECK(what_happens(relate(desk.situation(), desk.summary(), "K7M-2QX")) == "refused");
}

TEST_CASE("a logged call is one event that is its own root") {
    NewCall call;
    call.message_id = "ds1.N@example.org";
    call.number = "+44 20";
    call.line = "uk";
    call.at = kNow;
    call.requester = {"Mara", "", "+44 20"};
    call.subject = "Portal down";
    call.text = "error 500";
    call.urgency = "high";
    const auto change = log_call(call);
    REQUIRE(change.events.size() == 1);
    const auto& event = change.events.front();
    CHECK(event.kind == "open");
    CHECK(event.ticket == ticket_of_root(call.message_id));
    CHECK(event.own["mid"] == Json(call.message_id));
    CHECK(event.own["call"] == Json::object({{"number", "+44 20"}, {"line", "uk"}, {"at", kNow.ms}}));
    CHECK(event.own["requester"] == call.requester.json());
    CHECK(event.body == "error 500");
    CHECK(event.writes == std::vector<FieldWrite>{{"subject", "Portal down", {}}, {"urgency", "high", {}}});
}

TEST_CASE("a long text becomes several events that are shown as one") {
    Desk desk(kStandings[1]);
    // Three bytes a letter: 48 KiB end between two letters only by chance.
    std::string text = "x";
    for (int i = 0; i < 20'000; ++i) text += "\xE2\x82\xAC";
    const auto change = note(desk.situation(), text, false);
    REQUIRE(change);
    REQUIRE(change->events.size() == 2);
    CHECK(change->events[0].body->size() <= kPartBody);
    CHECK(change->events[1].part == Part{2, 2});
    desk.add(change->events, desk.ada);
    const auto all = messages_of(desk.state(), kTicket);
    REQUIRE(all.size() == 2);
    CHECK(all.back()->text == text);
}

TEST_CASE("more mails than one header holds are covered by further events of the same op") {
    Desk desk(kStandings[4]);
    for (int i = 0; i < 60; ++i) desk.arrive(test::mail("m" + std::to_string(i), {"a"}));
    REQUIRE(desk.situation().shown() == open);
    const auto change = ack(desk.situation());
    REQUIRE(change);
    CHECK(change->covered == 60);
    CHECK(change->events.size() > 1);
    desk.add(change->events, desk.ada);
    CHECK(desk.situation().shown() == closed);
}

}  // namespace
}  // namespace dsupport
