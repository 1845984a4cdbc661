#include "lib/store/migrations.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/home.hh"

namespace dsupport {
namespace {

using test::TempDir;

int version_of(Database& db) {
    SQLite::Statement q(db.handle(), "PRAGMA user_version");
    q.executeStep();
    return q.getColumn(0).getInt();
}

/// The schema as SQLite keeps it, one line for each table and index.
std::string schema_of(const std::string& path) {
    Database db(path, Access::read, Durability::full);
    SQLite::Statement q(db.handle(),
                        "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema"
                        " ORDER BY type, name");
    std::string out;
    while (q.executeStep()) out += q.getColumn(0).getString() + "\n";
    return out;
}

/// A database as the first `version` migrations leave it.
void make_version(const std::string& path, std::size_t version) {
    Database db(path, Access::write, Durability::full);
    for (std::size_t i = 0; i < version; ++i) db.run(std::string(migrations().at(i)));
    db.run("PRAGMA user_version = " + std::to_string(version));
}

std::string database_in(const TempDir& home) {
    return StorePaths{home.path().string()}.database();
}
Result<std::unique_ptr<Store>> open(const TempDir& home, Access access) {
    return Store::open({home.path().string()}, access, test::system_zones());
}

TEST_CASE("every earlier version becomes the newest, whoever opens it first") {
    const TempDir fresh;
    REQUIRE(open(fresh, Access::write));
    const auto wanted = schema_of(database_in(fresh));
    REQUIRE(wanted.find("table event") != std::string::npos);
    for (const auto access : {Access::write, Access::read})
        for (std::size_t version = 0; version < migrations().size(); ++version) {
            CAPTURE(version);
            const TempDir home;
            make_version(database_in(home), version);
            REQUIRE(open(home, access));
            CHECK(schema_of(database_in(home)) == wanted);
            Database db(database_in(home), Access::read, Durability::full);
            CHECK(version_of(db) == static_cast<int>(migrations().size()));
        }
}

TEST_CASE("a fresh database is made when something is written and not when something is read") {
    const TempDir home;
    {
        const auto store = open(home, Access::read);
        REQUIRE(store);
        CHECK((*store)->list({})->empty());
        CHECK_FALSE(std::filesystem::exists(database_in(home)));
    }
    REQUIRE(open(home, Access::write));
    CHECK(std::filesystem::exists(database_in(home)));
    CHECK((std::filesystem::status(database_in(home)).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("a database of a newer version is refused and left as it is") {
    const TempDir home;
    const auto newer = migrations().size() + 1;
    {
        Database db(database_in(home), Access::write, Durability::full);
        db.run("CREATE TABLE later (x)");
        db.run("PRAGMA user_version = " + std::to_string(newer));
    }
    const auto before = schema_of(database_in(home));
    for (const auto access : {Access::write, Access::read}) {
        const auto store = open(home, access);
        REQUIRE_FALSE(store);
        CHECK(store.error().kind == ErrorKind::config);
        CHECK(store.error().message.find("has format " + std::to_string(newer)) != std::string::npos);
    }
    CHECK(schema_of(database_in(home)) == before);
    Database db(database_in(home), Access::read, Durability::full);
    CHECK(version_of(db) == static_cast<int>(newer));
}

TEST_CASE("a migration that breaks off leaves the old version whole") {
    // The last table of the newest migration is in its way, so all of it but the end has run when it fails.
    const TempDir probe;
    const auto newest = migrations().size();
    const auto all = std::string(migrations().back());
    const auto create = all.rfind("CREATE TABLE ");
    REQUIRE(create != std::string::npos);
    const auto name_at = create + std::string("CREATE TABLE ").size();
    const auto name = all.substr(name_at, all.find(' ', name_at) - name_at);

    const TempDir home;
    make_version(database_in(home), newest - 1);
    {
        Database db(database_in(home), Access::write, Durability::full);
        db.run("CREATE TABLE " + name + " (mine)");
        db.run("INSERT INTO " + name + " VALUES (7)");
    }
    const auto before = schema_of(database_in(home));
    CHECK_FALSE(open(home, Access::write));
    CHECK_FALSE(open(home, Access::read));
    CHECK(schema_of(database_in(home)) == before);
    {
        Database db(database_in(home), Access::write, Durability::full);
        CHECK(version_of(db) == static_cast<int>(newest - 1));
        db.run("DROP TABLE " + name);
    }
    CHECK(open(home, Access::write));
}

TEST_CASE("a file that is no database is called damaged and left as it is") {
    const TempDir home;
    const std::string text(4096, 'x');
    home.write("dsupport.db", text);
    for (const auto access : {Access::write, Access::read}) {
        const auto store = open(home, access);
        REQUIRE_FALSE(store);
        CHECK(store.error().kind == ErrorKind::bad_data);
    }
    CHECK(test::read_file(database_in(home)) == text);
}

TEST_CASE("what was written before a migration is there after it") {
    test::Home home;
    const auto ticket = home.call("Portal down");
    home.reopen();
    CHECK(home.load(ticket).summary.subject == "Portal down");
}

}  // namespace
}  // namespace dsupport
