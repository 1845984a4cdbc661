#include "cli/env.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

std::string handle(const std::string& logname, const std::string& user, const std::string& login) {
    const auto variable = [&](std::string_view name) {
        return name == "LOGNAME" ? logname : name == "USER" ? user : std::string();
    };
    return default_handle(variable, [&] { return login; });
}

}  // namespace

TEST_CASE("the handle is the login name made fit") {
    CHECK(handle("ada", "bo", "cy") == "ada");
    CHECK(handle("", "Bo.Diddley", "cy") == "bo.diddley");
    CHECK(handle("", "", "cy") == "cy");
    CHECK(handle("DOMAIN\\\\ada lee", "", "") == "domainadalee");
    CHECK(handle("_apt", "", "") == "apt");
    CHECK(handle("meg", "", "") == "meg");
    CHECK(handle(std::string(40, 'a'), "", "") == std::string(32, 'a'));
}

TEST_CASE("where no login name can be a handle there is one all the same") {
    CHECK(handle("", "", "") == "staff");
    CHECK(handle("me", "", "") == "staff");
    CHECK(handle("me", "", "ada") == "ada");
    CHECK(handle("\u65e5\u672c", "", "") == "staff");
}
