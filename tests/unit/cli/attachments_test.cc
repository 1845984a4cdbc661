#include "cli/attachments.hh"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a file from a mail is written under a safe name, and never over another") {
    const test::TempDir dir;
    const auto folder = dir.path().string();
    CHECK(*save_file(folder, "../../report.pdf", "one") == folder + "/report.pdf");
    CHECK(*save_file(folder, "report.pdf", "two") == folder + "/report-2.pdf");
    CHECK(*save_file(folder, "/etc/report.pdf", "three") == folder + "/report-3.pdf");
    CHECK(*save_file(folder, "", "four") == folder + "/attachment");
    CHECK(*save_file(folder, "..", "five") == folder + "/attachment-2");
    CHECK(test::read_file(folder + "/report.pdf") == "one");
    CHECK(test::read_file(folder + "/report-2.pdf") == "two");
}

TEST_CASE("no link is followed, not even one that leads nowhere") {
    const test::TempDir dir;
    const auto folder = dir.path().string();
    dir.write("precious", "kept");
    fs::create_symlink(folder + "/precious", folder + "/a.txt");
    fs::create_symlink(folder + "/nowhere", folder + "/b.txt");
    CHECK(*save_file(folder, "a.txt", "new") == folder + "/a-2.txt");
    CHECK(*save_file(folder, "b.txt", "new") == folder + "/b-2.txt");
    CHECK(test::read_file(folder + "/precious") == "kept");
    CHECK_FALSE(fs::exists(folder + "/nowhere"));
}

TEST_CASE("a folder that is not there is said, and not made") {
    const test::TempDir dir;
    const auto saved = save_file((dir / "none").string(), "a.txt", "x");
    REQUIRE_FALSE(saved);
    CHECK(saved.error().kind == ErrorKind::cannot_create);
    CHECK_FALSE(fs::exists(dir / "none"));
}

TEST_CASE("what is attached has its name and its bytes") {
    const test::TempDir dir;
    dir.write("Report.PDF", std::string("a\0\r\nb", 5));
    dir.write("notes", "x");
    const auto files = read_attachments({(dir / "Report.PDF").string(), (dir / "notes").string()});
    REQUIRE(files);
    REQUIRE(files->size() == 2);
    CHECK(files->at(0).name == "Report.PDF");
    CHECK(files->at(0).content_type == "application/pdf");
    CHECK(files->at(0).content == std::string("a\0\r\nb", 5));
    CHECK(files->at(1).content_type == "application/octet-stream");
    CHECK(read_attachments({}).value().empty());
    CHECK(read_attachments({(dir / "gone").string()}).error().kind == ErrorKind::no_input);
    CHECK(read_attachments({dir.path().string()}).error().kind == ErrorKind::no_input);
}

}  // namespace
}  // namespace dsupport
