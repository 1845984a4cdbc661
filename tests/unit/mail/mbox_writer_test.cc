#include "lib/mail/mbox_writer.hh"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lib/mail/mbox_source.hh"
#include "tests/unit/support/fakes.hh"
#include "tests/unit/support/mails.hh"

using namespace dsupport;
using test::at;

namespace {

class Whole : public ByteStream {
  public:
    explicit Whole(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(char* to, std::size_t size) override {
        const auto n = text_.copy(to, size, at_);
        at_ += n;
        return n;
    }
    std::uint64_t total() const override { return text_.size(); }

  private:
    std::string text_;
    std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("a mail in a mailbox begins with a fixed sender and its date as asctime writes it") {
    // C99, 7.23.3.1: the day of the month takes two columns.
    CHECK(mbox_entry("Subject: x\n\ntext\n", at("2026-11-04T09:00:00Z")) ==
          "From mboxrd@z Wed Nov  4 09:00:00 2026\nSubject: x\n\ntext\n\n");
}

TEST_CASE("mails come back from a mailbox with the same bytes, whatever is in them") {
    const std::vector<std::string> mails = {
        "Subject: x\n\nFrom here\n>From there\n>>>From\n> From\n\nFrom mboxrd@z Thu Jan  1 00:00:00 1970\nA: "
        "b\n",
        "no header\n\n\n",
        "\n",
        "Subject: crlf\r\n\r\nFrom x\r\n\r\n",
        std::string("a: \0\n", 5),
        ">From: x\n\n"};
    std::string box;
    for (const auto& mail : mails) box += mbox_entry(mail, {});
    const auto source = read_stream(std::make_unique<Whole>(box), "box", 1'000'000);
    const auto read = test::read_all(*source);
    REQUIRE(read.size() == mails.size());
    for (std::size_t i = 0; i < mails.size(); ++i) CHECK(read[i].bytes == mails[i]);
}

TEST_CASE("a last line without an end gets one") {
    const auto source = read_stream(std::make_unique<Whole>(mbox_entry("a: b\n\nx", {})), "box", 1'000'000);
    CHECK(test::read_all(*source).at(0).bytes == "a: b\n\nx\n");
}
