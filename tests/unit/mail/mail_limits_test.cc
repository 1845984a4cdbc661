#include "lib/mail/mail_limits.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

// Sizes and numbers of the design: 40 MiB, 256 KiB of headers, 500 parts. suites/hostile_test.py reads mails
// that are at these limits.

namespace {

std::string repeat(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

std::string refusal(const std::string& mail) {
    const auto outcome = check_limits(mail, {});
    if (outcome) return "";
    CHECK(outcome.error().kind == ErrorKind::bad_data);
    return outcome.error().message;
}

const std::string kMixed = "Content-Type: multipart/mixed; boundary=b\n\n";

}  // namespace

TEST_CASE("a mail of up to 40 MiB and a header of up to 256 KiB are read") {
    constexpr std::size_t kMail = std::size_t{40} << 20U, kHeader = std::size_t{256} << 10U;
    std::string mail = "A: 1\n\n";
    mail.resize(kMail, 'x');
    CHECK(refusal(mail).empty());
    CHECK(refusal(mail + "x") == "the mail is larger than 40 MiB");
    std::string header = "A: ";
    header.resize(kHeader - 1, 'x');
    CHECK(refusal(header + "\n\nbody").empty());
    CHECK(refusal(header + "x\n\nbody") == "the mail's header is larger than 256 KiB");
}

TEST_CASE("500 multiparts or attached mails are read and not one more") {
    const std::string part = "--b\nContent-Type: message/rfc822\n\nA: 1\n\nx\n";
    CHECK(refusal(kMixed + repeat(part, 499)).empty());
    CHECK(refusal(kMixed + repeat(part, 500)) == "the mail has too many parts");
    CHECK(refusal(repeat("CONTENT-TYPE : Multipart/x\n\n", 501)) == "the mail has too many parts");
}

TEST_CASE("a patch has many lines with hyphens, and without parts they cost nothing") {
    const auto patch = repeat("--- a/file\n+++ b/file\n", 60'000);
    CHECK(refusal("Subject: patch\n\n" + patch).empty());
    CHECK(refusal(kMixed + patch) == "the mail has too many parts");
}

TEST_CASE("fields in the headers of parts are counted, and lines of a text are not") {
    CHECK(refusal(kMixed + "--b\n\n" + repeat("a: b\n", 30'000)) ==
          "the mail has too many parts");  // maybe a digest
    CHECK(refusal(kMixed + "--b\nContent-Type: text/plain\n\n" + repeat("a: b\n", 30'000)).empty());
    CHECK(refusal(kMixed + "--b\nContent-Type: text/plain\n" + repeat("a: b\n", 30'000)) ==
          "the mail has too many parts");
    CHECK(refusal(kMixed + "--b\nContent-Type: message/rfc822\n\n" + repeat("a: b\n", 30'000)) ==
          "the mail has too many parts");
    CHECK(refusal("Subject: x\n\n" + repeat("a: b\n", 30'000)).empty());
}

TEST_CASE("a field of a part's type is not longer than 16 KiB, folded or not") {
    const std::string plain = "Content-Type: text/plain; n=";
    CHECK(refusal(plain + std::string(16'000, 'x') + "\n\n").empty());
    CHECK(refusal(plain + std::string(17'000, 'x') + "\n\n") ==
          "the mail has a header field that is too long");
    CHECK(refusal(plain + repeat("xxxxxxx\n ", 2000) + "\n\n") ==
          "the mail has a header field that is too long");
    CHECK(refusal("Content-Description: " + std::string(17'000, 'x') + "\n\n").empty());
}

TEST_CASE("groups of addresses may not open a thousand groups, wherever the field is") {
    CHECK(refusal("To: " + repeat("a:", 400) + "\n\n").empty());
    CHECK(refusal("to :" + repeat("a:", 600) + "\n\n") ==
          "the mail has a field with too many groups of addresses");
    CHECK(refusal("A: 1\n\nReply-To: x\n" + repeat("\ta:\n", 600)) ==
          "the mail has a field with too many groups of addresses");
    CHECK(refusal("Towards: " + repeat("a:", 600) + "\n\n").empty());
    CHECK(plain_groups("a: b, c;"));
    CHECK_FALSE(plain_groups(std::string(501, ':')));
}
