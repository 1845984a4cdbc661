#include "cli/paths.hh"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>

namespace dsupport {
namespace {

Variable variables(std::map<std::string, std::string, std::less<>> values) {
    return [values = std::move(values)](std::string_view name) {
        const auto it = values.find(name);
        return it == values.end() ? std::string() : it->second;
    };
}

std::string found(std::string home, const Variable& variable) {
    const auto paths = find_paths(std::move(home), variable);
    return paths ? paths->config_file() + " " + paths->data_dir + " " + paths->drafts()
                 : paths.error().message;
}

TEST_CASE("everything lies below a home that is named") {
    const auto all =
        variables({{"DSUPPORT_HOME", "/env/"}, {"HOME", "/users/ada"}, {"XDG_DATA_HOME", "/xdg"}});
    CHECK(found("/given", all) == "/given/config.toml /given/data /given/state/drafts");
    CHECK(found("/a/../given/", all) == "/given/config.toml /given/data /given/state/drafts");
    CHECK(found("", all) == "/env/config.toml /env/data /env/state/drafts");
    const auto here = std::filesystem::current_path().string();
    CHECK(found("rel", all) == here + "/rel/config.toml " + here + "/rel/data " + here + "/rel/state/drafts");
}

TEST_CASE("without a named home the XDG folders are used") {
    CHECK(found("", variables({{"HOME", "/users/ada"}})) ==
          "/users/ada/.config/dsupport/config.toml /users/ada/.local/share/dsupport "
          "/users/ada/.local/state/dsupport/drafts");
    CHECK(found("",
                variables({{"XDG_CONFIG_HOME", "/c"}, {"XDG_DATA_HOME", "/d/"}, {"XDG_STATE_HOME", "/s"}})) ==
          "/c/dsupport/config.toml /d/dsupport /s/dsupport/drafts");
    CHECK(found("", variables({{"HOME", "/users/ada"}, {"XDG_CONFIG_HOME", "relative"}}))
              .starts_with("/users/ada/.config/dsupport/"));
}

TEST_CASE("without any home there is an error of configuration") {
    const auto paths = find_paths("", variables({{"XDG_CONFIG_HOME", "/c"}}));
    REQUIRE(!paths);
    CHECK(paths.error().kind == ErrorKind::config);
    CHECK(paths.error().hint == "name a folder with --home or DSUPPORT_HOME");
}

}  // namespace
}  // namespace dsupport
