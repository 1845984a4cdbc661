#include "lib/store/database.hh"

#include <doctest/doctest.h>

#include <algorithm>
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

TEST_CASE("little that was written stays in the write-ahead log, and much does not") {
    const test::TempDir directory;
    const auto path = (directory.path() / "some.db").string();
    const auto log_size = [&] { return std::filesystem::file_size(path + "-wal"); };
    const auto add = [&](int bytes) {
        Database db(path, Access::write, Durability::full);
        Transaction transaction(db);
        db.run("CREATE TABLE IF NOT EXISTS t (x BLOB)");
        db.run("INSERT INTO t VALUES (zeroblob(" + std::to_string(bytes) + "))");
        transaction.commit();
    };
    const auto rows = [&] {
        Database db(path, Access::read, Durability::full);
        auto& q = db.query("SELECT count(*) FROM t");
        q.executeStep();
        return q.getColumn(0).getInt();
    };
    add(1000);
    CHECK(log_size() > 0);
    CHECK(rows() == 1);
    add(300'000);
    CHECK(log_size() == 0);
    CHECK(rows() == 2);
    std::uintmax_t largest = 0;
    for (int i = 0; i < 200; ++i) {
        add(1000);
        largest = std::max(largest, log_size());
    }
    CHECK(largest < kMiB / 2);
    CHECK(rows() == 202);
    SUBCASE("nothing stays when it is told so") {
        add(1000);
        REQUIRE(log_size() > 0);
        Database(path, Access::write, Durability::full).empty_log();
        CHECK(log_size() == 0);
    }
}

}  // namespace
}  // namespace dsupport
