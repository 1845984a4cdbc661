#include "lib/mail/imap_reader.hh"

#include <doctest/doctest.h>

#include <span>
#include <string>
#include <vector>

using namespace dsupport;

namespace {

ImapValue atom(std::string text) {
    return {ImapValue::Kind::atom, std::move(text), {}};
}
ImapValue string(std::string text) {
    return {ImapValue::Kind::string, std::move(text), {}};
}
ImapValue list(std::vector<ImapValue> items) {
    return {ImapValue::Kind::list, {}, std::move(items)};
}

/// All responses in what comes in these pieces; the last one named `error` when it ended in one.
std::vector<ImapResponse> read_pieces(std::span<const std::string_view> pieces,
                                      const ImapLimits& limits = {}) {
    ImapReader reader(limits);
    std::vector<ImapResponse> out;
    for (const auto piece : pieces) {
        reader.feed(piece);
        while (true) {
            auto next = reader.next();
            if (!next) {
                ImapResponse error;
                error.name = "error";
                error.text = next.error().cause;
                CHECK(next.error().kind == ErrorKind::bad_data);
                CHECK_FALSE(reader.next());
                out.push_back(error);
                return out;
            }
            if (!*next) break;
            out.push_back(std::move(**next));
        }
    }
    return out;
}

std::vector<ImapResponse> read_all(std::string_view bytes, const ImapLimits& limits = {}) {
    return read_pieces(std::vector{bytes}, limits);
}

ImapResponse one(std::string_view bytes) {
    const auto all = read_all(bytes);
    REQUIRE(all.size() == 1);
    return all.front();
}

std::string why(std::string_view bytes, const ImapLimits& limits = {}) {
    const auto all = read_all(bytes, limits);
    REQUIRE_FALSE(all.empty());
    REQUIRE(all.back().name == "error");
    return all.back().text;
}

/// From RFC 3501, 8, RFC 4731, RFC 2177, and a mail that looks like answers of a server.
constexpr std::string_view kSession =
    "* OK IMAP4rev1 Service Ready\r\n"
    "* 18 EXISTS\r\n"
    "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n"
    "* OK [UIDVALIDITY 3857529045] UIDs valid\r\n"
    "a002 OK [READ-WRITE] SELECT completed\r\n"
    "* 12 FETCH (FLAGS (\\Seen) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 ENVELOPE "
    "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) NIL))\r\n"
    "a003 OK FETCH completed\r\n"
    "* 12 FETCH (BODY[HEADER] {37}\r\n"
    "Subject: x)\r\na003 OK FETCH {5}\r\n* (\r\n"
    " UID 7 BODY[HEADER.FIELDS (MESSAGE-ID)]<0> {0}\r\n"
    ")\r\n"
    "* ESEARCH (TAG \"A282\") UID ALL 2:5,9\r\n"
    "* SEARCH 2 84 882\r\n"
    "* SEARCH\r\n"
    "+ idling\r\n"
    "* BYE IMAP4rev1 server says {3}\r\n";

}  // namespace

TEST_CASE("the examples of RFC 3501 are read as they mean") {
    const auto condition = one("* OK [UIDVALIDITY 3857529045] UIDs valid\r\n");
    CHECK(condition.kind == ImapResponse::Kind::untagged);
    CHECK(condition.name == "OK");
    CHECK(condition.code == "UIDVALIDITY");
    CHECK(condition.code_text == "3857529045");
    CHECK(condition.text == "UIDs valid");

    const auto done = one("a002 OK [READ-WRITE] SELECT completed\r\n");
    CHECK(done.kind == ImapResponse::Kind::tagged);
    CHECK(done.tag == "a002");
    CHECK(done.code == "READ-WRITE");

    const auto exists = one("* 172 EXISTS\r\n");
    CHECK(exists.name == "EXISTS");
    CHECK(exists.number == 172);

    const auto box = one("* LIST (\\Noselect) \"/\" ~/Mail/foo\r\n");
    CHECK(box.values == std::vector{list({atom("\\Noselect")}), string("/"), atom("~/Mail/foo")});

    // 7.4.2, and 9: NIL is no text, a quoted "NIL" is one.
    const auto envelope =
        one("* 1 FETCH (ENVELOPE (\"a \\\"b\\\" \\\\\" NIL \"NIL\" ((\"T\" nil))) UID 4)\r\n");
    CHECK(envelope.values ==
          std::vector{list({atom("ENVELOPE"),
                            list({string("a \"b\" \\"), {}, string("NIL"), list({list({string("T"), {}})})}),
                            atom("UID"), atom("4")})});

    CHECK(one("+ Ready for additional command text\r\n").text == "Ready for additional command text");
    CHECK(one("+\r\n").kind == ImapResponse::Kind::continuation);
}

TEST_CASE("a literal is data whatever it looks like") {
    const auto mail = one("* 9 FETCH (UID 12 BODY[] {28}\r\nA004 OK done\r\n* BYE {9}\r\n)\r\n)\r\n");
    REQUIRE(mail.values.size() == 1);
    CHECK(mail.values[0] ==
          list({atom("UID"), atom("12"), atom("BODY[]"), string("A004 OK done\r\n* BYE {9}\r\n)\r\n")}));
    // Two, one of them empty, with all bytes there are.
    const auto two = one(std::string("* 1 FETCH (BODY[] ~{3}\r\n\0\r\xff X {0}\r\n)\r\n", 38));
    CHECK(two.values[0] == list({atom("BODY[]"), string(std::string("\0\r\xff", 3)), atom("X"), string("")}));
}

TEST_CASE("what is for people is not read as data") {
    CHECK(one("* OK don't (\"panic {7}\r\n").text == "don't (\"panic {7}");
    CHECK(one("A1 NO [ALERT] Too many \"things\" {3}\r\n").text == "Too many \"things\" {3}");
    CHECK(one("* OK [broken code\r\n").text == "[broken code");
}

TEST_CASE("every way to cut what comes into two gives the same responses") {
    const auto whole = read_all(kSession);
    REQUIRE(whole.size() == 13);
    CHECK(whole[7].values[0].items[1].text == "Subject: x)\r\na003 OK FETCH {5}\r\n* (\r\n");
    CHECK(whole[7].values[0].items[4].text == "BODY[HEADER.FIELDS (MESSAGE-ID)]<0>");
    CHECK(whole[9].text == "2 84 882");
    CHECK(whole[12].text == "IMAP4rev1 server says {3}");
    for (std::size_t i = 0; i <= kSession.size(); ++i) {
        CAPTURE(i);
        CHECK(read_pieces(std::vector{kSession.substr(0, i), kSession.substr(i)}) == whole);
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < kSession.size(); ++i) bytes.push_back(kSession.substr(i, 1));
    CHECK(read_pieces(bytes) == whole);
}

TEST_CASE("nothing comes out of a response that is not complete") {
    CHECK(read_all("* 1 FETCH (BODY[] {5}\r\nabcde").empty());
    CHECK(read_all("* 1 FETCH (BODY[] {5}\r\nabcd").empty());
    CHECK(read_all("* 1 FETCH (BODY[] {5}\r\nabcde)\r").empty());
    CHECK(read_all("A1 OK").empty());
}

TEST_CASE("what is no response is an error that says why") {
    CHECK(why("HTTP/1.1 400 Bad Request\r\n") == "a line that is no response: HTTP/1.1 400 Bad Request");
    CHECK(why("\r\n") == "a line that is no response");
    CHECK(why("* \r\n") == "a response without a name: * ");
    CHECK(why("* 99999999999 EXISTS\r\n") == "a number that is none: * 99999999999 EXISTS");
    CHECK(why("* OK one\n") == "a line that does not end with CR LF: * OK one\xEF\xBF\xBD");
    CHECK(why("* OK a\rb\r\n").starts_with("a control character"));
    CHECK(why(std::string_view("* OK a\0b\r\n", 10)).starts_with("a control character"));
    CHECK(why("* 1 FETCH (UID 1\r\n").starts_with("a list without an end"));
    CHECK(why("* 1 FETCH (UID 1))\r\n").starts_with("a ) too many"));
    CHECK(why("* 1 FETCH (X \"abc)\r\n").starts_with("a quoted text without an end"));
    CHECK(why("* 1 FETCH (X \"abc\\\r\n").starts_with("a quoted text without an end"));
    CHECK(why("* 1 FETCH (X {abc}\r\n").starts_with("a { that announces nothing"));
    CHECK(why("* 1 FETCH (X {-1}\r\n").starts_with("a { that announces nothing"));
    CHECK(why("* 1 FETCH (BODY[TEXT UID 1)\r\n").starts_with("a [ without an end"));
    CHECK(why("* 1 FETCH (X \x01)\r\n").starts_with("a word that is none"));
    // A literal that is announced within a quoted text.
    CHECK(why("* 1 FETCH (X \"a {3}\r\nabc\")\r\n").starts_with("a quoted text without an end"));
}

TEST_CASE("no server can fill the memory") {
    const ImapLimits small{.text = 100, .literals = 50, .values = 10, .depth = 3};
    CHECK(why(std::string(101, 'x'), small).starts_with("a response without an end: xxx"));
    CHECK(why("* OK " + std::string(100, 'x') + "\r\n", small).starts_with("a response without an end"));
    CHECK(why("* 1 FETCH (X {51}\r\n", small).starts_with("51 bytes at once are too many"));
    CHECK(why("* 1 FETCH (X {30}\r\n" + std::string(30, 'x') + " {21}\r\n", small)
              .starts_with("21 bytes at once are too many"));
    CHECK(why("* 1 FETCH (X {18446744073709551615}\r\n", small).starts_with("18446744073709551615 bytes"));
    CHECK(why("* 1 FETCH (X {99999999999999999999}\r\n", small).starts_with("a { that announces nothing"));
    CHECK(why("* X ((((1))))\r\n", small).starts_with("lists within lists"));
    CHECK(why("* X 1 2 3 4 5 6 7 8 9 0 1\r\n", small) ==
          "a response of too many pieces: 1 2 3 4 5 6 7 8 9 0 1");
    // Each response has the whole allowance.
    CHECK(read_all("* 1 FETCH (X {50}\r\n" + std::string(50, 'x') + ")\r\n* 2 FETCH (X {50}\r\n" +
                       std::string(50, 'y') + ")\r\n",
                   small)
              .size() == 2);
}
