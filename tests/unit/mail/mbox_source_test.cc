#include "lib/mail/mbox_source.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/support/mails.hh"

using namespace dsupport;
using test::read_all;

namespace {

/// Gives a text in pieces of a few bytes.
class StringStream : public ByteStream {
  public:
    StringStream(std::string text, std::size_t piece) : text_(std::move(text)), piece_(piece) {}
    Result<std::size_t> read(char* to, std::size_t size) override {
        const auto n = std::min({size, piece_, text_.size() - at_});
        std::memcpy(to, text_.data() + at_, n);
        at_ += n;
        return n;
    }
    std::uint64_t total() const override { return text_.size(); }

  private:
    std::string text_;
    std::size_t piece_, at_ = 0;
};

std::vector<SourceMail> mails(const std::string& text, std::size_t largest = 1'000'000,
                              std::size_t piece = 1'000'000) {
    const auto source = read_stream(std::make_unique<StringStream>(text, piece), "box", largest);
    auto out = read_all(*source);
    CHECK(source->progress().done == text.size());
    CHECK(source->progress().total == text.size());
    return out;
}

std::vector<std::string> texts(const std::string& text) {
    std::vector<std::string> out;
    for (auto& mail : mails(text)) {
        CHECK(mail.problem.empty());
        CHECK(mail.size == mail.bytes.size());
        out.push_back(std::move(mail.bytes));
    }
    return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a mailbox gives its mails without their From lines and where each began") {
    const std::string box =
        "From ann@example.org Thu Apr 16 09:53:04 2015\nSubject: a\n\none\n\n"
        "From bo@example.org Thu Apr 16 09:53:05 2015\nSubject: b\n\ntwo\n";
    const auto found = mails(box);
    REQUIRE(found.size() == 2);
    CHECK(found[0].bytes == "Subject: a\n\none\n");
    CHECK(found[0].origin == "box:0");
    CHECK(found[1].bytes == "Subject: b\n\ntwo\n");
    CHECK(found[1].origin == "box:" + std::to_string(box.find("From bo")));
}

TEST_CASE("a mailbox is read alike in pieces of any size") {
    std::string box;
    for (int i = 0; i < 300; ++i)
        box += "From a Thu Apr 16 09:53:04 2015\nSubject: " + std::to_string(i) + "\n\n>From here\n\n\n" +
               std::string(static_cast<std::size_t>(i) * 13, 'x') + "\n\n";
    const auto whole = mails(box);
    REQUIRE(whole.size() == 300);
    CHECK(whole[1].bytes == "Subject: 1\n\nFrom here\n\n\nxxxxxxxxxxxxx\n");
    for (const std::size_t piece : {1U, 7U, 4096U, 65'537U}) {
        const auto again = mails(box, 1'000'000, piece);
        REQUIRE(again.size() == whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            CHECK(again[i].bytes == whole[i].bytes);
            CHECK(again[i].origin == whole[i].origin);
        }
    }
}

TEST_CASE("a line that looks like the start of a mail splits only behind an empty line and above a field") {
    const std::string from = "From a Thu Apr 16 09:53:04 2015\n";
    CHECK(texts(from + "A: 1\n\ntext\n" + from + "B: 2\n\n") == Texts{"A: 1\n\ntext\n" + from + "B: 2\n"});
    CHECK(texts(from + "A: 1\n\ntext\n\n" + from + "no field\n") ==
          Texts{"A: 1\n\ntext\n\n" + from + "no field\n"});
    CHECK(texts(from + "A: 1\n\ntext\n\n" + from + ": no name\n") ==
          Texts{"A: 1\n\ntext\n\n" + from + ": no name\n"});
    CHECK(texts(from + "A: 1\n\ntext\n\n" + from + "B: 2\n") == Texts{"A: 1\n\ntext\n", "B: 2\n"});
}

TEST_CASE("where the first line has a date the others must have one") {
    CHECK(texts("From a Thu Apr 16 09:53:04 2015\nA: 1\n\n\nFrom the manual\nNote: this\n") ==
          Texts{"A: 1\n\n\nFrom the manual\nNote: this\n"});
    // A time of day is no date.
    const std::string text = "Hello,\n\nFrom Tuesday 09:30 to 11:00 we saw\nError: 500\n\nFrom 10:00\nA: b\n";
    for (const std::string from : {"From a@b.c Thu Apr 16 09:53:04 2015\n", "From a@b.c\n"})
        CHECK(texts(from + "A: 1\n\n" + text + "\n" + from + "B: 2\n") == Texts{"A: 1\n\n" + text, "B: 2\n"});
    CHECK(texts("From a\nA: 1\n\n\nFrom b\nB: 2\n") == Texts{"A: 1\n\n", "B: 2\n"});
}

TEST_CASE("in an archive of Takeout only its own lines split and need no empty line") {
    // The envelope line is the one in mail.md.
    const std::string from = "From 28668125511680@xxx Thu Apr 16 09:53:04 +0000 2015\r\n";
    const std::string other = "From a@b.c Thu Apr 16 09:53:04 2015\r\n";
    CHECK(texts(from + "A: 1\r\n\r\nx\r\n\r\n" + other + "B: 2\r\n\r\n" + from + "C: 3\r\n" + from +
                "D: 4\r\n") == Texts{"A: 1\r\n\r\nx\r\n\r\n" + other + "B: 2\r\n", "C: 3\r\n", "D: 4\r\n"});
    CHECK(texts("From 12@yyy Thu 10:00\nA: 1\n\nx\n\nFrom b@c Fri 11:00\nB: 2\n").size() == 2);
}

TEST_CASE("marked lines lose one mark wherever they stand") {
    // mboxrd: ">From " -> "From ", ">>From " -> ">From ".
    CHECK(texts("From a\nA: 1\n\n>From x\n>>From y\n> From z\n>Fro\n\n>From w") ==
          Texts{"A: 1\n\nFrom x\n>From y\n> From z\n>Fro\n\nFrom w"});
}

TEST_CASE("a mailbox with CRLF is split the same way and keeps its line ends") {
    CHECK(texts("From a\r\nA: 1\r\n\r\n>From x\r\n\r\nFrom b\r\nB: 2\r\n\r\n") ==
          Texts{"A: 1\r\n\r\nFrom x\r\n", "B: 2\r\n"});
}

TEST_CASE("of the empty lines behind a mail only the mailbox's own is taken away") {
    CHECK(texts("From a\nA: 1\n\nx\n\n\n\nFrom b\nB: 2\n\n\n") == Texts{"A: 1\n\nx\n\n\n", "B: 2\n\n"});
}

TEST_CASE("mails without an empty line between them are told apart by a whole header") {
    const std::string from = "From a@b.c Thu Apr 16 09:53:04 2015\n";
    const std::string mail = "X-A: 1\nFrom: a\nSubject: x\n\ntext\n";
    CHECK(texts(from + mail + from + mail + from + mail) == Texts{mail, mail, mail});
    CHECK(texts(from + mail + from + "Subject: x\ntext\n").size() == 1);
}

TEST_CASE("a mail whose first field has a space before its colon is a mail") {
    // RFC 5322, 4.5: obs-optional.
    const std::string from = "From a@b.c Thu Apr 16 09:53:04 2015\n";
    CHECK(texts(from + "A: 1\n\nx\n\n" + from + "Subject : y\n") == Texts{"A: 1\n\nx\n", "Subject : y\n"});
}

TEST_CASE("a byte order mark in front of a mailbox is no part of it") {
    CHECK(texts("\xEF\xBB\xBF"
                "From a\nA: 1\n\nFrom b\nB: 2\n") == Texts{"A: 1\n", "B: 2\n"});
}

TEST_CASE("what does not begin with a From line is one mail as it is") {
    const std::string mail = "Subject: a\n\nx\n\nFrom b 10:00\nB: 2\n>From c\n\n";
    const auto found = mails(mail);
    REQUIRE(found.size() == 1);
    CHECK(found[0].bytes == mail);
    CHECK(found[0].origin == "box");
    CHECK(texts("Fromage: a\n\nx") == Texts{"Fromage: a\n\nx"});
}

TEST_CASE("a mail with a From line in front, as a delivery agent pipes it, is one mail") {
    CHECK(texts("From ann@example.org  Thu Apr 16 09:53:04 2015\nA: 1\n\nx\n") == Texts{"A: 1\n\nx\n"});
    CHECK(texts("\n\nFrom ann@example.org\nA: 1\n") == Texts{"A: 1\n"});
}

TEST_CASE("nothing in gives nothing out and odd ends give what is there") {
    CHECK(mails("").empty());
    CHECK(texts("From a") == Texts{""});
    CHECK(texts("From a\n") == Texts{""});
    CHECK(texts("\n") == Texts{"\n"});
    CHECK(texts("From a\nA: 1\n\nFrom b\n") == Texts{"A: 1\n", ""});
}

TEST_CASE("a mail that is too large is named with its size and the next one is read") {
    const std::string large(300'000, 'x');
    const std::string box = "From a\nA: 1\n\n" + large + "\n\nFrom b\nB: 2\n\n";
    const auto found = mails(box, 200'000);
    REQUIRE(found.size() == 2);
    CHECK(found[0].problem == "the mail is larger than 0 MiB");
    CHECK(found[0].size == 6 + large.size() + 1);
    CHECK(found[0].bytes.size() == 65'536);
    CHECK(found[0].bytes.starts_with("A: 1\n\nxxx"));
    CHECK(found[0].origin == "box:0");
    CHECK(found[1].bytes == "B: 2\n");
    CHECK(found[1].problem.empty());
    // The largest that is accepted, where the mailbox adds an empty line to it.
    CHECK(mails("From a\nA: 1\n\nxx\n\nFrom b\nB: 2\n\n", 9)[0].problem.empty());
    CHECK_FALSE(mails("From a\nA: 1\n\nxxx\n\nFrom b\nB: 2\n\n", 9)[0].problem.empty());
}

TEST_CASE("a line longer than any window is content") {
    const std::string line(400'000, 'y');
    CHECK(texts("From a\nA: 1\n\n" + line + "\n\nFrom b\nB: 2\n") ==
          Texts{"A: 1\n\n" + line + "\n", "B: 2\n"});
    CHECK(texts("From a\nA: 1\n\nFrom " + line + "\nB: 2\n") == Texts{"A: 1\n\nFrom " + line + "\nB: 2\n"});
    CHECK(texts("From " + line + "\nA: 1\n") == Texts{"From " + line + "\nA: 1\n"});
}
