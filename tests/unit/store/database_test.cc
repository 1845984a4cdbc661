#include "lib/store/database.hh"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

constexpr std::uintmax_t kMiB = 1U << 20U;

TEST_CASE("the write-ahead log stays small even if no query is read to its end") {
    const test::TempDir directory;
    const auto path = (directory.path() / "some.db").string();
    Database db(path, Access::write, Durability::full);
    db.run("CREATE TABLE t (x BLOB)");
    for (int i = 0; i < 40; ++i) {
        Transaction transaction(db);
        db.run("INSERT INTO t VALUES (randomblob(1000000)), (x'00')");
        CHECK(db.query("SELECT x FROM t ORDER BY rowid").executeStep());
        transaction.commit();
        CHECK(db.query("SELECT x FROM t ORDER BY rowid").executeStep());
    }
    CHECK(std::filesystem::file_size(path) > 20 * kMiB);
    CHECK(std::filesystem::file_size(path + "-wal") < 24 * kMiB);
}

}  // namespace
}  // namespace dsupport
