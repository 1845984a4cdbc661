#include "lib/mail/folder_source.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/support/mails.hh"
#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;
using test::read_all;

namespace {

std::vector<std::string> names(const std::string& path) {
    auto source = open_source(path);
    REQUIRE(source);
    std::vector<std::string> out;
    for (const auto& mail : read_all(**source)) {
        CHECK(mail.problem.empty());
        out.push_back(std::filesystem::relative(mail.origin, path).string());
    }
    CHECK((*source)->progress().done == (*source)->progress().total);
    return out;
}

}  // namespace

TEST_CASE("a Maildir is read with its folders and nothing else that lies about") {
    const test::TempDir dir;
    dir.write("new/200.b", "A: 1\n");
    dir.write("cur/100.a:2,S", "A: 1\n");
    dir.write("cur/.hidden", "A: 1\n");
    dir.write("tmp/300.c", "A: 1\n");
    dir.write("dovecot.index", "x");
    dir.write(".Sub/cur/400.d:2,", "A: 1\n");
    dir.write(".Sub/subscriptions", "x");
    std::filesystem::create_directories(dir / ".Sub/new");
    dir.write(".git/config", "x");
    dir.write("Plain/cur/500.e:2,", "From b 11:00\nA: 1\n");
    std::filesystem::create_directories(dir / "Plain/new");
    std::filesystem::create_directory_symlink(dir.path(), dir / "loop");
    CHECK(names(dir.path().string()) ==
          std::vector<std::string>{".Sub/cur/400.d:2,", "Plain/cur/500.e:2,", "cur/100.a:2,S", "new/200.b"});
}

TEST_CASE("a folder of eml files is read without drafts") {
    const test::TempDir dir;
    dir.write("b.eml", "A: 1\n");
    dir.write("a.EML", "A: 1\n");
    dir.write(".b.eml.1.0", "A: 1\n");
    dir.write("readme", "A: 1\n");
    dir.write("2026/c.eml", "A: 1\n");
    CHECK(names(dir.path().string()) == std::vector<std::string>{"2026/c.eml", "a.EML", "b.eml"});
}

TEST_CASE("a mail that is marked or deleted while its Maildir is read is found or passed over") {
    const test::TempDir dir;
    std::filesystem::create_directories(dir / "cur");
    const auto moved = dir.write("new/100.a", "A: 1\n");
    const auto marked = dir.write("new/200.b:2,", "A: 2\n");
    const auto gone = dir.write("new/300.c", "A: 3\n");
    auto source = open_source(dir.path().string());
    REQUIRE(source);
    std::filesystem::rename(moved, dir / "cur/100.a:2,S");
    std::filesystem::rename(marked, dir / "cur/200.b:2,RS");
    std::filesystem::remove(gone);
    const auto mails = read_all(**source);
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].origin == (dir / "cur/100.a:2,S").string());
    CHECK(mails[1].bytes == "A: 2\n");
}

TEST_CASE("a file of a folder that cannot be read or is too large is named and the next one is read") {
    const test::TempDir dir;
    std::filesystem::create_directories(dir / "cur");
    dir.write("new/1", std::string(100'000, 'x'));
    const auto replaced = dir.write("new/2", "A: 1\n");
    dir.write("new/3", "A: 1\n");
    auto source = open_source(dir.path().string(), 50'000);
    REQUIRE(source);
    // A folder in its place is unreadable for everybody, root too.
    std::filesystem::remove(replaced);
    std::filesystem::create_directory(replaced);
    const auto mails = read_all(**source);
    REQUIRE(mails.size() == 3);
    CHECK(mails[0].problem == "the mail is larger than 0 MiB");
    CHECK(mails[0].size == 100'000);
    CHECK(mails[1].problem == "cannot read " + replaced.string() + ": Is a directory");
    CHECK(mails[2].bytes == "A: 1\n");
}

TEST_CASE("nothing in a Maildir is moved or changed") {
    const test::TempDir dir;
    std::filesystem::create_directories(dir / "cur");
    const auto file = dir.write("new/1", "A: 1\n");
    const auto before = std::filesystem::last_write_time(file);
    CHECK(names(dir.path().string()).size() == 1);
    CHECK(std::filesystem::last_write_time(file) == before);
    CHECK(std::filesystem::is_empty(dir / "cur"));
}

TEST_CASE("what a Maildir has as trashed or as a draft and links to files are passed over and counted") {
    const test::TempDir dir, other;
    std::filesystem::create_directories(dir / "new");
    dir.write("cur/1:2,ST", "A: 1\n");
    dir.write("cur/2:2,D", "A: 1\n");
    dir.write("cur/3.TD:2,S", "A: 1\n");
    std::filesystem::create_symlink(other.write("secret", "A: 1\n"), dir / "new/4");
    auto source = open_source(dir.path().string());
    REQUIRE(source);
    const auto mails = read_all(**source);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].origin == (dir / "cur/3.TD:2,S").string());
    CHECK((*source)->progress().passed_over == 3);
}

TEST_CASE("a link among eml files is not followed") {
    const test::TempDir dir, other;
    std::filesystem::create_symlink(other.write("secret", "A: 1\n"), dir / "a.eml");
    auto source = open_source(dir.path().string());
    REQUIRE(source);
    CHECK(read_all(**source).empty());
    CHECK((*source)->progress().passed_over == 1);
}
