#include "cli/ui/drafts.hh"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <array>

#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;

TEST_CASE("drafts of one name stand beside each other and are private") {
    const test::TempDir dir;
    const Drafts drafts(dir / "state/drafts");
    const auto one = drafts.keep("reply-K7M-2QX", "one").value();
    const auto two = drafts.keep("reply-K7M-2QX", "two").value();
    CHECK(one == dir / "state/drafts/reply-K7M-2QX.txt");
    CHECK(two == dir / "state/drafts/reply-K7M-2QX.2.txt");
    CHECK(drafts.read(one).value() == "one");
    CHECK(drafts.read(two).value() == "two");
    struct stat status {};
    REQUIRE(::stat(one.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    REQUIRE(::stat((dir / "state/drafts").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700);
}

TEST_CASE("a draft stays until it is discarded") {
    const test::TempDir dir;
    const Drafts drafts(dir.path());
    const auto path = drafts.keep("note-A", "text").value();
    CHECK(drafts.newest("note-A").value().path == path);
    CHECK(drafts.rewrite(path, "more"));
    CHECK(drafts.read(path).value() == "more");
    drafts.discard(path);
    CHECK(drafts.newest("note-A").error().kind == ErrorKind::negative);
    CHECK(drafts.read(path).error().kind == ErrorKind::no_input);
    drafts.discard(path);
}

TEST_CASE("drafts are listed by name with the newest first") {
    const test::TempDir dir;
    const Drafts drafts(dir.path());
    const auto old = drafts.keep("log", "1").value();
    const auto young = drafts.keep("log", "2").value();
    const auto other = drafts.keep("reply-A", "3").value();
    const timespec long_ago{1'000'000, 0}, later{2'000'000, 0};
    const std::array old_times{long_ago, long_ago}, young_times{later, later};
    REQUIRE(::utimensat(AT_FDCWD, old.c_str(), old_times.data(), 0) == 0);
    REQUIRE(::utimensat(AT_FDCWD, young.c_str(), young_times.data(), 0) == 0);
    (void)dir.write("stranger.bak", "");
    const auto logs = drafts.list("log");
    REQUIRE(logs.size() == 2);
    CHECK(logs[0].path == young);
    CHECK(logs[0].written == Instant{2'000'000 * kSecond});
    CHECK(logs[1].path == old);
    const auto all = drafts.list();
    REQUIRE(all.size() == 3);
    CHECK(all[0].path == other);
    CHECK(all[0].name == "reply-A");
}

TEST_CASE("no name leads out of the folder") {
    const test::TempDir dir;
    const Drafts drafts(dir.path());
    CHECK(drafts.keep("../../etc/x y", "").value() == dir / "______etc_x_y.txt");
    CHECK(drafts.keep("", "").value() == dir / "draft.txt");
}

TEST_CASE("a folder that cannot be made is an error") {
    const test::TempDir dir;
    const auto file = dir.write("file", "");
    const auto kept = Drafts(file.string() + "/drafts").keep("log", "text");
    REQUIRE_FALSE(kept);
    CHECK(kept.error().kind == ErrorKind::cannot_create);
    CHECK(Drafts(file.string() + "/drafts").list().empty());
}

TEST_CASE("an error after a draft says where the text is") {
    const Error error{ErrorKind::io, "cannot write", "free some space", ""};
    CHECK(with_draft(error, "dsupport log -q", "/d/log.txt").hint ==
          "free some space; to go on with what you typed: dsupport log -q --recover /d/log.txt");
    CHECK(with_draft({ErrorKind::io, "x", "", ""}, "dsupport log", "").hint.empty());
}

TEST_CASE("a word for a shell stands in quotes unless it is plain") {
    CHECK(shell_word("/d/log.2.txt") == "/d/log.2.txt");
    CHECK(shell_word("two words") == "'two words'");
    CHECK(shell_word("it's $HOME") == "'it'\\''s $HOME'");
    CHECK(shell_word("") == "''");
}
