#include "lib/ticket/splitting.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "lib/ticket/change.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::kMorning;
using test::Machine;
using test::mail;
using test::ticket;

const TicketId kTicket = ticket("a");

struct Desk : test::FakeTeam {
    Machine ada{1};
    std::vector<Event> events;
    std::vector<Mail> mails;
    State state;
    Summary summary;

    explicit Desk(std::vector<Mail> with) : mails(std::move(with)) {
        add(ada, "ada");
        for (std::size_t i = 0; i < mails.size(); ++i)
            mails[i].date = kMorning + static_cast<std::int64_t>(i) * kMinute;
    }
    void look(const TicketId& id) {
        state = fold(events, mails, *this);
        summary = *summarize(state, id, Team{}, *this);
    }
    void add_all(const std::vector<EventContent>& contents) {
        for (std::size_t i = 0; i < contents.size(); ++i)
            events.push_back(i == 0 ? ada.write(contents[i]) : ada.more(contents[i]));
    }
    /// Splits the mail of this name off; the error where it is refused.
    std::string split_off(const std::string& id, const TicketId& from = kTicket) {
        look(from);
        const auto all = messages_of(state, summary.id);
        const auto it = std::ranges::find(all, id, &Message::message_id);
        REQUIRE(it != all.end());
        const Situation at{state, summary, {"ada"}, false, kMorning + kDay, "K7M-2QX"};
        const auto change = split(at, static_cast<std::size_t>(it - all.begin()) + 1);
        if (!change) return change.error().message;
        for (const auto& event : change->events) CHECK(longest_header(event) <= kMaxHeader);
        add_all(change->events);
        look(from);
        return {};
    }
    /// The names of the mails on a ticket, sorted.
    std::string on(const TicketId& id) {
        std::string out;
        std::vector<std::string> names;
        state = fold(events, mails, *this);
        for (const auto& there : state.tickets[id].mails)
            names.push_back(there.mail->message_id.substr(0, there.mail->message_id.find('@')));
        std::ranges::sort(names);
        for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
        return out;
    }
};

TEST_CASE("a mail split off a thread that nobody has placed takes only its answers along") {
    Desk desk({mail("a"), mail("b", {"a"}), mail("c", {"a"}), mail("d", {"a", "c"}), mail("e", {"a", "b"})});
    CHECK(desk.split_off("c@client").empty());
    CHECK(desk.on(kTicket) == "a b e");
    CHECK(desk.on(ticket("c")) == "c d");
    CHECK(desk.state.components.empty());
    CHECK(desk.events.front().ticket() == kTicket);
    CHECK(desk.events.back().ticket() == ticket("c"));
    CHECK(desk.events.front().at.op == desk.events.back().at.op);
    // Later mails go with what they answer.
    desk.mails.push_back(mail("f", {"a", "b"}));
    desk.mails.push_back(mail("g", {"a", "c", "d"}));
    CHECK(desk.on(kTicket) == "a b e f");
    CHECK(desk.on(ticket("c")) == "c d g");
}

TEST_CASE("the mails of the same thread on another ticket stay there too") {
    const auto ours = "ds1.00000000000000000000000000." + ticket("other").value + "@example.org";
    Desk desk({mail("a"), mail("b", {ours, "a"}), mail("c", {ours, "a", "b"})});
    CHECK(desk.on(ticket("other")) == "b c");
    CHECK(desk.split_off("c@client", ticket("other")).empty());
    CHECK(desk.on(kTicket) == "a");
    CHECK(desk.on(ticket("other")) == "b");
    CHECK(desk.on(ticket("c")) == "c");
}

TEST_CASE("a split of what is placed moves it and joins nothing, also twice and with variants") {
    Desk desk({mail("a"), mail("b", {"a"}), mail("c", {"a", "b"}), mail("b", {"a"})});
    desk.mails[3].text = text_hash("another text under the same id");
    EventContent all = test::content("set", kTicket);
    desk.look(kTicket);
    for (const auto& on : desk.state.tickets.at(kTicket).mails) all.placements.push_back({on.full_ref(), {}});
    desk.add_all({all});
    CHECK(desk.split_off("b@client").empty());
    CHECK(desk.on(kTicket) == "a");
    CHECK(desk.on(ticket("b")) == "b b c");
    CHECK(desk.state.components.empty());
    CHECK(desk.split_off("c@client", ticket("b")).empty());
    CHECK(desk.on(ticket("b")) == "b b");
    CHECK(desk.on(ticket("c")) == "c");
    CHECK(desk.state.components.empty());
    for (const auto& event : desk.events) {
        std::set<MailKey> once;
        for (const auto& p : event.content.placements)
            if (event.id != desk.events.front().id) CHECK(once.insert(p.mail.key).second);
    }
}

TEST_CASE("the mail a ticket began with stays, whatever the dates say and on merged tickets too") {
    Desk desk({mail("b", {"a"}), mail("a"), mail("x"), mail("y", {"x"})});
    CHECK(desk.split_off("a@client").find("began with") != std::string::npos);
    desk.add_all({test::link(ticket("x"), kTicket, "merged")});
    CHECK(desk.split_off("x@client").find("began with") != std::string::npos);
    CHECK(desk.split_off("a@client").find("began with") != std::string::npos);
    CHECK(desk.split_off("y@client").empty());
    CHECK(desk.on(ticket("x")) == "x");
    CHECK(desk.on(ticket("y")) == "y");
    CHECK(desk.split_off("b@client").empty());
    CHECK(desk.on(kTicket) == "a");
}

TEST_CASE("a mail without an id goes to the ticket of its key") {
    Desk desk({mail("a"), mail("", {"a"})});
    auto& nameless = desk.mails[1];
    nameless.message_id.clear();
    nameless.key = test::filled<MailKey>(7);
    CHECK(desk.split_off("").empty());
    CHECK(desk.on(kTicket) == "a");
    CHECK(desk.state.tickets.at(ticket_of_root(nameless.key.hex())).mails.size() == 1);
}

TEST_CASE("a split of many mails fits its headers") {
    std::vector<Mail> mails = {mail("a"), mail("c", {"a"})};
    for (int i = 0; i < 60; ++i) mails.push_back(mail("m" + std::to_string(i), {"a", i % 2 ? "c" : "a"}));
    Desk desk(mails);
    CHECK(desk.split_off("c@client").empty());
    CHECK(desk.state.tickets.at(kTicket).mails.size() == 31);
    CHECK(desk.state.tickets.at(ticket("c")).mails.size() == 31);
}

}  // namespace
}  // namespace dsupport
