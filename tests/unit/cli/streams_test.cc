#include "cli/ui/streams.hh"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "cli/ui/interrupt.hh"

using namespace dsupport;

namespace {

struct TestPipe {
    std::array<int, 2> ends{-1, -1};
    TestPipe() { REQUIRE(::pipe(ends.data()) == 0); }
    TestPipe(const TestPipe&) = delete;
    TestPipe& operator=(const TestPipe&) = delete;
    ~TestPipe() {
        close_end(0);
        close_end(1);
    }
    void close_end(std::size_t i) {
        if (ends.at(i) >= 0) ::close(ends.at(i));
        ends.at(i) = -1;
    }
    std::string content() {
        close_end(1);
        return FdInput(ends[0]).all().value();
    }
};

}  // namespace

TEST_CASE("data waits until it is finished, and comes before later words") {
    TestPipe pipe;
    FdOutput output(pipe.ends[1], pipe.ends[1]);
    output.out("data\n");
    output.err("words\n");
    output.out("more\n");
    CHECK(output.finish());
    CHECK(pipe.content() == "data\nwords\nmore\n");
}

TEST_CASE("a full disk is reported as an input or output error") {
    const int fd = ::open("/dev/full", O_WRONLY);
    REQUIRE(fd >= 0);
    FdOutput output(fd, fd);
    output.out("data");
    const auto done = output.finish();
    ::close(fd);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::io);
    CHECK(done.error().cause == "No space left on device");
}

TEST_CASE("a full disk stays reported after data that was larger than the buffer") {
    const int fd = ::open("/dev/full", O_WRONLY);
    FdOutput output(fd, fd);
    output.out(std::string(100'000, 'x'));
    output.err("words");
    const auto done = output.finish();
    ::close(fd);
    CHECK_FALSE(done);
}

TEST_CASE("a reader that went away is no failure") {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    TestPipe pipe;
    pipe.close_end(0);
    FdOutput output(pipe.ends[1], pipe.ends[1]);
    output.out("data");
    CHECK_FALSE(output.closed());
    CHECK(output.finish());
    CHECK(output.closed());
    output.out("more");
    CHECK(output.finish());
    (void)std::signal(SIGPIPE, before);
}

TEST_CASE("an output that is not open is an error only when used") {
    FdOutput output(1000, 1000);
    CHECK(output.finish());
    output.out("data");
    CHECK_FALSE(output.finish());
}

TEST_CASE("input is read by lines or as a whole") {
    TestPipe pipe;
    REQUIRE(::write(pipe.ends[1], "one\r\n\ntwo\nrest\nlast", 19) == 19);
    pipe.close_end(1);
    FdInput input(pipe.ends[0]);
    CHECK(input.line().value() == "one");
    CHECK(input.line().value() == "");
    CHECK(input.line().value() == "two");
    CHECK(input.all().value() == "rest\nlast");
    CHECK_FALSE(input.line().value().has_value());
}

TEST_CASE("the last line needs no line end") {
    StringInput input("one\ntwo");
    CHECK(input.line().value() == "one");
    CHECK(input.line().value() == "two");
    CHECK_FALSE(input.line().value().has_value());
}

TEST_CASE("input that cannot be read is an error") {
    FdInput input(1000);
    const auto line = input.line();
    REQUIRE_FALSE(line);
    CHECK(line.error().kind == ErrorKind::io);
    CHECK_FALSE(FdInput(1000).all());
}

TEST_CASE("keys come one by one, and an arrow is one that is no letter") {
    StringInput input("t\r\x1b[B");
    CHECK(input.key().value() == 't');
    CHECK(input.key().value() == '\n');
    CHECK(input.key().value() == '\x1b');
    CHECK_FALSE(input.key().value());
    CHECK_FALSE(StringInput("\x04").key().value());
}

TEST_CASE("a signal ends a read that waits") {
    const TestPipe pipe;
    {
        const InterruptWatch watch;
        ::raise(SIGINT);
        CHECK(FdInput(pipe.ends[0]).line().error().kind == ErrorKind::interrupted);
    }
    CHECK_FALSE(was_interrupted());
}
