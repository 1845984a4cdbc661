#include "cli/ui/pager.hh"

#include <doctest/doctest.h>

#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;

namespace {

const Terminal kScreen{true, true, true, 10, 4, false, true};

class FakePager final : public ProcessRunner {
  public:
    std::vector<Process> seen;
    int status = 0;
    Result<Finished> run(const Process& process) override {
        seen.push_back(process);
        return Finished{status, {}};
    }
};

}  // namespace

TEST_CASE("the pager comes from the configuration, the environment, or is less") {
    const auto choose = [](const std::string& set, const std::string& configured) {
        return choose_pager([&](std::string_view name) { return name == set ? "chosen" : std::string(); },
                            configured);
    };
    CHECK(choose("PAGER", "most").command == "most");
    CHECK(choose("PAGER", "").command == "chosen");
    CHECK(choose("", "").command == "less");
    CHECK(choose("", "").less_options == "FRX");
    CHECK(choose("LESS", "").less_options.empty());
}

TEST_CASE("text fits when every line, wrapped, is on the screen") {
    CHECK(fits_screen("1\n2\n3\n", kScreen));
    CHECK_FALSE(fits_screen("1\n2\n3\n4\n", kScreen));
    CHECK_FALSE(fits_screen("1\n2\n12345678901\n", kScreen));
    CHECK(fits_screen("", kScreen));
}

TEST_CASE("only long text on a terminal goes through the pager") {
    FakePager runner;
    StringOutput output;
    const Pager pager{"less", "FRX"};
    CHECK(show_paged("short\n", pager, kScreen, output, runner));
    CHECK(show_paged("1\n2\n3\n4\n", pager, Terminal{}, output, runner));
    CHECK(show_paged("1\n2\n3\n4\n", {"cat", ""}, kScreen, output, runner));
    CHECK(runner.seen.empty());
    CHECK(output.out_text == "short\n1\n2\n3\n4\n1\n2\n3\n4\n");
    CHECK(show_paged("1\n2\n3\n4\n", pager, kScreen, output, runner));
    REQUIRE(runner.seen.size() == 1);
    CHECK(runner.seen[0].input == "1\n2\n3\n4\n");
    CHECK(runner.seen[0].terminal);
    CHECK(runner.seen[0].environment.at(0) == std::pair<std::string, std::string>{"LESS", "FRX"});
    CHECK(output.out_text.size() == 22);
}

TEST_CASE("without the pager the text is written directly") {
    FakePager runner;
    runner.status = 127;
    StringOutput output;
    CHECK(show_paged("1\n2\n3\n4\n", {"nosuchpager", ""}, kScreen, output, runner));
    CHECK(output.out_text == "1\n2\n3\n4\n");
}

TEST_CASE("a real pager gets all of the text and may leave early") {
    const test::TempDir dir;
    RealProcesses real;
    StringOutput output;
    const auto file = (dir / "seen").string();
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += "line\n";
    CHECK(show_paged(text, {"cat >'" + file + "'", ""}, kScreen, output, real));
    CHECK(test::read_file(file) == text);
    CHECK(show_paged(text, {"head -n 1 >'" + file + "'", ""}, kScreen, output, real));
    CHECK(test::read_file(file) == "line\n");
    CHECK(output.out_text.empty());
}
