#include "lib/mail/byte_stream.hh"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/support/mails.hh"
#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;
using test::read_all;

namespace {

constexpr const char* kBox = "From a 10:00\nA: 1\n\nFrom b 11:00\nB: 2\n";

}  // namespace

TEST_CASE("of a mailbox that grows only what was there is read") {
    const test::TempDir dir;
    const auto file = dir.write("box", "From a 10:00\nA: 1\n");
    auto source = open_source(file.string());
    REQUIRE(source);
    std::ofstream(file, std::ios::app) << "half of a header";
    const auto mails = read_all(**source);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].bytes == "A: 1\n");
}

TEST_CASE("a mailbox that somebody cuts short is an error and no half mail") {
    const test::TempDir dir;
    const auto file = dir.write("box", "From a 10:00\nA: 1\n\n" + std::string(1'000'000, 'x'));
    auto source = open_source(file.string());
    REQUIRE(source);
    std::filesystem::resize_file(file, 20);
    const auto mail = (*source)->next();
    REQUIRE_FALSE(mail);
    CHECK(mail.error().kind == ErrorKind::io);
}

TEST_CASE("a mailbox that a delivery has locked is not read") {
    const test::TempDir dir;
    const auto file = dir.write("box", kBox);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(descriptor >= 0);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    REQUIRE(::fcntl(descriptor, F_OFD_SETLK, &lock) == 0);
    const auto source = open_source(file.string());
    REQUIRE_FALSE(source);
    CHECK(source.error().kind == ErrorKind::try_later);
    ::close(descriptor);
    CHECK(open_source(file.string()));
}
