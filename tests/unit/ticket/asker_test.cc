#include "lib/ticket/asker.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::kMorning;
using test::Machine;
using test::ticket;

const TicketId kTicket = ticket("a");

Mail from(const std::string& address, const std::string& name, std::vector<std::string> references = {}) {
    auto out = test::mail(name, std::move(references), address);
    out.author_name = address.substr(0, address.find('@'));
    return out;
}

struct Desk : test::FakeTeam {
    Machine ada{1};
    std::vector<Event> events;
    std::vector<Mail> mails;
    Team team;

    Desk() {
        add(ada, "ada");
        team.group.addresses = {"support@team.example"};
        team.group.log_address = "log@team.example";
        team.people[PersonId{"ada"}].email = "ada@team.example";
        team.people[PersonId{"bo"}].email = "bo@team.example";
        team.people[PersonId{"bo"}].active = false;
    }
    Asker look() {
        const auto state = fold(events, mails, *this);
        return asker_of(state.tickets.at(kTicket), team);
    }
    void state_requester(const Requester& who) {
        events.push_back(ada.write(test::set(kTicket, field::kRequester, who.json())));
    }
};

TEST_CASE("a colleague's mail, or one that a colleague forwards, is not the client's") {
    Desk desk;
    desk.mails = {from("Ada@team.example", "a")};
    CHECK(desk.look().who.email == "Ada@team.example");
    CHECK(desk.look().reply_to.empty());
    desk.mails[0].reply_address = "ada@home.example";
    CHECK(desk.look().reply_to.empty());
    desk.mails.push_back(from("bo@team.example", "b", {"a"}));
    CHECK(desk.look().reply_to.empty());
    desk.mails.push_back(from("gina@client", "c", {"a", "b"}));
    CHECK(desk.look().who == Requester{"gina", "gina@client", ""});
    CHECK(desk.look().reply_to == "gina@client");
}

TEST_CASE("of those who answer a colleague, whose mail was placed comes first, then the earliest") {
    Desk desk;
    desk.mails = {from("ada@team.example", "a"),      from("gina@client", "b", {"a"}),
                  from("zoe@client", "c", {"a"}),     from("away@client", "d", {"a"}),
                  from("letters@client", "e", {"a"}), from("support@team.example", "f", {"a"})};
    desk.mails[2].date = desk.mails[1].date + kHour;
    desk.mails[3].date = desk.mails[4].date = desk.mails[1].date + -kHour;
    desk.mails[3].verdict = Verdict::machine;
    desk.mails[4].to_many = true;
    CHECK(desk.look().reply_to == "gina@client");
    for (const auto* mail : {&desk.mails[0], &desk.mails[2]})
        desk.events.push_back(desk.ada.write(test::place(kTicket, {mail->key, {}})));
    CHECK(desk.look().reply_to == "zoe@client");
}

TEST_CASE("a client keeps the ticket that they began, whoever writes on it") {
    Desk desk;
    desk.mails = {from("hugo@client", "a"), from("ada@team.example", "b", {"a"}),
                  from("zoe@client", "c", {"a"})};
    desk.mails[2].date = kMorning + -kDay;
    CHECK(desk.look().reply_to == "hugo@client");
}

TEST_CASE("a Reply-To is heard unless it leads to ourselves") {
    Desk desk;
    desk.mails = {from("kim@client", "a")};
    desk.mails[0].reply_address = "kim@home.example";
    CHECK(desk.look().reply_to == "kim@home.example");
    for (const auto* own : {"Support@team.example", "log@team.example", "ada@team.example"}) {
        desk.mails[0].reply_address = own;
        CAPTURE(own);
        CHECK(desk.look().who.email == "kim@client");
        CHECK(desk.look().reply_to == "kim@client");
    }
    desk.mails[0].author = "support@team.example";
    CHECK(desk.look().reply_to.empty());
}

TEST_CASE("an address that somebody wrote down is where the answer goes") {
    Desk desk;
    desk.mails = {from("kim@client", "a")};
    desk.mails[0].reply_address = "kim@home.example";
    desk.state_requester({"Kim", "KIM@client", ""});
    CHECK(desk.look().reply_to == "kim@home.example");
    desk.mails = {from("ada@team.example", "a"), from("gina@client", "b", {"a"})};
    desk.mails[1].reply_address = "gina@home.example";
    desk.events.clear();
    desk.state_requester({"Gina", "gina@client", "+44 20"});
    CHECK(desk.look().reply_to == "gina@home.example");
    desk.events.clear();
    desk.state_requester({"Dora", "dora@client", ""});
    CHECK(desk.look().reply_to == "dora@client");
    desk.events.clear();
    desk.state_requester({"Ada", "ada@team.example", ""});
    CHECK(desk.look().reply_to == "ada@team.example");
    desk.events.clear();
    desk.state_requester({"Somebody", "", "+44 20"});
    CHECK(desk.look().who == Requester{"Somebody", "", "+44 20"});
    CHECK(desk.look().reply_to == "gina@home.example");
}

TEST_CASE("the address that a call left is where the answer goes, whatever a mail asks for") {
    Desk desk;
    auto call = test::open_call("a@client", "error 500");
    desk.mails = {from("kim@client", "b", {"a"})};
    desk.mails[0].reply_address = "kim@home.example";
    call.own.set("requester", Requester{"Kim", "kim@client", ""}.json());
    desk.events = {desk.ada.write(call)};
    CHECK(desk.look().reply_to == "kim@client");
    call.own.set("requester", Requester{"Kim", "", "+44 20"}.json());
    desk.events = {desk.ada.write(call)};
    CHECK(desk.look().who == Requester{"Kim", "", "+44 20"});
    CHECK(desk.look().reply_to == "kim@home.example");
}

}  // namespace
}  // namespace dsupport
