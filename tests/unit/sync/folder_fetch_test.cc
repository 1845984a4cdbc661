#include "lib/sync/folder_fetch.hh"

#include <doctest/doctest.h>

#include <filesystem>

#include "lib/mail/modules.hh"
#include "tests/unit/support/home.hh"
#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

using test::unwrap;

/// Counts what is read at all.
class CountingParser : public Parser {
  public:
    CountingParser()
        : parser_(
              unwrap(load_parser(std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() /
                                 "lib/dsupport"))) {}
    Result<ReceivedMail> parse(std::string_view bytes, const ParseLimits& limits) override {
        ++parsed;
        return parser_->parse(bytes, limits);
    }
    Result<std::string> file(std::string_view bytes, std::size_t n) override {
        return parser_->file(bytes, n);
    }
    int parsed = 0;

  private:
    std::unique_ptr<Parser> parser_;
};

class Desk {
  public:
    /// What one run read, and how many of these were new.
    std::pair<std::int64_t, std::int64_t> fetch() {
        Intake intake(home.store(), home.clock, home.random);
        const auto report = unwrap(fetch_folder(home.store(), intake, parser, folder.path().string()));
        CHECK(report.read == parser.parsed);
        parser.parsed = 0;
        return {report.read, report.added};
    }
    test::Home home;
    test::TempDir folder;
    CountingParser parser;
};

std::string mail(const std::string& id) {
    return "From: ann@client.example\nMessage-ID: <" + id + "@client.example>\nSubject: x\n\nhello\n";
}

using Counts = std::pair<std::int64_t, std::int64_t>;

TEST_CASE("a shared folder that is not there is no empty one") {
    Desk desk;
    Intake intake(desk.home.store(), desk.home.clock, desk.home.random);
    const auto gone = (desk.folder / "gone").string();
    const auto report = fetch_folder(desk.home.store(), intake, desk.parser, gone);
    REQUIRE_FALSE(report);
    CHECK(report.error().kind == ErrorKind::try_later);
    CHECK(report.error().message.find(gone) != std::string::npos);
}

TEST_CASE("a file in the shared folder is read once") {
    Desk desk;
    desk.folder.write("a.eml", mail("a"));
    desk.folder.write("b.eml", mail("b"));
    CHECK(desk.fetch() == Counts{2, 2});
    CHECK(desk.fetch() == Counts{0, 0});
    desk.folder.write("c.eml", mail("c"));
    CHECK(desk.fetch() == Counts{1, 1});
    desk.folder.write(".d.eml.1.0", mail("d"));
    CHECK(desk.fetch() == Counts{0, 0});
}

TEST_CASE("a file that changed is read again and the same mail is no new one") {
    Desk desk;
    desk.folder.write("a.eml", mail("a"));
    desk.fetch();
    std::filesystem::rename(desk.folder / "a.eml", desk.folder / "b.eml");
    CHECK(desk.fetch() == Counts{1, 0});
    desk.folder.write("b.eml", mail("c") + "and more\n");
    CHECK(desk.fetch() == Counts{1, 1});
    // As long as before, but of another time.
    std::filesystem::last_write_time(desk.folder / "b.eml",
                                     std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
    CHECK(desk.fetch() == Counts{1, 0});
}

TEST_CASE("a file that is no mail is kept once and one that cannot be opened is tried again") {
    Desk desk;
    desk.folder.write("a.eml", "\nno mail\n");
    std::filesystem::create_symlink(desk.folder / "gone", desk.folder / "b.eml");
    CHECK(desk.fetch() == Counts{1, 0});
    CHECK(unwrap(desk.home.store().unreadable()).size() == 1);
    CHECK(desk.fetch() == Counts{0, 0});
}

TEST_CASE("a folder with other files is told") {
    Desk desk;
    Intake intake(desk.home.store(), desk.home.clock, desk.home.random);
    const auto fetch = [&](const std::string& folder) {
        return fetch_folder(desk.home.store(), intake, desk.parser, folder);
    };
    desk.folder.write("readme", "x");
    CHECK(fetch(desk.folder.path().string()).error().kind == ErrorKind::no_input);
}

}  // namespace
}  // namespace dsupport
