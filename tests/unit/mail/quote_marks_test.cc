#include "lib/mail/quote_marks.hh"

#include <doctest/doctest.h>

#include <string>

#include "lib/base/text.hh"

using namespace dsupport;

namespace {

std::size_t intro(const std::string& text) {
    const auto all = lines(text);
    return intro_lines(all);
}

}  // namespace

TEST_CASE("prose is no introduction") {
    CHECK(intro("In 2026 he wrote a book.\n") == 0);
    CHECK(intro("Ann wrote:\n") == 0);
    CHECK(intro("See the manual:\n") == 0);
    CHECK(intro("On Tue, 24 Nov 2026 Ann <ann@example.org> wrote:\n") == 1);
    CHECK(intro("On Tue, 24 Nov 2026\nat 09:00 Ann\n<ann@example.org> wrote:\n") == 3);
    CHECK(intro("Am 24.11.2026 um 09:00 schrieb Ann:\n") == 1);
    CHECK(intro("Le 24 nov. 2026 à 09:00, Ann <ann@example.org> a écrit\xC2\xA0:\n") == 1);
}

TEST_CASE("lines that mark quotes and ends are known") {
    CHECK(quote_line("> x"));
    CHECK(quote_line(" >> x"));
    CHECK(quote_line("AB> x"));
    CHECK_FALSE(quote_line("if a > b"));
    CHECK(delimiter_line("-----"));
    CHECK(delimiter_line("—"));
    CHECK_FALSE(delimiter_line("--x"));
    CHECK(mobile_line("Gesendet von meinem Telefon"));
    CHECK(mobile_line("(sent from a phone)"));
    CHECK_FALSE(mobile_line("It was sent from here"));
}
