#include "lib/mail/mail_source.hh"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "tests/unit/support/mails.hh"
#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;
using test::read_all;

namespace {

constexpr const char* kBox = "From a 10:00\nA: 1\n\nFrom b 11:00\nB: 2\n";

}  // namespace

TEST_CASE("a file is a mailbox or a mail by what is in it") {
    const test::TempDir dir;
    auto source = open_source(dir.write("any.eml", kBox).string());
    REQUIRE(source);
    CHECK(read_all(**source).size() == 2);
    CHECK((*source)->progress().done == std::string(kBox).size());
    const auto path = dir.write("any.mbox", "A: 1\n\nFrom b 11:00\nB: 2\n").string();
    source = open_source(path);
    REQUIRE(source);
    const auto mails = read_all(**source);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].origin == path);
}

TEST_CASE("what is not there or holds no mails is named") {
    const test::TempDir dir;
    auto missing = open_source((dir / "nothing").string());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == ErrorKind::no_input);
    CHECK(missing.error().message == "cannot open " + (dir / "nothing").string());
    auto empty = open_source(dir.path().string());
    REQUIRE(empty);
    CHECK(read_all(**empty).empty());
    dir.write("notes.txt", "x");
    missing = open_source(dir.path().string());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == ErrorKind::no_input);
    CHECK(missing.error().hint == "it is no Maildir, and no file in it ends in .eml");
}

TEST_CASE("a pipe is read to its end and named as the caller wants") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const std::string box = kBox;
    REQUIRE(::write(ends[1], box.data(), box.size()) == static_cast<ssize_t>(box.size()));
    ::close(ends[1]);
    const auto source = open_stream(ends[0], "stdin");
    const auto mails = read_all(*source);
    REQUIRE(mails.size() == 2);
    CHECK(mails[1].origin == "stdin:" + std::to_string(box.find("From b")));
    CHECK(source->progress().total == 0);
    CHECK(::fcntl(ends[0], F_GETFD) >= 0);
    ::close(ends[0]);
}
