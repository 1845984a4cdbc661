#include "lib/store/mail_file.hh"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

/// The code of SQLite's with which `f` fails; 0 when it does not.
template <class F>
int failure(F f) {
    try {
        f();
        return 0;
    } catch (const SQLite::Exception& e) {
        return e.getErrorCode();
    }
}

constexpr int kCorrupt = 11, kIo = 10;

TEST_CASE("mails lie one behind the other and are read alone") {
    const test::TempDir directory;
    const auto path = (directory / "mails").string();
    MailFile file(path);
    const auto one = file.append("first", 0), two = file.append("", 5), three = file.append("third", 5);
    file.commit();
    file.finish();
    CHECK(test::read_file(path) == "firstthird");
    CHECK((three.at == 5 && three.size == 5 && two.size == 0));
    MailFile reader(path);
    CHECK(reader.read(three) == "third");
    CHECK(reader.read(one) == "first");
    CHECK(reader.read(two).empty());
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);
}

TEST_CASE("what an interrupted command left is written over") {
    const test::TempDir directory;
    const auto path = (directory / "mails").string();
    {
        MailFile file(path);
        file.append("kept", 0);
        file.commit();
        file.append("never committed", 4);
    }
    MailFile file(path);
    const auto place = file.append("next", 4);
    file.commit();
    CHECK(file.read({0, 4}) == "kept");
    CHECK(file.read(place) == "next");
}

TEST_CASE("a wiped mail is zeros once the transaction commits, and only then") {
    const test::TempDir directory;
    const auto path = (directory / "mails").string();
    MailFile file(path);
    const std::string large(200'000, 'x');
    file.append("a", 0);
    const auto secret = file.append(large, 1);
    file.append("b", 1 + secret.size);
    file.commit();
    file.finish();
    file.wipe(secret);
    file.finish();
    file.commit();
    CHECK(file.read(secret) == large);
    file.wipe(secret);
    file.commit();
    CHECK(test::read_file(path) == "a" + std::string(large.size(), '\0') + "b");
}

TEST_CASE("a rehearsal writes nothing") {
    const test::TempDir directory;
    const auto path = (directory / "mails").string();
    MailFile file(path);
    file.pretend();
    const auto place = file.append("text", 7);
    CHECK((place.at == 7 && place.size == 4));
    CHECK_FALSE(std::filesystem::exists(path));
    file.finish();
    file.append("text", 0);
    CHECK(std::filesystem::exists(path));
}

TEST_CASE("a file that is gone, cut off or out of reach is said to be so") {
    const test::TempDir directory;
    const auto path = (directory / "mails").string();
    CHECK(failure([&] { MailFile(path).read({0, 1}); }) == kCorrupt);
    directory.write("mails", "short");
    CHECK(failure([&] { MailFile(path).read({0, 5}); }) == 0);
    CHECK(failure([&] { MailFile(path).read({3, 5}); }) == kCorrupt);
    CHECK(failure([&] { MailFile((directory / "missing" / "mails").string()).append("x", 0); }) == kIo);
}

}  // namespace
}  // namespace dsupport
