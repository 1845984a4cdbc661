#include "lib/mail/parser.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "lib/base/crypto.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/ticket/bundle.hh"
#include "tests/unit/support/fakes.hh"

using namespace dsupport;

namespace {

Parser& parser() {
    static const auto kParser = [] {
        auto loaded = load_parser(
            std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" / "dsupport");
        REQUIRE(loaded);
        return std::move(*loaded);
    }();
    return *kParser;
}

ReceivedMail read(const std::string& mail) {
    auto out = parser().parse(mail, {});
    REQUIRE(out);
    return std::move(*out);
}

const std::string kFrom = "From: Ann Client <ann@client.example>\n";
const std::string kList =
    "Precedence: list\nList-ID: Support <support.example.org>\nList-Post: <mailto:support@example.org>\n"
    "X-BeenThere: support@example.org\n";
const std::string kFooter =
    "\n-- \nYou received this message because you are subscribed to the Google Groups \"Support\" group.\n";

std::string with_type(const std::string& type, const std::string& body) {
    return kFrom + "Content-Type: " + type + "\n\n" + body;
}

}  // namespace

TEST_CASE("a mail says who wrote it, when, about what, and which mails it names") {
    // The example of RFC 5322, A.2, with an encoded word of RFC 2047, 8.
    const auto mail = read(
        "From: =?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>\r\n"
        "To: \"Mary Smith: Personal Account\" <smith@home.example>, Group:a@b.c,d@e.f;\r\nCc: x@y.z\r\n"
        "Subject: Re: Saying\r\n Hello [K7M-2QX]\r\nDate: Fri, 21 Nov 1997 11:00:00 -0600\r\n"
        "Message-ID: <abcd.1234@local.machine.test>\r\nIn-Reply-To: <3456@example.net>\r\n"
        "References: <1234@local.machine.example> <3456@example.net>\r\n\r\nThis is a reply.\r\n");
    CHECK(mail.mail.author == "keld@dkuug.dk");
    CHECK(mail.mail.author_name == "Keld Jørn Simonsen");
    CHECK(mail.mail.reply_address == "keld@dkuug.dk");
    REQUIRE(mail.to.size() == 3);
    CHECK(mail.to[0].name == "Mary Smith: Personal Account");
    CHECK(mail.to[2].address == "d@e.f");
    CHECK(mail.cc.size() == 1);
    CHECK(mail.mail.subject == "Re: Saying Hello [K7M-2QX]");
    CHECK(mail.mail.base_subject == "Saying Hello");
    CHECK(mail.mail.subject_tag == "K7M2QX");
    CHECK(mail.mail.date == test::at("1997-11-21T17:00:00Z"));
    CHECK(mail.mail.message_id == "abcd.1234@local.machine.test");
    CHECK(mail.mail.references == std::vector<std::string>{"1234@local.machine.example", "3456@example.net"});
    CHECK(mail.mail.in_reply_to == std::vector<std::string>{"3456@example.net"});
    CHECK(mail.text == "This is a reply.\n");
    CHECK(mail.mail.text == text_hash("This is a reply."));
    CHECK(mail.mail.verdict == Verdict::human);
    CHECK(mail.remarks.empty());
}

TEST_CASE("the requester is the original sender and never the group") {
    const auto munged = read(
        kList +
        "From: \"'Ann Client' via Support\" <support@example.org>\nX-Original-Sender: ann@client.example\n"
        "X-Original-From: Ann Client <ann@client.example>\nReply-To: Ann <ann@home.example>\n\nx\n");
    CHECK(munged.mail.author == "ann@client.example");
    CHECK(munged.mail.author_name == "Ann Client");
    CHECK(munged.mail.reply_address == "ann@home.example");
    const auto sender = read(kList +
                             "From: \"'Ann Client' via Support\" <support@example.org>\nX-Original-Sender: "
                             "ann@client.example\n\nx\n");
    CHECK(sender.mail.author == "ann@client.example");
    CHECK(sender.mail.author_name == "Ann Client");
    CHECK(sender.mail.reply_address == "ann@client.example");
    // Who sends for somebody else does not get that name.
    const auto delegate =
        read(kList + "From: Boss <boss@client.example>\nX-Original-Sender: sec@client.example\n\nx\n");
    CHECK(delegate.mail.author == "sec@client.example");
    CHECK(delegate.mail.author_name.empty());
    // As Mailman rewrites From: the author is in Reply-To alone, beside the list.
    const auto mailman = read(kList +
                              "From: Ann Client via Support <support@example.org>\nReply-To: "
                              "support@example.org, ann@client.example\n\nx\n");
    CHECK(mailman.mail.author == "ann@client.example");
    CHECK(mailman.mail.author_name == "Ann Client");
    CHECK(mailman.mail.reply_address == "ann@client.example");
    // A list that wants its answers for itself does not get ours to the client.
    CHECK(read(kList + kFrom + "Reply-To: support@example.org\n\nx\n").mail.reply_address ==
          "ann@client.example");
}

TEST_CASE("a mail without a readable From is from its Sender, else from whom it wants answered") {
    // RFC 5322, 3.6.2: both name who is responsible for a mail.
    const auto sender = read("From:\nSender: Ann <ann@client.example>\nReply-To: bo@client.example\n\nx\n");
    CHECK(sender.mail.author == "ann@client.example");
    CHECK(sender.mail.author_name == "Ann");
    CHECK(sender.mail.reply_address == "bo@client.example");
    CHECK(read("From: nobody:;\nReply-To: bo@client.example\n\nx\n").mail.author == "bo@client.example");
    const auto nobody = read("Subject: x\n\nx\n");
    CHECK(nobody.mail.author.empty());
    CHECK(nobody.remarks.front() == "no sender's address can be read");
}

TEST_CASE("a name with a comma that nobody has quoted stays whole") {
    const auto mail = read("From: Doe, Jane <jane@client.example>\n\nx\n");
    CHECK(mail.mail.author == "jane@client.example");
    CHECK(mail.mail.author_name == "Doe, Jane");
    // A local address alone is an address (RFC 5322 would have a domain).
    CHECK(read("From: root\n\nx\n").mail.author == "root");
}

TEST_CASE("a Date that cannot be is replaced by the first Received") {
    const auto date = [](const std::string& said) {
        return read(kFrom +
                    "Received: by b; Tue, 24 Nov 2026 09:00:05 +0000\nReceived: from a by b; Tue, 24 Nov "
                    "2026 09:00:00 +0000\nDate: " +
                    said + "\n\nx\n")
            .mail.date;
    };
    const auto came = test::at("2026-11-24T09:00:00Z");
    CHECK(date("Sat, 24 Nov 2099 00:00:00 +0000") == came);
    CHECK(date("Thu, 1 Jan 1970 00:00:10 +0000") == came);
    CHECK(date("yesterday") == came);
    // A clock in another zone, and a mail that took a month.
    CHECK(date("Wed, 25 Nov 2026 20:00:00 +0000") == test::at("2026-11-25T20:00:00Z"));
    CHECK(date("Sat, 24 Oct 2026 09:00:00 +0000") == test::at("2026-10-24T09:00:00Z"));
    // Without a Received there is nothing better.
    CHECK(read(kFrom + "Date: Sat, 24 Nov 2099 00:00:00 +0000\n\nx\n").mail.date ==
          test::at("2099-11-24T00:00:00Z"));
}

TEST_CASE("lines that end in CR alone are lines") {
    const auto mail = read("From: ann@client.example\rSubject: old\r\rone\rtwo\r");
    CHECK(mail.mail.author == "ann@client.example");
    CHECK(mail.mail.subject == "old");
    CHECK(mail.text == "one\ntwo\n");
}

TEST_CASE("the group's copy and the sender's own are one mail") {
    const std::string rest = "Date: Tue, 24 Nov 2026 09:00:00 +0000\nMessage-ID: <1@client.example>\n";
    const auto own = read(kFrom + "Subject: Portal down\n" + rest + "\nIt fails.\n");
    const auto copy = read(kList +
                           "From: \"'Ann Client' via Support\" <support@example.org>\nX-Original-From: Ann "
                           "Client <Ann@Client.example>\n"
                           "Reply-To: Ann Client <ann@client.example>\nSubject: [Support] Portal down\n" +
                           rest + "\nIt fails.\n" + kFooter);
    CHECK(copy.text == "It fails.\n");
    CHECK(own.mail.canonical() == copy.mail.canonical());
    CHECK(copy.lists == std::vector<std::string>{"support.example.org", "support@example.org"});
    CHECK(own.mail.canonical() !=
          read(kFrom + "Subject: Portal down\n" + rest + "\nIt works.\n").mail.canonical());
}

TEST_CASE("CRLF and LF copies are one mail with the same files") {
    std::string mail =
        kFrom +
        "Message-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
        "Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\n1,2\n3,4\n--b\n"
        "Content-Type: message/rfc822\n\nSubject: inner\n\nbody\n--b\n"
        "Content-Type: application/octet-stream; name=b.bin\nContent-Transfer-Encoding: "
        "binary\n\nxyz\n--b--\n";
    std::string crlf;
    for (const char c : mail) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto a = read(mail), b = read(crlf);
    CHECK(a.mail.canonical() == b.mail.canonical());
    CHECK(a.text == b.text);
    REQUIRE(a.files.size() == 3);
    // RFC 2046, 4.1.1: the line ends of a text are CRLF. What is said to be binary stays as it is.
    CHECK(a.files[0].hash.hex() == to_hex(sha256("1,2\r\n3,4")));
    CHECK(a.files[1].name == "inner.eml");
    CHECK(parser().file(mail, 1) == "Subject: inner\r\n\r\nbody");
    CHECK(parser().file(mail, 2) == "xyz");
}

TEST_CASE("of alternatives the plain text is read, else the HTML") {
    const std::string plain = "--b\nContent-Type: text/plain\n\nplain\n",
                      html = "--b\nContent-Type: text/html\n\n<p>html</p>\n";
    const std::string type = "multipart/alternative; boundary=b";
    CHECK(read(with_type(type, plain + html + "--b--\n")).text == "plain\n");
    CHECK(read(with_type(type, html + plain + "--b--\n")).text == "plain\n");
    CHECK(read(with_type(type, "--b\nContent-Type: text/plain\n\n \n" + html + "--b--\n")).text == "html\n");
    CHECK(read(with_type(type, html + "--b--\n")).files.empty());
}

TEST_CASE("a plain text that says nothing hides no HTML") {
    const std::string html = "--b\nContent-Type: text/html\n\n<p>The letter</p>\n--b--\n",
                      type = "multipart/alternative; boundary=b";
    const auto text = [&](const std::string& encoding, const std::string& plain) {
        return read(with_type(type,
                              "--b\nContent-Type: text/plain; charset=utf-8\n"
                              "Content-Transfer-Encoding: " +
                                  encoding + "\n\n" + plain + "\n" + html));
    };
    CHECK(text("quoted-printable", "=20=0A=\n").text == "The letter\n");
    CHECK(text("base64", "DQo=\n").text == "The letter\n");
    CHECK(text("8bit", "\u00A0\n").text == "The letter\n");
    CHECK(text("7bit", "[cid:logo.png]\n").text == "The letter\n");
    CHECK(text("base64", "SGk=\n").text == "Hi\n");
    // What is shown is what is hashed: another letter is another mail.
    CHECK(text("base64", "DQo=\n").mail.text == text_hash("The letter"));
    // Inside of another multipart, and with nothing better to read.
    CHECK(read(with_type("multipart/mixed; boundary=a",
                         "--a\nContent-Type: " + type + "\n\n--b\n\n\u00A0\n" + html + "--a--\n"))
              .text == "The letter\n");
    CHECK(read(with_type(type, "--b\n\n[cid:logo.png]\n--b--\n")).text == "[cid:logo.png]\n");
}

TEST_CASE("what is said twice in HTML and in a copy with a footer has one hash") {
    const auto own = read(with_type("text/html", "<p>It <b>fails</b>.</p>"));
    const auto copy = read(with_type("text/html",
                                     "<p>It <b>fails</b>.</p>\n<br>-- <br>You received this message because "
                                     "you are subscribed to the x group.<br>"));
    CHECK(own.mail.text == copy.mail.text);
}

TEST_CASE("files are listed with their name, type, size and hash, and read one by one") {
    const auto text = with_type(
        "multipart/mixed; boundary=b",
        "--b\n\nsee file\n--b\nContent-Type: Application/PDF; name=\"old.pdf\"\n"
        "Content-Disposition: attachment; filename*=utf-8''%C3%BC.pdf\nContent-Transfer-Encoding: base64\n\n"
        "SGVsbG8=\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: x-uuencode\n\n"
        "begin 644 cat.txt\n#0V%T\n`\nend\n--b--\n");
    const auto mail = read(text);
    REQUIRE(mail.files.size() == 2);
    CHECK(mail.files[0].name == "ü.pdf");
    CHECK(mail.files[0].content_type == "application/pdf");
    CHECK(mail.files[0].size == 5);
    // `printf Hello | sha256sum`
    CHECK(mail.files[0].hash.hex() == "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969");
    CHECK(mail.mail.attachments.front() == mail.files[0].hash);
    CHECK(parser().file(text, 0) == "Hello");
    CHECK(parser().file(text, 1) == "Cat");  // the example of uuencode that everybody has
    const auto none = parser().file(text, 2);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::negative);
}

TEST_CASE("an attached mail keeps its bytes and its name, even if it is none") {
    const std::string type = "multipart/mixed; boundary=b", head = "--b\nContent-Type: message/rfc822";
    auto text = with_type(
        type, head + "\nContent-Disposition: attachment; filename=broken.eml\n\nnot a mail, sorry!\n--b--\n");
    CHECK(read(text).files.at(0).name == "broken.eml");
    CHECK(parser().file(text, 0) == "not a mail, sorry!");
    text = with_type(type, head + "\n\nsubject:x\nX-Odd:   y\n  z\n\nbody\n\n--b--\n");
    CHECK(read(text).files.at(0).name == "x.eml");
    CHECK(parser().file(text, 0) == "subject:x\r\nX-Odd:   y\r\n  z\r\n\r\nbody\r\n");
}

TEST_CASE("a mail without a text has the text of the mail that it forwards") {
    const std::string inner =
                          "From: Boss <boss@client.example>\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n"
                          "Subject: Fix the CRM\n",
                      shown =
                          "Attached mail: Fix the CRM\nBoss <boss@client.example>, 2026-11-23T10:00:00Z\n\n"
                          "It loses zebras.\n",
                      part = "--b\nContent-Type: message/rfc822\n";
    // A blank text, as a multipart of its own and as HTML, beside it; alone; encoded; in a digest.
    const std::string type = "multipart/mixed; boundary=b";
    const auto blank =
        read(with_type(type, "--b\n\n\u00A0\n" + part + "\n" + inner + "\nIt loses zebras.\n--b--\n"));
    CHECK(blank.enclosed == shown);
    CHECK(blank.mail.text != text_hash(shown));
    CHECK(blank.files.size() == 1);
    CHECK(read(with_type(type, "--b\nContent-Type: text/html\n\n<p>&nbsp;</p>\n" + part + "\n" + inner +
                                   "\nIt loses zebras.\n--b--\n"))
              .enclosed == shown);
    CHECK(read(with_type("message/rfc822", inner + "\nIt loses zebras.\n")).enclosed == shown);
    // `printf 'Subject: a\n\nb\n' | base64`
    CHECK(read(with_type(type, part + "Content-Transfer-Encoding: base64\n\nU3ViamVjdDogYQoKYgo=\n--b--\n"))
              .enclosed == "Attached mail: a\n\nb\n");
    CHECK(read(with_type("multipart/digest; boundary=b", "--b\n\n" + inner + "\nIt loses zebras.\n--b\n\n" +
                                                             inner + "\nIt loses zebras.\n--b--\n"))
              .enclosed == shown + "\n" + shown);
    // Its own files are named, and no deeper mail is read.
    CHECK(
        read(with_type(type, part + "\nSubject: a\nContent-Type: message/rfc822\n\nSubject: b\n\nc\n--b--\n"))
            .enclosed == "Attached mail: a\n\n[b.eml]\n");
    // Who writes a text is read.
    CHECK(read(with_type(type, "--b\n\nSee there.\n" + part + "\n" + inner + "\nIt loses zebras.\n--b--\n"))
              .enclosed.empty());
    CHECK(read(with_type(type, part + "\nno mail, sorry!\n--b--\n")).enclosed.empty());
}

TEST_CASE("a mail without a text says what its invitation is to") {
    CHECK(read(with_type("text/calendar; method=REQUEST",
                         "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n"
                         "SUMMARY:Migration\nEND:VEVENT\nEND:VCALENDAR\n"))
              .enclosed == "Invitation: Migration\n");
}

TEST_CASE("nothing in a multipart that is broken is hidden") {
    const auto mail = read(with_type("multipart/mixed", "--b\n\nhidden?\n--b--\n"));
    CHECK(mail.text.find("hidden?") != std::string::npos);
    CHECK_FALSE(mail.remarks.empty());
    CHECK(read(with_type("multipart/mixed; boundary=never", "hidden?\n")).text == "hidden?\n");
    CHECK(read(with_type("multipart/mixed; boundary=b", "--b\n\nnot closed\n")).text == "not closed\n");
}

TEST_CASE("damage in a charset or an encoding loses no text") {
    CHECK(read(with_type("text/plain; charset=klingon",
                         "Gr\xFC\xDF"
                         "e\n"))
              .text == "Grüße\n");
    CHECK(read(with_type("text/plain; charset=\"utf-8\"",
                         "a\xFF"
                         "b\n"))
              .text == "aÿb\n");
    CHECK(read(kFrom + "Subject: Gr\xFC\xDF"
                       "e\n\n")
              .mail.subject == "Grüße");
    CHECK(read(kFrom + "Subject: =?klingon?q?abc?=\n\n").mail.subject.find("abc") != std::string::npos);
    CHECK(read(kFrom + "Content-Transfer-Encoding: quoted-printable\n\na=ZZb=3D\n").text == "a=ZZb=\n");
    const std::string full(60, 'Q');
    CHECK(read(kFrom + "Content-Transfer-Encoding: base64\n\n" + full + "\n!?\n" + full + "\n").text.size() ==
          91);
}

TEST_CASE("an encoded word may be cut inside of a character") {
    // `printf 'K\xC3' | base64` and so on; each word has its own padding.
    const auto mail = read(
        "From: =?utf-8?B?S8M=?= =?utf-8?B?pHRoZSAi?= =?utf-8?B?SyI=?= <kate@client.example>\n"
        "Subject: =?utf-8?B?S8M=?=\n =?UTF-8?B?pHRoZSBicmF1Y2h0IEhpbGZl?= soon\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
        "Subject: =?utf-8?B?S8M=?=\n =?utf-8?B?pHRoZQ==?=\n\nx\n--b--\n");
    CHECK(mail.mail.subject == "Käthe braucht Hilfe soon");
    CHECK(mail.mail.author_name == "Käthe \"K\"");
    CHECK(mail.mail.author == "kate@client.example");
    CHECK(mail.files.at(0).name == "Käthe.eml");
    CHECK(read(kFrom + "Subject: =?utf-8?Q?Gr=C3?=\n =?utf-8?Q?=BC=C3=9Fe?=\n\nx\n").mail.subject == "Grüße");
}

TEST_CASE("HTML is in the charset that it names when the mail names none") {
    const std::string html = "<head><meta charset=\"windows-1251\"></head><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>";
    CHECK(read(with_type("text/html", html)).text == "Привет\n");
    CHECK(read(with_type("text/html; charset=windows-1252", html)).text == "Ïðèâåò\n");
    CHECK(read(with_type("text/plain", html)).text.ends_with("Ïðèâåò</p>\n"));
}

TEST_CASE("a footer that a list put behind encoded text is taken away all the same") {
    const auto plain = read(kFrom + "\nGrüße\n");
    const auto base64 =
        read(kFrom +
             "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nR3LDvMOfZQo=\n" +
             kFooter);
    const auto quoted = read(kFrom +
                             "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
                             "quoted-printable\n\nGr=C3=BC=C3=9Fe\n" +
                             kFooter);
    CHECK(base64.mail.text == plain.mail.text);
    CHECK(quoted.mail.text == plain.mail.text);
}

TEST_CASE("no field can write another one or a line of its own") {
    // "=?...?=" with CR, LF and an escape sequence inside.
    const auto mail = read(
        "From: =?utf-8?q?Ann=0D=0ABcc=3A_x=40y.z?= <ann@client.example>\n"
        "Subject: =?utf-8?q?a=0D=0ABcc:_evil=1B=5B2J=00?=\nReply-To: <a@b.c\r\nCc: d@e.f>\n\nx\n");
    for (const auto* text :
         {&mail.mail.subject, &mail.mail.author_name, &mail.mail.author, &mail.mail.reply_address}) {
        CHECK(text->find_first_of("\r\n") == std::string::npos);
        CHECK(text->find('\0') == std::string::npos);
    }
    CHECK(mail.mail.author == "ann@client.example");
    CHECK(mail.mail.author_name == "Ann  Bcc: x@y.z");
    CHECK(printable(mail.mail.subject).find('\x1B') == std::string::npos);
}

TEST_CASE("UTF-7 is not decoded in a text") {
    CHECK(read(with_type("text/plain; charset=utf-7", "+ADw-script+AD4-\n")).text == "+ADw-script+AD4-\n");
}

TEST_CASE("a date that cannot be is taken from the oldest Received") {
    const std::string received =
        "Received: from a by b; Tue, 24 Nov 2026 10:00:05 +0000\nReceived: from c by a; Tue, 24 Nov 2026 "
        "10:00:00 +0100\n";
    CHECK(read(received + kFrom + "Date: whenever\n\n").mail.date == test::at("2026-11-24T09:00:00Z"));
    CHECK(read(received + kFrom + "\n").remarks.front() == "no usable Date; taken from the first Received");
    CHECK(read(kFrom + "Date: Tue, 24 Nov 1926 09:00:00 +0000\n\n").mail.date == Instant{0});
    CHECK(read(kFrom + "Date: 21 Nov 97 09:55:06 GMT\n\n").mail.date == test::at("1997-11-21T09:55:06Z"));
}

TEST_CASE("a mail without an id has a key of what its copies share") {
    const std::string rest = "Date: Tue, 24 Nov 2026 09:00:00 +0000\n";
    const auto one = read(kFrom + rest + "Subject: a\n\nx\n"),
               copy = read(kList + kFrom + rest + "Subject: [Support] a\n\nx\n" + kFooter);
    CHECK(one.mail.message_id.empty());
    CHECK(one.mail.key == copy.mail.key);
    CHECK(one.mail.key != read(kFrom + rest + "Subject: a\n\ny\n").mail.key);
    CHECK(read(kFrom + "Message-ID: bare.id@x\n\n").mail.message_id == "bare.id@x");
    CHECK(read(kFrom + "Message-ID: no at sign\n\n").mail.message_id == "noatsign");
}

TEST_CASE("ids under which transports knew the same mail are told") {
    const auto mail = read(kFrom +
                           "Message-ID: <2@new>\nX-Microsoft-Original-Message-ID: "
                           "<1@old>\nX-Google-Original-Message-ID: <2@new>\n\n");
    CHECK(mail.other_ids == std::vector<std::string>{"1@old"});
}

TEST_CASE("armour is read from a text or a file of its own and is neither text nor file") {
    const auto block = armour("the bytes");
    auto mail = read(with_type("multipart/mixed; boundary=b",
                               "--b\n\nA call.\n--b\nContent-Type: text/plain; name=dsupport-events.txt\n"
                               "Content-Disposition: attachment\n\n" +
                                   block + "--b--\n"));
    CHECK(mail.armours == std::vector<std::string>{"the bytes"});
    CHECK(mail.text == "A call.\n");
    CHECK(mail.files.empty());
    CHECK(mail.mail.armour == Hash{blake2b<32>("", "the bytes")});
    const auto flat = read(kFrom + "\nA call.\n\n" + block + kFooter);
    CHECK(flat.armours == mail.armours);
    CHECK(flat.text == "A call.\n");
    CHECK(flat.mail.text == mail.mail.text);
    CHECK(flat.mail.armour == mail.mail.armour);
    const auto twice = read(kFrom + "\n" + block + block);
    CHECK(twice.armours.size() == 1);
}

TEST_CASE("a bounce names the mail of ours that came back") {
    const std::string status =
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; "
        "no@client.example\n"
        "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n\n";
    const std::string type = "multipart/report; report-type=delivery-status; boundary=b";
    for (const std::string returned :
         {"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ds1.X@example.org>\n",
          "--b\nContent-Type: message/rfc822\n\nMessage-ID: <ds1.X@example.org>\n\nbody\n"}) {
        const auto mail = read(with_type(type, "--b\n\nIt failed.\n--b\n" + status + returned + "--b--\n"));
        CHECK(mail.mail.verdict == Verdict::bounce);
        REQUIRE(mail.bounces.size() == 1);
        CHECK(mail.bounces[0].message_id == "ds1.X@example.org");
        CHECK(mail.bounces[0].recipient == "no@client.example");
        CHECK(mail.bounces[0].permanent);
    }
    const auto named =
        read("In-Reply-To: <ds1.X@example.org>\n" + with_type(type, "--b\n" + status + "--b--\n"));
    CHECK(named.bounces.at(0).message_id == "ds1.X@example.org");
}

TEST_CASE("a bounce in words names it, too, but no person's mail does") {
    const std::string text =
        "\n<no@client.example>:\n550 5.1.1 no such user\n\n--- Below this line is a copy.\n\n"
        "From: ada@example.org\nMessage-ID: <ds1.X@example.org>\n\nIt is up again.\n";
    const auto bounce = read("From: MAILER-DAEMON@mx.example\nSubject: failure notice\n" + text);
    REQUIRE(bounce.bounces.size() == 1);
    CHECK(bounce.bounces[0].message_id == "ds1.X@example.org");
    CHECK(bounce.bounces[0].recipient == "no@client.example");
    CHECK(bounce.bounces[0].permanent);
    CHECK(read(kFrom + "Subject: Why did I get this?\n" + text).bounces.empty());
    const auto report =
        "--b\n\nSee below.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        "Final-Recipient: rfc822; no@client.example\nAction: failed\n\n--b--\n";
    CHECK(read("In-Reply-To: <ds1.X@example.org>\n" + with_type("multipart/mixed; boundary=b", report))
              .bounces.empty());
}

TEST_CASE("a mail from nobody is a bounce if it gives a mail back, and else somebody's") {
    const std::string nobody = "Return-Path: <>\nMessage-ID: <f1@site.example>\n" + kFrom;
    CHECK(read(nobody + "\nThe shop is down.\n").mail.verdict == Verdict::generated);
    CHECK(read("Return-Path: ann@client.example\n" + kFrom + "\n").mail.verdict == Verdict::human);
    const auto bounce = read(nobody +
                             "Subject: failure\n\n<no@client.example>: 550 no such user\n\n"
                             "From: ada@example.org\nMessage-ID: <ds1.X@example.org>\n\nIt is up.\n");
    CHECK(bounce.mail.verdict == Verdict::bounce);
    CHECK(bounce.bounces.at(0).message_id == "ds1.X@example.org");
}

TEST_CASE("what a program answers is told by the hosts of the ids it names") {
    const std::string report = "Message-ID: <7@watch.example>\nAuto-Submitted: auto-generated\n" + kFrom;
    CHECK(read(report + "\n").mail.verdict == Verdict::generated);
    CHECK(read(report + "In-Reply-To: <1@WATCH.example>\nReferences: <0@watch.example>\n\n").mail.verdict ==
          Verdict::generated);
    CHECK(read(report + "In-Reply-To: <ds1.X@example.org>\n\n").mail.verdict == Verdict::machine);
    CHECK(read(report + "References: <ds1.X@example.org> <1@watch.example>\n\n").mail.verdict ==
          Verdict::machine);
    const auto exchange = "In-Reply-To: <1@watch.example>\nX-Auto-Response-Suppress: ";
    CHECK(read(report + exchange + "All\n\n").mail.verdict == Verdict::machine);
    CHECK(read(report + exchange + "None\n\n").mail.verdict == Verdict::generated);
}

TEST_CASE("a mail to subscribers is told from one that came over a list") {
    const std::string way_out = "List-Unsubscribe: <https://news.example/leave>\n";
    CHECK_FALSE(read(kFrom + "\n").to_subscribers);
    CHECK_FALSE(read(kList + way_out + kFrom + "\n").to_subscribers);
    CHECK(read(way_out + kFrom + "\n").to_subscribers);
    CHECK(read(kList + way_out + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n" + kFrom + "\n")
              .to_subscribers);
}

TEST_CASE("bulk is told apart from the verdict") {
    CHECK(read(kFrom + "Precedence: bulk\n\n").bulk_precedence);
    CHECK(read(kFrom + "Precedence: list\nPrecedence: Junk\n\n").bulk_precedence);
    CHECK_FALSE(read(kList + kFrom + "\n").bulk_precedence);
    CHECK(read(kFrom + "Precedence: bulk\n\n").mail.verdict == Verdict::human);
    const auto generated = read(kFrom + "Auto-Submitted: auto-generated\n\n");
    CHECK(generated.mail.verdict == Verdict::generated);
    CHECK(generated.sign == "Auto-Submitted: auto-generated");
}

TEST_CASE("only the topmost Authentication-Results counts") {
    CHECK(read(kFrom +
               "Authentication-Results: mx.us;\n dkim=pass\nAuthentication-Results: forged; dkim=pass\n\n")
              .authentication_results == "mx.us; dkim=pass");
}

TEST_CASE("a Content-Type that is none is plain text") {
    // RFC 2045, 5.2.
    for (const std::string type : {"text", "text; charset=utf-8", "text/", "plain", ""}) {
        CAPTURE(type);
        const auto mail = read(kFrom + "Content-Type: " + type + "\n\nwords\n");
        CHECK(mail.text == "words\n");
        CHECK(mail.files.empty());
    }
    CHECK(read(kFrom + "Content-Type: pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==\n").files.size() ==
          1);
}

TEST_CASE("what has no field of a mail is refused, since nothing tells two such apart") {
    const auto refused = parser().parse("Error: 500 at login.\n", {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message == "it is no mail: its header says neither who wrote it nor when");
    CHECK(parser().parse("Subject: x\n", {}));
}

TEST_CASE("a text without an empty line above it is read, and a byte order mark is not") {
    const auto mail = read(
        "\xEF\xBB\xBF"
        "From: a@b.example\nSubject: x\nThis is text.\n\nMore.\n");
    CHECK(mail.mail.author == "a@b.example");
    CHECK(mail.text == "This is text.\n\nMore.\n");
}

TEST_CASE("a mail over a limit or without any field is refused with a reason") {
    auto refused = parser().parse("", {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::bad_data);
    CHECK(refused.error().message == "it is no mail: it has no header field");
    CHECK_FALSE(parser().parse("\nSubject: below\n", {}));
    ParseLimits limits;
    limits.depth = 1;
    const auto nested =
        with_type("multipart/mixed; boundary=a",
                  "--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--a--\n");
    CHECK_FALSE(parser().parse(nested, limits));
    limits.depth = 2;
    CHECK(parser().parse(nested, limits));
    limits.parts = 2;
    CHECK(parser().parse(nested, limits).error().message == "the mail has too many parts");
}
