#include "cli/ui/process.hh"

#include <doctest/doctest.h>

#include <chrono>

using namespace dsupport;

namespace {

Process shell(const std::string& script) {
    Process process;
    process.argv = {"sh", "-c", script};
    return process;
}

RealProcesses real;

}  // namespace

TEST_CASE("the output and the exit status of a program are captured") {
    const auto done = real.run(shell("printf 'one\\ntwo'; exit 3"));
    REQUIRE(done);
    CHECK(done->output == "one\ntwo");
    CHECK(done->status == 3);
    CHECK(real.run(shell("kill -9 $$"))->status == 128 + 9);
}

TEST_CASE("a program reads its input, also when that is larger than a pipe") {
    auto process = shell("cat");
    process.input = std::string(300'000, 'x');
    const auto done = real.run(process);
    REQUIRE(done);
    CHECK(done->output == *process.input);
}

TEST_CASE("a program without input finds it empty") {
    CHECK(real.run(shell("wc -c"))->output == "0\n");
}

TEST_CASE("a program that does not read its input is no failure") {
    auto process = shell("exec 0<&-; exit 0");
    process.input = std::string(300'000, 'x');
    CHECK(real.run(process)->status == 0);
}

TEST_CASE("arguments reach a program as they are") {
    Process process;
    process.argv = {"printf", "%s|", "a b", "$HOME", ""};
    CHECK(real.run(process)->output == "a b|$HOME||");
}

TEST_CASE("a program that takes too long is ended") {
    auto process = shell("exec sleep 30");
    process.time_limit_ms = 50;
    const auto start = std::chrono::steady_clock::now();
    const auto done = real.run(process);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::try_later);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a child that a program leaves behind does not keep us waiting") {
    const auto done = real.run(shell("sleep 2 & echo answer"));
    REQUIRE(done);
    CHECK(done->output == "answer\n");
}

TEST_CASE("a program that writes without end is ended") {
    const auto done = real.run(shell("exec yes"));
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::bad_data);
}

TEST_CASE("a program that is not there is an error of the configuration") {
    Process process;
    process.argv = {"/no/such/program"};
    const auto done = real.run(process);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::config);
    CHECK(done.error().cause == "No such file or directory");
    CHECK_FALSE(real.run({}));
}

TEST_CASE("variables are set on top of the environment") {
    auto process = shell("echo \"$DS_TEST_ONE:${PATH:+path}\"");
    process.environment = {{"DS_TEST_ONE", "1"}};
    CHECK(real.run(process)->output == "1:path\n");
}

TEST_CASE("a program on the terminal gives its exit status and no output") {
    auto process = shell("cat >/dev/null; exit 4");
    process.terminal = true;
    process.input = "text";
    const auto done = real.run(process);
    REQUIRE(done);
    CHECK(done->status == 4);
    CHECK(done->output.empty());
}

TEST_CASE("a program may use signals that we ignore") {
    auto process = shell("kill -INT $$; exit 0");
    process.terminal = true;
    process.input = "";
    CHECK(real.run(process)->status == 128 + 2);
}

TEST_CASE("a password is the first line of its program") {
    CHECK(first_line_of(real, {"printf", "secret\nuser: ada\n"}).value() == "secret");
    const auto failed = first_line_of(real, {"sh", "-c", "echo secret; exit 2"});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::config);
    CHECK(failed.error().message == "'sh' failed with status 2");
    CHECK_FALSE(first_line_of(real, {"true"}));
    CHECK_FALSE(first_line_of(real, {}));
}
