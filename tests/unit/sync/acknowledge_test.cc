#include "lib/sync/acknowledge.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "lib/mail/modules.hh"
#include "lib/team/document.hh"
#include "tests/unit/support/office.hh"

namespace dsupport {
namespace {

using test::unwrap;

const Group kGroup{{"support@example.org"}, "", "", ""};
const Mailbox kFrom{"Support", "ada@example.org"};

/// The build tree has the shape of the installed one.
std::string module_dir() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" / "dsupport";
}

class Desk {
  public:
    explicit Desk(bool on = true) : home_("ada", kGroup), composer_(unwrap(load_composer(module_dir()))) {
        home_.call("something else");  // founds the team
        if (on)
            home_.in_session([](WriteSession& session) {
                const auto text = std::string("[templates.acknowledgement]\ntext = 'We have it.'\n");
                return session.append({write_section(session.team_state().sections, "templates", text)})
                    .has_value();
            });
    }
    Mail mail(const std::string& name, std::vector<std::string> references = {},
              std::string author = "mara@client.org") {
        auto out = test::mail(name, std::move(references), std::move(author));
        out.reply_address = out.author;
        out.subject = out.base_subject = "Portal down";
        out.date = home_.clock.now();
        return out;
    }
    std::size_t answer(const std::vector<Mail>& mails) {
        return home_.in_session([&](WriteSession& session) {
            std::vector<MailRef> refs;
            for (const auto& m : mails) {
                session.take_in({}, {{m, Json::object(), "error 500", ""}});
                refs.push_back({m.key, m.canonical()});
            }
            return unwrap(acknowledge(session, refs, *composer_, kFrom));
        });
    }
    std::vector<OutboxRow> letters() {
        auto out = unwrap(home_.store().outbox(true));
        std::erase_if(out, [](const OutboxRow& row) { return row.recipient.empty(); });
        return out;
    }
    test::Home& home() { return home_; }

  private:
    test::Home home_;
    std::unique_ptr<Composer> composer_;
};

TEST_CASE("a client hears that the mail has arrived, in its thread, from what says it is a machine") {
    Desk desk;
    CHECK(desk.answer({desk.mail("a")}) == 1);
    const auto letters = desk.letters();
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].recipient == "mara@client.org");
    const auto bytes = *unwrap(desk.home().store().mail(letters[0].n))->bytes;
    const auto read = unwrap(unwrap(load_parser(module_dir()))->parse(bytes, {}));
    CHECK(read.mail.in_reply_to == std::vector<std::string>{"a@client"});
    CHECK(read.mail.verdict == Verdict::machine);
    CHECK(read.sign == "Auto-Submitted: auto-replied");
    CHECK(read.text == "We have it.\n");
    CHECK(read.mail.reply_address == "support@example.org");
    CHECK(read.to == std::vector<Mailbox>{{"", "mara@client.org"}});
}

TEST_CASE("nobody is told without the template") {
    Desk desk(false);
    CHECK(desk.answer({desk.mail("a")}) == 0);
}

TEST_CASE("a sender hears once on a ticket, and once a day") {
    Desk desk;
    CHECK(desk.answer({desk.mail("a"), desk.mail("b", {"a"})}) == 1);
    CHECK(desk.answer({desk.mail("c")}) == 0);
    CHECK(desk.answer({desk.mail("d", {}, "jo@client.org")}) == 1);
    desk.home().clock.advance(kDay + kMinute);
    CHECK(desk.answer({desk.mail("e", {"a"})}) == 0);
    CHECK(desk.answer({desk.mail("f")}) == 1);
}

TEST_CASE("machines, lists, colleagues, the group itself and old mails are not answered") {
    Desk desk;
    for (const auto verdict : {Verdict::generated, Verdict::machine, Verdict::bulk, Verdict::bounce}) {
        auto m = desk.mail("m" + std::to_string(static_cast<int>(verdict)));
        m.verdict = verdict;
        CHECK(desk.answer({m}) == 0);
    }
    auto to_many = desk.mail("many");
    to_many.to_many = true;
    auto old = desk.mail("old");
    old.date = old.date + -2 * kDay;
    auto nowhere = desk.mail("nowhere");
    nowhere.reply_address = "no address";
    auto loop = desk.mail("loop");
    loop.reply_address = "Support@example.org";
    CHECK(desk.answer({to_many, old, nowhere, loop, desk.mail("group", {}, "support@example.org")}) == 0);
    CHECK(desk.letters().empty());
}

TEST_CASE("an address that no person reads is not answered, whoever wrote") {
    Desk desk;
    int n = 0;
    const auto answered = [&](const std::string& reply_address) {
        auto m = desk.mail("r" + std::to_string(++n));
        m.reply_address = reply_address;
        return desk.answer({m}) == 1;
    };
    // RFC 3834, 2; RFC 2142, 6.
    for (const auto* name :
         {"MAILER-DAEMON", "postmaster", "owner-list", "list-owner", "list-request", "majordomo", "bounces+7",
          "no-reply", "NoReply", "do_not_reply", "billing.noreply+17"})
        CHECK_FALSE(answered(std::string(name) + "@client.org"));
    for (const auto* name : {"owner", "request", "jo.owner", "ann+no-reply", "reply", "lister"})
        CHECK(answered(std::string(name) + "@client.org"));
}

}  // namespace
}  // namespace dsupport
