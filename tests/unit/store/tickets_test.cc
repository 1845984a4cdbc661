#include "lib/store/tickets.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::at;
using test::Home;

/// A ticket whose id begins so.
TicketId id_with(const std::string& prefix) {
    return {prefix + std::string(26 - prefix.size(), '0')};
}

void make(Home& home, const TicketId& id, const std::string& subject) {
    home.write(test::set(id, "subject", subject));
}

TEST_CASE("a ticket is meant by any beginning of its code that only it has, as people type it") {
    Home home;
    make(home, id_with("K7M2QX"), "one");
    make(home, id_with("K7N"), "two");
    make(home, id_with("0101AB"), "three");
    struct Row {
        std::string typed, id;
    };
    // Hyphens are optional, case does not matter, O is read as 0, I and L as 1.
    const std::vector<Row> rows = {
        {"K7M-2QX", "K7M2QX"}, {"k7m2qx", "K7M2QX"}, {"K7M", "K7M2QX"},     {"K7M-2", "K7M2QX"},
        {"k7n", "K7N"},        {"0101", "0101AB"},   {"oIo", "0101AB"},     {"OLO-iab", "0101AB"},
        {"010", "0101AB"},     {"o1oL", "0101AB"},   {"0101-AB", "0101AB"}, {id_with("K7N").value, "K7N"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        CHECK(home.store().resolve(row.typed, home.clock.now()) == id_with(row.id));
    }
}

TEST_CASE("what is no ticket is answered with the reason") {
    Home home;
    make(home, id_with("K7M2QX"), "Portal down");
    make(home, id_with("K7M2QY"), "Printer on fire");
    struct Row {
        std::string typed;
        ErrorKind kind;
    };
    const std::vector<Row> rows = {{"ZZZ", ErrorKind::negative},
                                   {"K7M2QZ", ErrorKind::negative},
                                   {"K7M", ErrorKind::usage},
                                   {"K7M-2Q", ErrorKind::usage},
                                   {"K7", ErrorKind::usage},
                                   {"", ErrorKind::usage},
                                   {"K7M_2QX", ErrorKind::usage},
                                   {"K7U", ErrorKind::usage},
                                   {"-", ErrorKind::usage},
                                   {"K7M2QX%", ErrorKind::usage},
                                   {"@@", ErrorKind::usage},
                                   {"K7M 2QX x", ErrorKind::usage},
                                   {std::string(27, '0'), ErrorKind::usage}};
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        const auto found = home.store().resolve(row.typed, home.clock.now());
        REQUIRE_FALSE(found);
        CHECK(found.error().kind == row.kind);
    }
    const auto several = home.store().resolve("k7m", home.clock.now());
    CHECK(several.error().hint.find("K7M-2QX  Portal down") != std::string::npos);
    CHECK(several.error().hint.find("K7M-2QY  Printer on fire") != std::string::npos);
}

TEST_CASE("many candidates are listed as a few and more") {
    Home home;
    for (const char c : std::string("ABCDEFGH")) make(home, id_with(std::string("K7M") + c), "x");
    const auto several = home.store().resolve("K7M", home.clock.now());
    REQUIRE_FALSE(several);
    CHECK(std::ranges::count(several.error().hint, '\n') == 6);
    CHECK(several.error().hint.ends_with("..."));
}

TEST_CASE("the at sign is the ticket of this machine's latest ticket event") {
    Home home;
    const auto none = home.store().resolve("@", home.clock.now());
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::negative);
    const auto a = home.call("one"), b = home.call("two");
    const auto now = [&] { return *home.store().resolve("@", home.clock.now()); };
    CHECK(now() == b);
    home.write(test::text("note", a, "x"));
    CHECK(now() == a);
    // A link is no event of a ticket, and what others write is not ours.
    home.write(test::link(b, a, "related"));
    CHECK(now() == a);
    Home other("bo");
    other.join(home);
    other.write(test::text("note", b, "y"));
    home.accept(other.log());
    CHECK(now() == a);
    CHECK(*other.store().resolve("@", home.clock.now()) == b);
}

TEST_CASE("a merged ticket is found by both codes and shown once") {
    Home home;
    make(home, id_with("AAAAAA"), "one");
    make(home, id_with("BBBBBB"), "two");
    home.write(test::link(id_with("AAAAAA"), id_with("BBBBBB"), "merged"));
    CHECK(home.store().resolve("AAA", home.clock.now()) == id_with("BBBBBB"));
    CHECK(home.store().resolve("BBB", home.clock.now()) == id_with("BBBBBB"));
    CHECK(home.store().resolve_member("AAA", home.clock.now()) == id_with("AAAAAA"));
    const auto rows = home.list(home.query());
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().subject == "two");
}

TEST_CASE("a code grows for both when a twin appears and for nobody else") {
    Home home;
    const auto code = [&](const std::string& prefix) { return *home.store().code_of(id_with(prefix)); };
    make(home, id_with("K7M2QX"), "one");
    make(home, id_with("K7M3"), "near");
    CHECK(code("K7M2QX") == "K7M-2QX");
    make(home, id_with("K7M2QXAB"), "two");
    CHECK(code("K7M2QX") == "K7M-2QX0");
    CHECK(code("K7M2QXAB") == "K7M-2QXA");
    make(home, id_with("K7M2QXAC"), "three");
    CHECK(code("K7M2QXAB") == "K7M-2QXAB");
    CHECK(code("K7M2QXAC") == "K7M-2QXAC");
    CHECK(code("K7M2QX") == "K7M-2QX0");
    CHECK(code("K7M3") == "K7M-300");
    for (const auto* prefix : {"K7M2QX", "K7M2QXAB", "K7M2QXAC", "K7M3"})
        CHECK(home.store().resolve(code(prefix), home.clock.now()) == id_with(prefix));
}

/// What a list shows, in alphabetical order.
std::string subjects(Home& home, const std::function<void(ListQuery&)>& ask) {
    auto query = home.query();
    ask(query);
    std::vector<std::string> out;
    for (const auto& row : home.list(query)) out.push_back(row.subject);
    std::ranges::sort(out);
    return fmt::format("{}", fmt::join(out, " "));
}

TEST_CASE("each filter of a list keeps what it says") {
    Home home;
    home.clock.set("2026-11-24T09:00:00Z");
    std::map<std::string, TicketId> ids;
    const auto add = [&](const std::string& subject, std::vector<FieldWrite> writes,
                         const std::string& tag = "") {
        auto content = test::content("set", test::ticket(subject));
        content.writes = std::move(writes);
        content.writes.push_back({"subject", subject, {}});
        if (!tag.empty()) content.tags.push_back({tag, true, {}});
        ids[subject] = home.write(content).ticket();
    };
    const auto status = [](const Status& s) { return FieldWrite{"status", s.json(), {}}; };
    add("fresh", {{"nature", "question", {}}});
    add("open", {status(Status::plain_open()), {"level", "technical", {}}, {"assignee", "bo", {}}});
    add("urgent", {{"urgency", "critical", {}}, {"client", "acme", {}}}, "vip");
    add("asleep", {status({StatusKind::pending, at("2026-11-24T12:00:00Z"), {}, {}, {}})}, "vip2");
    add("bank", {status({StatusKind::on_hold, {}, "the bank", {}, {}}), {"level", "technical", {}}}, "50%");
    add("done", {status({StatusKind::closed, {}, {}, "fixed", {}})}, "vip");
    home.call("rang");
    home.clock.set("2026-11-24T11:00:00Z");
    home.write(test::add_tag(ids["fresh"], "later"));

    home.clock.set("2026-11-24T09:30:00Z");
    auto caller = test::content("set", test::ticket("caller"));
    caller.writes = {{"subject", "Étage 3: ΑΘΗΝΑ Straße", {}},
                     {"requester", Requester{"Zoë Müller", "zoe@client.org", "+442071234567"}.json(), {}},
                     {"status", Status{StatusKind::closed, {}, {}, "fixed", {}}.json(), {}}};
    home.write(caller);

    struct Row {
        std::string name;
        std::function<void(ListQuery&)> ask;
        std::string shown;
    };
    using enum StatusKind;
    const std::vector<Row> rows = {
        {"nothing", [](auto&) {}, "asleep bank fresh open rang urgent"},
        {"all", [](auto& q) { q.all = true; },
         "asleep bank done fresh open rang urgent Étage 3: ΑΘΗΝΑ Straße"},
        {"new", [](auto& q) { q.statuses = {fresh}; }, "fresh rang urgent"},
        {"open", [](auto& q) { q.statuses = {open}; }, "open"},
        {"waiting",
         [](auto& q) {
             q.statuses = {pending, on_hold};
         },
         "asleep bank"},
        {"closed", [](auto& q) { q.statuses = {closed}; }, "done Étage 3: ΑΘΗΝΑ Straße"},
        {"open later", [](auto& q) { q.statuses = {open}, q.now = at("2026-11-24T12:00:00Z"); },
         "asleep open"},
        {"pending later", [](auto& q) { q.statuses = {pending}, q.now = at("2026-11-24T12:00:00Z"); }, ""},
        {"level", [](auto& q) { q.level = "technical"; }, "bank open"},
        {"nature", [](auto& q) { q.nature = "question"; }, "fresh"},
        {"urgency", [](auto& q) { q.urgency = "critical"; }, "urgent"},
        {"assignee", [](auto& q) { q.assignee = "bo"; }, "open"},
        {"unassigned", [](auto& q) { q.assignee = ""; }, "asleep bank fresh rang urgent"},
        {"client", [](auto& q) { q.client = "acme"; }, "urgent"},
        {"phone", [](auto& q) { q.channel = "phone"; }, "rang"},
        {"owed by first-level", [](auto& q) { q.owed_by = "first-level"; }, "fresh rang urgent"},
        {"owed by technical", [](auto& q) { q.owed_by = "technical"; }, "open"},
        {"owed by the client", [](auto& q) { q.owed_by = "client"; }, "asleep"},
        {"owed by the bank", [](auto& q) { q.owed_by = "the bank"; }, "bank"},
        {"owed by nobody", [](auto& q) { q.owed_by = "", q.all = true; }, "done Étage 3: ΑΘΗΝΑ Straße"},
        {"a tag", [](auto& q) { q.tags = {"vip"}; }, "urgent"},
        {"a tag of closed ones", [](auto& q) { q.tags = {"vip"}, q.all = true; }, "done urgent"},
        {"two tags",
         [](auto& q) {
             q.tags = {"vip", "vip2"};
         },
         ""},
        {"a tag with a sign", [](auto& q) { q.tags = {"50%"}; }, "bank"},
        {"a tag that is a pattern", [](auto& q) { q.tags = {"%"}; }, ""},
        {"words", [](auto& q) { q.words = "ASLE"; }, "asleep"},
        {"words in tags", [](auto& q) { q.words = "vip"; }, "asleep urgent"},
        {"two words", [](auto& q) { q.words = "vip acme"; }, "urgent"},
        {"a word that is a pattern", [](auto& q) { q.words = "_"; }, ""},
        {"a name, accents composed or not", [](auto& q) { q.words = "zoe\u0308 mÜLLER", q.all = true; },
         "Étage 3: ΑΘΗΝΑ Straße"},
        {"letters beyond ASCII", [](auto& q) { q.words = "étage αθηνα STRASSE", q.all = true; },
         "Étage 3: ΑΘΗΝΑ Straße"},
        {"an address", [](auto& q) { q.words = "@client.org", q.all = true; }, "Étage 3: ΑΘΗΝΑ Straße"},
        {"the end of a number", [](auto& q) { q.words = "1234567", q.all = true; }, "Étage 3: ΑΘΗΝΑ Straße"},
        {"since", [](auto& q) { q.since = at("2026-11-24T10:00:00Z"); }, "fresh"},
        {"until", [](auto& q) { q.until = at("2026-11-24T10:00:00Z"); }, "asleep bank open rang urgent"},
        {"two filters", [](auto& q) { q.level = "technical", q.assignee = ""; }, "bank"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(subjects(home, row.ask) == row.shown);
    }
}

/// What a ticket of the big list must look like, kept beside the store.
struct Model {
    TicketId id;
    int urgency = 1;
    Status stored;
    std::optional<Instant> promise;
    bool conflict = false;
    Instant debt, created, updated;

    StatusKind shown(Instant now) const {
        const bool waits = stored.kind == StatusKind::pending || stored.kind == StatusKind::on_hold;
        return waits && stored.until && *stored.until <= now ? StatusKind::open : stored.kind;
    }
    bool overdue(Instant now) const { return promise && *promise <= now && shown(now) != StatusKind::closed; }
    /// Conflict or overdue, attention (here never), urgency, status, oldest debt, id.
    auto place(Instant now) const {
        return std::tuple(conflict || overdue(now) ? 0 : 1, 3 - urgency, static_cast<int>(shown(now)), debt,
                          id);
    }
};

constexpr std::array<const char*, 4> kWords = {"low", "normal", "high", "critical"};

Status random_status(std::uint64_t n, Instant now) {
    const auto until = n % 3 == 0   ? std::nullopt
                       : n % 3 == 1 ? std::optional(now + -kMinute)
                                    : std::optional(now + kHour);
    switch (n / 3 % 4) {
        case 0:
            return Status::plain_open();
        case 1:
            return {StatusKind::pending, until, {}, {}, {}};
        case 2:
            return {StatusKind::on_hold, until, "the bank", {}, {}};
        default:
            return {StatusKind::closed, {}, {}, "fixed", {}};
    }
}

/// Tickets of all sorts, written in one command so that many things about them are equal.
std::vector<Model> make_many(Home& home, int count) {
    test::FakeRandom dice(7);
    std::vector<Model> out;
    std::vector<EventContent> contents;
    const auto now = home.clock.now();
    for (int i = 0; i < count; ++i) {
        Model model;
        auto content = test::open_call("call" + std::to_string(i), "rings");
        model.id = content.ticket;
        model.created = now + -kHour * static_cast<std::int64_t>(dice.next() % 5);
        content.own.set("call", Json::object({{"at", model.created.ms}}));
        model.debt = model.created;
        model.urgency = static_cast<int>(dice.next() % 4);
        content.writes.push_back({"urgency", kWords.at(static_cast<std::size_t>(model.urgency)), {}});
        if (dice.next() % 4 == 0) {
            model.promise = now + (dice.next() % 2 == 0 ? -kHour : kHour);
            content.writes.push_back({"promise", model.promise->ms, {}});
        }
        if (dice.next() % 3 != 0) {
            model.stored = random_status(dice.next(), now);
            content.writes.push_back({"status", model.stored.json(), {}});
        }
        content.writes.push_back({"nature", "question", {}});
        contents.push_back(std::move(content));
        out.push_back(std::move(model));
    }
    const auto events = home.write(contents);
    std::vector<EventContent> second;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i].stored.kind != StatusKind::fresh) out[i].debt = events[i].at.t;
        out[i].updated = events[i].at.t;
        if (dice.next() % 6 != 0) continue;
        // It names no earlier write, so neither has seen the other.
        out[i].conflict = true;
        second.push_back(test::set(out[i].id, "nature", "business"));
    }
    for (const auto& event : home.write(second))
        std::ranges::find(out, event.ticket(), &Model::id)->updated = event.at.t;
    return out;
}

std::vector<TicketId> ids_of(const std::vector<TicketRow>& rows) {
    std::vector<TicketId> out;
    for (const auto& row : rows) out.push_back(row.id);
    return out;
}

TEST_CASE("a list has the order of the rules, whatever the filter, the page and the time") {
    Home home;
    auto models = make_many(home, 120);
    const auto written_at = home.clock.now();
    for (const auto later : {std::int64_t{0}, 2 * kHour})
        for (const auto sort : {SortBy::pressing, SortBy::updated, SortBy::created})
            for (const bool all : {false, true}) {
                CAPTURE(later);
                CAPTURE(static_cast<int>(sort));
                CAPTURE(all);
                const auto now = written_at + later;
                std::ranges::sort(models, [&](const Model& a, const Model& b) {
                    if (sort == SortBy::updated)
                        return std::tuple(b.updated, a.id) < std::tuple(a.updated, b.id);
                    if (sort == SortBy::created)
                        return std::tuple(b.created, a.id) < std::tuple(a.created, b.id);
                    return a.place(now) < b.place(now);
                });
                std::vector<TicketId> wanted;
                for (const auto& model : models)
                    if (all || model.shown(now) != StatusKind::closed) wanted.push_back(model.id);
                auto query = home.query();
                query.now = now;
                query.sort = sort;
                query.all = all;
                for (const std::size_t limit : {0U, 1U, 2U, 7U, 50U, 1000U}) {
                    CAPTURE(limit);
                    query.limit = limit;
                    const auto page = std::vector(
                        wanted.begin(),
                        wanted.begin() + static_cast<std::ptrdiff_t>(std::min(limit, wanted.size())));
                    CHECK(ids_of(home.list(query)) == page);
                }
            }
}

TEST_CASE("a page of some statuses is the same page of the whole list") {
    Home home;
    const auto models = make_many(home, 80);
    for (const auto status : {StatusKind::fresh, StatusKind::open, StatusKind::on_hold, StatusKind::pending,
                              StatusKind::closed}) {
        CAPTURE(status_name(status));
        auto query = home.query();
        query.limit = 1000;
        query.all = true;
        std::vector<TicketId> wanted;
        for (const auto& row : home.list(query))
            if (row.status == status) wanted.push_back(row.id);
        CHECK_FALSE(wanted.empty());
        query.statuses = {status};
        CHECK(ids_of(home.list(query)) == wanted);
        wanted.resize(std::min<std::size_t>(wanted.size(), 3));
        query.limit = 3;
        CHECK(ids_of(home.list(query)) == wanted);
    }
}

TEST_CASE("a row shows what the ticket is at that time") {
    Home home;
    const auto models = make_many(home, 60);
    auto query = home.query();
    query.limit = 1000;
    query.all = true;
    const auto rows = home.list(query);
    REQUIRE(rows.size() == models.size());
    for (const auto& row : rows) {
        const auto& model = *std::ranges::find(models, row.id, &Model::id);
        CAPTURE(row.code);
        CHECK(row.status == model.shown(query.now));
        CHECK(row.conflict == model.conflict);
        CHECK(row.overdue == model.overdue(query.now));
        CHECK_FALSE(row.attention);
        CHECK(row.urgency == kWords.at(static_cast<std::size_t>(model.urgency)));
        CHECK(row.created_at == model.created);
        CHECK(row.updated_at == model.updated);
        CHECK(row.channel == "phone");
        const auto summary = home.load(row.id).summary;
        CHECK(row.owed_by == owed_by(summary, row.status));
    }
}

TEST_CASE("the counts are those of the list") {
    Home home;
    const auto models = make_many(home, 100);
    for (const auto later : {std::int64_t{0}, 2 * kHour}) {
        CAPTURE(later);
        const auto now = home.clock.now() + later;
        const auto count = [&](StatusKind kind) {
            return std::ranges::count_if(models, [&](const Model& m) { return m.shown(now) == kind; });
        };
        const auto counts = *home.store().counts(now);
        CHECK(counts.fresh == count(StatusKind::fresh));
        CHECK(counts.open == count(StatusKind::open));
        CHECK(counts.on_hold == count(StatusKind::on_hold));
        CHECK(counts.pending == count(StatusKind::pending));
        CHECK(counts.attention == 0);
        CHECK(counts.unassigned == static_cast<std::int64_t>(models.size()) - count(StatusKind::closed));
    }
}

TEST_CASE("a call that was taken back is in no list and still found") {
    Home home;
    const auto open = home.write(test::open_call("a@client", "rings"));
    home.write(test::undo(open));
    auto query = home.query();
    query.all = true;
    CHECK(home.list(query).empty());
    CHECK(home.store().resolve(open.ticket().code(), home.clock.now()) == open.ticket());
    CHECK(home.load(open.ticket()).summary.voided);
}

}  // namespace
}  // namespace dsupport
