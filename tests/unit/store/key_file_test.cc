#include "lib/store/key_file.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

TEST_CASE("a key is made once, for its owner only, and read from then on") {
    const TempDir home;
    const auto path = (home / "key").string();
    const auto made = load_or_make_key(path, false);
    REQUIRE(made);
    CHECK((fs::status(path).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    const auto text = test::read_file(path);
    CHECK(text == to_hex(made->seed()) + "\n");
    const auto again = load_or_make_key(path, false);
    REQUIRE(again);
    CHECK(again->id() == made->id());
    CHECK(test::read_file(path) == text);
    // Nothing else is left lying about.
    CHECK(std::distance(fs::directory_iterator(home.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("two homes have two keys and a dry run leaves none") {
    const TempDir home;
    const auto dry = load_or_make_key((home / "key").string(), true);
    REQUIRE(dry);
    CHECK_FALSE(fs::exists(home / "key"));
    CHECK(load_or_make_key((home / "a").string(), false)->id() !=
          load_or_make_key((home / "b").string(), false)->id());
}

TEST_CASE("a key that others can read or write is refused and not changed") {
    for (const auto extra : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
        const TempDir home;
        const auto path = (home / "key").string();
        REQUIRE(load_or_make_key(path, false));
        const auto text = test::read_file(path);
        fs::permissions(path, extra, fs::perm_options::add);
        const auto key = load_or_make_key(path, false);
        REQUIRE_FALSE(key);
        CHECK(key.error().kind == ErrorKind::not_allowed);
        CHECK(test::read_file(path) == text);
    }
}

TEST_CASE("a damaged key is never replaced by a new one") {
    const std::string seed(64, 'a');
    for (const auto& content : {std::string(), std::string("\n"), seed.substr(1) + "\n", seed + "a\n",
                                std::string(63, 'a') + "g\n", seed + "\n" + seed + "\n"}) {
        CAPTURE(content);
        const TempDir home;
        const auto path = home.write("key", content);
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        const auto key = load_or_make_key(path.string(), false);
        REQUIRE_FALSE(key);
        CHECK(key.error().kind == ErrorKind::bad_data);
        CHECK(test::read_file(path) == content);
    }
}

TEST_CASE("a directory that is not there is no place for a key") {
    const TempDir home;
    const auto key = load_or_make_key((home / "nowhere/key").string(), false);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == ErrorKind::io);
}

}  // namespace
}  // namespace dsupport
