#include "lib/mail/dir_carrier.hh"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;
using dsupport::test::TempDir;

namespace {

const Envelope kMail{"ann@example.org",
                     {"support@example.org", "ada@client.org"},
                     "ds1.0123456789ABCDEFGHJKMNPQRS@example.org",
                     "Subject: x\r\n\r\nHello\r\n"};

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

}  // namespace

TEST_CASE("a mail becomes one whole file named after its id") {
    const TempDir dir;
    const auto replies = make_dir_carrier(dir.path().string())->send(kMail);
    REQUIRE(replies.size() == 2);
    CHECK(replies[0].recipient == "support@example.org");
    CHECK(replies[1].recipient == "ada@client.org");
    CHECK(replies[0].delivery == Delivery::sent);
    CHECK(replies[1].delivery == Delivery::sent);
    const std::string name = "ds1.0123456789ABCDEFGHJKMNPQRS@example.org.eml";
    CHECK(names_in(dir.path()) == std::vector{name});
    CHECK(test::read_file(dir / name) == kMail.bytes);
}

TEST_CASE("the same mail again is harmless") {
    const TempDir dir;
    auto carrier = make_dir_carrier(dir.path().string());
    carrier->send(kMail);
    for (auto& reply : carrier->send(kMail)) CHECK(reply.delivery == Delivery::sent);
    for (auto& reply : make_dir_carrier(dir.path().string())->send(kMail))
        CHECK(reply.delivery == Delivery::sent);
    CHECK(names_in(dir.path()).size() == 1);
    CHECK(test::read_file(dir / eml_file_name(kMail.message_id)) == kMail.bytes);
}

TEST_CASE("many processes may put the same mail at once") {
    const TempDir dir;
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto carrier = make_dir_carrier(dir.path().string());
            bool all = true;
            for (int n = 0; n < 20; ++n) all = all && carrier->send(kMail)[0].delivery == Delivery::sent;
            _exit(all ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const auto child : children) {
        int status = -1;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    CHECK(names_in(dir.path()).size() == 1);
    CHECK(test::read_file(dir / eml_file_name(kMail.message_id)) == kMail.bytes);
}

TEST_CASE("a folder that is not there needs a person") {
    const TempDir dir;
    const auto missing = (dir.path() / "missing").string();
    const auto replies = make_dir_carrier(missing)->send(kMail);
    REQUIRE(replies.size() == 2);
    CHECK(replies[0].delivery == Delivery::stop);
    CHECK(replies[0].text == missing + ": No such file or directory");
}

TEST_CASE("what cannot be finished leaves no visible file") {
    const TempDir dir;
    // A folder in the way of the file: the rename fails.
    const auto name = eml_file_name(kMail.message_id);
    std::filesystem::create_directory(dir / name);
    const auto replies = make_dir_carrier(dir.path().string())->send(kMail);
    CHECK(replies[0].delivery == Delivery::retry);
    CHECK(names_in(dir.path()) == std::vector{name});
}

TEST_CASE("any id gives a plain file name of its own") {
    const std::array<std::string, 9> ids = {"",
                                            ".",
                                            "..",
                                            "../../etc/passwd",
                                            "a/b@x",
                                            "a_b@x",
                                            ".hidden@x",
                                            std::string(400, 'x') + "1",
                                            std::string(400, 'x') + "2"};
    std::vector<std::string> names;
    for (const auto& id : ids) {
        const auto name = eml_file_name(id);
        CAPTURE(name);
        CHECK(name.find('/') == std::string::npos);
        CHECK_FALSE(name.starts_with('.'));
        CHECK(name.ends_with(".eml"));
        CHECK(name.size() < 240);
        names.push_back(name);
    }
    std::ranges::sort(names);
    CHECK(std::ranges::adjacent_find(names) == names.end());
    CHECK(eml_file_name(std::string("a\0b", 3)).find('\0') == std::string::npos);
}
