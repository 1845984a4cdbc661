#include "lib/mail/imap_fetcher.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <deque>
#include <string>
#include <utility>
#include <vector>

using namespace dsupport;

namespace {

/// What the client must say next, and what the server says then; `{}` stands for the tag.
struct Turn {
    std::string said;
    std::string answer;
};

/// A channel with a server that follows a script. Its clock only moves while the client waits.
class ScriptedChannel : public ImapChannel {
  public:
    ScriptedChannel(std::deque<Turn>& script, std::size_t cut_after) : script_(script), left_(cut_after) {}

    Outcome connect() override { return {}; }
    Outcome send(std::string_view bytes) override {
        if (bytes.ends_with(" LOGOUT\r\n")) return {};
        REQUIRE_MESSAGE(!script_.empty(), bytes);
        auto turn = script_.front();
        script_.pop_front();
        const auto space = bytes.find(' ');
        if (turn.said != "DONE") tag_ = bytes.substr(0, space);
        CHECK(bytes.substr(turn.said == "DONE" ? 0 : space + 1) == turn.said + "\r\n");
        for (auto at = turn.answer.find("{}"); at != std::string::npos; at = turn.answer.find("{}"))
            turn.answer.replace(at, 2, tag_);
        waiting_ += turn.answer;
        return {};
    }
    Result<std::string_view> receive(std::int64_t ms) override {
        if (left_ == 0) return fail(ErrorKind::try_later, "cut");
        now_ += waiting_.empty() ? ms : 0;
        given_ = std::exchange(waiting_, {});
        given_.resize(std::min(given_.size(), left_));
        left_ -= given_.size();
        return std::string_view(given_);
    }
    void close() override { ++closed; }
    std::int64_t now_ms() const override { return now_; }

    int closed = 0;

  private:
    std::deque<Turn>& script_;
    std::size_t left_;
    std::int64_t now_ = 0;
    std::string tag_, waiting_, given_;
};

/// A fetcher and its server.
struct Scene {
    explicit Scene(std::deque<Turn> turns, const FetchSettings& settings = {},
                   std::size_t cut_after = std::string::npos)
        : script(std::move(turns)) {
        auto made = make_imap_fetcher(settings, std::make_unique<ScriptedChannel>(script, cut_after));
        REQUIRE(made);
        fetcher = std::move(*made);
    }
    /// What fetch() hands out, `1:one 2:two`, batches apart by a bar.
    std::string fetch(const std::vector<Uid>& uids) {
        std::string out;
        result = fetcher->fetch(uids, [&](std::vector<FetchedMail> batch) -> Outcome {
            if (!out.empty()) out += " |";
            for (const auto& mail : batch)
                out += fmt::format("{}{}:{}{}", out.empty() ? "" : " ", mail.uid, mail.bytes,
                                   mail.extent == FetchedMail::Extent::none ? "(" + mail.fault + ")" : "");
            return {};
        });
        return out;
    }
    std::deque<Turn> script;
    std::unique_ptr<Fetcher> fetcher;
    Outcome result;
};

Turn capability(const std::string& words) {
    return {"CAPABILITY", "* CAPABILITY IMAP4rev1 " + words + "\r\n{} OK done\r\n"};
}
Turn examine(const std::string& name, int exists = 3) {
    return {"EXAMINE \"" + name + "\"",
            fmt::format("* {} EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n{{}} OK [READ-ONLY] done\r\n", exists)};
}
const Turn kNoop = {"NOOP", "{} OK done\r\n"};
const Turn kSizes = {"UID FETCH 1:3 (RFC822.SIZE)",
                     "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n* 2 FETCH (RFC822.SIZE 3 UID 2)\r\n"
                     "* 3 FETCH (UID 3 RFC822.SIZE 5)\r\n{} OK done\r\n"};
const Turn kBodies = {"UID FETCH 1:3 (BODY.PEEK[])",
                      "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n* 4 EXISTS\r\n* 2 FETCH (FLAGS () UID 2 BODY[] "
                      "{3}\r\ntwo)\r\n* 3 FETCH (BODY[] {5}\r\nthree UID 3)\r\n{} OK done\r\n"};

FetchSettings inbox() {
    FetchSettings s;
    s.mailbox = "INBOX";
    return s;
}

}  // namespace

TEST_CASE("the mailbox that holds everything is found by its attribute, else it is INBOX") {
    const auto name = [](const std::string& capabilities, std::vector<Turn> look, const std::string& box) {
        std::deque<Turn> turns = {capability(capabilities)};
        turns.insert(turns.end(), look.begin(), look.end());
        turns.push_back(examine(box));
        Scene scene(turns);
        const auto state = scene.fetcher->open();
        REQUIRE(state);
        CHECK(scene.script.empty());
        return state->name;
    };
    CHECK(name("SPECIAL-USE LIST-EXTENDED",
               {{"LIST \"\" \"*\" RETURN (SPECIAL-USE)",
                 "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\All \\HasNoChildren) \"/\" \"[Gmail]/All "
                 "Mail\"\r\n* LIST (\\Sent) \"/\" Sent\r\n{} OK done\r\n"}},
               "[Gmail]/All Mail") == "[Gmail]/All Mail");
    CHECK(name("SPECIAL-USE", {{"LIST \"\" \"*\"", "* LIST (\\All) NIL {3}\r\nall\r\n{} OK done\r\n"}},
               "all") == "all");
    CHECK(name("XLIST", {{"XLIST \"\" \"*\"", "* XLIST (\\AllMail) \"/\" \"Alle &AOQ-\"\r\n{} OK done\r\n"}},
               "Alle &AOQ-") == "Alle &AOQ-");
    CHECK(name("SPECIAL-USE", {{"LIST \"\" \"*\"", "* LIST () \"/\" Other\r\n{} OK done\r\n"}}, "INBOX") ==
          "INBOX");
    CHECK(name("IDLE", {}, "INBOX") == "INBOX");
}

TEST_CASE("on Gmail only the mail of the list is seen") {
    auto settings = inbox();
    settings.list = "support@example.org";
    Scene gmail({capability("X-GM-EXT-1 ESEARCH"),
                 examine("INBOX"),
                 kNoop,
                 {"UID SEARCH RETURN (ALL) UID 6:* X-GM-RAW \"list:support@example.org\"",
                  "* ESEARCH (TAG \"{}\") UID ALL 5,7:8\r\n{} OK done\r\n"}},
                settings);
    REQUIRE(gmail.fetcher->open());
    CHECK(gmail.fetcher->uids_after(5) == std::vector<Uid>{7, 8});
    Scene elsewhere({capability(""),
                     examine("INBOX"),
                     kNoop,
                     {"UID SEARCH UID 6:*", "* SEARCH 9 5\r\n* SEARCH 7\r\n* SEARCH\r\n{} OK done\r\n"}},
                    settings);
    REQUIRE(elsewhere.fetcher->open());
    CHECK(elsewhere.fetcher->uids_after(5) == std::vector<Uid>{7, 9});
}

TEST_CASE("an empty mailbox is not searched") {
    Scene scene({capability(""), examine("INBOX", 0), kNoop}, inbox());
    REQUIRE(scene.fetcher->open());
    CHECK(scene.fetcher->uids_after(0) == std::vector<Uid>{});
}

TEST_CASE("mails come whole and in order") {
    Scene scene({capability(""), examine("INBOX"), kSizes, kBodies}, inbox());
    REQUIRE(scene.fetcher->open());
    CHECK(scene.fetch({1, 2, 3}) == "1:one 2:two 3:three");
    CHECK(scene.result);
    CHECK(scene.script.empty());
}

TEST_CASE("wherever the connection ends, no mail comes in part") {
    std::size_t handed_out = 0;
    const auto whole = [](std::size_t cut) {
        return Scene({capability(""), examine("INBOX"), kSizes, kBodies}, inbox(), cut);
    };
    for (std::size_t cut = 0; handed_out == 0; ++cut) {
        CAPTURE(cut);
        REQUIRE(cut < 2000);
        auto scene = whole(cut);
        const auto opened = scene.fetcher->open();
        if (!opened) {
            CHECK(opened.error().kind == ErrorKind::try_later);
            continue;
        }
        const auto mails = scene.fetch({1, 2, 3});
        if (scene.result) {
            CHECK(mails == "1:one 2:two 3:three");
            ++handed_out;
        } else {
            CHECK(mails.empty());
            CHECK(scene.result.error().kind == ErrorKind::try_later);
            // It is not used again.
            CHECK(scene.fetcher->uids_after(0).error().kind == ErrorKind::bug);
        }
    }
}

TEST_CASE("a mail that the server cannot give does not keep the others from us") {
    Scene scene({capability(""),
                 examine("INBOX"),
                 kSizes,
                 {"UID FETCH 1:3 (BODY.PEEK[])",
                  "* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n{} NO some of the mails are damaged\r\n"},
                 {"UID FETCH 2 (BODY.PEEK[])", "{} NO it is damaged\r\n"},
                 {"UID FETCH 3 (BODY.PEEK[])", "* 3 FETCH (UID 3 BODY[] {5}\r\nthree)\r\n{} OK done\r\n"}},
                inbox());
    REQUIRE(scene.fetcher->open());
    CHECK(scene.fetch({1, 2, 3}) == "1:one 2:(it is damaged) 3:three");
    CHECK(scene.result);
}

TEST_CASE("a server that gives none of them is out of order") {
    Scene scene({capability(""),
                 examine("INBOX"),
                 kSizes,
                 {"UID FETCH 1:3 (BODY.PEEK[])", "{} NO disk error\r\n"},
                 {"UID FETCH 1 (BODY.PEEK[])", "{} NO disk error\r\n"},
                 {"UID FETCH 2 (BODY.PEEK[])", "{} NO disk error\r\n"},
                 {"UID FETCH 3 (BODY.PEEK[])", "{} NO disk error\r\n"}},
                inbox());
    REQUIRE(scene.fetcher->open());
    CHECK(scene.fetch({1, 2, 3}).empty());
    REQUIRE_FALSE(scene.result);
    CHECK(scene.result.error().kind == ErrorKind::try_later);
    CHECK(scene.result.error().cause == "disk error");
}

TEST_CASE("the next batch is under way while one is stored, and never too large") {
    std::vector<Uid> uids;
    std::string sizes;
    for (Uid uid = 1; uid <= 51; ++uid) {
        uids.push_back(uid);
        sizes += fmt::format("* {} FETCH (UID {} RFC822.SIZE {})\r\n", uid, uid, uid == 51 ? 9'000'000 : 1);
    }
    Scene scene({capability(""),
                 examine("INBOX", 51),
                 {"UID FETCH 1:51 (RFC822.SIZE)", sizes + "{} OK done\r\n"},
                 {"UID FETCH 1:50 (BODY.PEEK[])", "* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n{} OK done\r\n"},
                 {"UID FETCH 51 (BODY.PEEK[])", "* 51 FETCH (UID 51 BODY[] {1}\r\nb)\r\n{} OK done\r\n"}},
                inbox());
    REQUIRE(scene.fetcher->open());
    std::size_t left = 99;
    CHECK(scene.fetcher->fetch(uids, [&](const std::vector<FetchedMail>& batch) -> Outcome {
        if (batch.front().uid == 1) left = scene.script.size();
        return {};
    }));
    CHECK(left == 0);
}

TEST_CASE("what a sink says ends the fetching") {
    Scene scene({capability(""), examine("INBOX"), kSizes, kBodies}, inbox());
    REQUIRE(scene.fetcher->open());
    const auto done = scene.fetcher->fetch(
        std::vector<Uid>{1, 2, 3},
        [](const std::vector<FetchedMail>&) -> Outcome { return fail(ErrorKind::io, "the disk is full"); });
    REQUIRE_FALSE(done);
    CHECK(done.error().message == "the disk is full");
}

TEST_CASE("waiting uses IDLE where there is one") {
    Scene scene({capability("IDLE"),
                 examine("INBOX"),
                 {"IDLE", "* 2 EXPUNGE\r\n+ idling\r\n* OK still here\r\n* 1 RECENT\r\n"},
                 {"DONE", "{} OK done\r\n"},
                 {"IDLE", "+ idling\r\n* 3 EXISTS\r\n"},
                 {"DONE", "{} OK done\r\n"}},
                inbox());
    REQUIRE(scene.fetcher->open());
    // Nothing comes for fifteen minutes: it is asked again, which keeps the connection alive.
    CHECK(scene.fetcher->wait(3600) == true);
    CHECK(scene.script.empty());
    CHECK(scene.fetcher->wait(3600) == true);
}

TEST_CASE("waiting asks now and then where there is no IDLE, or where it is refused") {
    auto settings = inbox();
    settings.poll_s = 10;
    for (const bool refused : {false, true}) {
        std::deque<Turn> turns = {capability(refused ? "IDLE" : ""), examine("INBOX")};
        if (refused) turns.push_back({"IDLE", "{} NO not now\r\n"});
        turns.push_back(kNoop);
        turns.push_back(kNoop);
        turns.push_back({"NOOP", "* 4 EXISTS\r\n{} OK done\r\n"});
        Scene scene(turns, settings);
        REQUIRE(scene.fetcher->open());
        CHECK(scene.fetcher->wait(20) == false);
        CHECK(scene.script.size() == 1);
        // The refusal is not remembered beyond one call; here the script would not have it.
        if (!refused) CHECK(scene.fetcher->wait(20) == true);
    }
}

TEST_CASE("settings that cannot be said in IMAP are refused") {
    const auto why = [](const FetchSettings& settings) {
        std::deque<Turn> none;
        auto made = make_imap_fetcher(settings, std::make_unique<ScriptedChannel>(none, 0));
        REQUIRE_FALSE(made);
        CHECK(made.error().kind == ErrorKind::config);
        return made.error().message;
    };
    auto settings = inbox();
    settings.mailbox = "\xff";
    CHECK(why(settings) == "no mailbox is called '\xEF\xBF\xBD'");
    settings.mailbox = "";
    CHECK(why(settings) == "no mailbox is called ''");
    settings = inbox();
    settings.list = "a\nb";
    CHECK(why(settings).starts_with("'a"));
}
