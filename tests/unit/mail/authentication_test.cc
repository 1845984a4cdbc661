#include "lib/mail/authentication.hh"

#include <doctest/doctest.h>

using namespace dsupport;

namespace {

const std::vector<std::string> kGroup = {"support@example.org"};

/// As Gmail writes them, with names of our own.
const std::string kDirect =
    "mx.google.com; dkim=pass header.i=@client.example header.s=s1 header.b=abc; spf=pass (google.com: "
    "domain "
    "of ann@client.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=ann@client.example; "
    "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=client.example";
const std::string kFromGroup =
    "mx.google.com; dkim=pass header.i=@example.org header.s=g; spf=pass "
    "smtp.mailfrom=support+bnc1@example.org; "
    "dmarc=pass header.from=example.org";

std::string by(const std::string& topmost, const std::string& original = "",
               const std::string& from = "ann@client.example",
               const std::string& author = "ann@client.example") {
    return vouched_by({topmost, original, from, author}, "mx.google.com", kGroup);
}

}  // namespace

TEST_CASE("results are read with their comments and quotes") {
    // RFC 8601, appendix B.6 and B.5.
    const auto b6 = read_authentication(
        "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail "
        "policy "
        "(A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) "
        "1362471462");
    CHECK(b6.server == "foo.example.net");
    REQUIRE(b6.results.size() == 1);
    CHECK(b6.results[0].method == "dkim");
    CHECK(b6.results[0].result == "fail");
    const auto b5 = read_authentication(
        "example.com; sender-id=fail header.from=example.com; dkim=pass (good signature) "
        "header.d=example.com");
    REQUIRE(b5.results.size() == 2);
    CHECK(b5.results[1].properties.front() == std::pair<std::string, std::string>{"header.d", "example.com"});
    CHECK(read_authentication("example.org 1; none").results.empty());
    CHECK(read_authentication("a; spf=PASS smtp.mailfrom=\"ann\\\"x\"@b.example")
              .results[0]
              .properties[0]
              .second == "ann\"x@b.example");
    CHECK(read_authentication("").server.empty());
    CHECK(read_authentication("a;;=;x=;(((").results.empty());
}

TEST_CASE("the own server vouches for a sender whose domain passed") {
    CHECK(by(kDirect) == "dmarc, says mx.google.com");
    CHECK(by("MX.Google.com; dkim=pass header.d=client.example") == "dkim, says mx.google.com");
    CHECK(by("mx.google.com; spf=pass smtp.mailfrom=client.example") == "spf, says mx.google.com");
    // Who signs for a domain may sign for one below it.
    CHECK(by("mx.google.com; dkim=pass header.d=client.example", "", "a@mail.client.example",
             "a@mail.client.example") == "dkim, says mx.google.com");
}

TEST_CASE("nobody else can vouch for a sender") {
    CHECK(by("forged.example; dmarc=pass header.from=client.example").empty());
    CHECK(by("mx.google.com; dmarc=fail header.from=client.example").empty());
    CHECK(by("mx.google.com; dkim=pass header.d=evil.example").empty());
    CHECK(by("mx.google.com; dkim=pass header.d=sub.client.example").empty());
    CHECK(by("mx.google.com; dkim=pass header.d=example").empty());
    CHECK(by("mx.google.com; dkim=pass header.s=client.example").empty());
    CHECK(by("mx.google.com; x=pass (dmarc=pass header.from=client.example)").empty());
    CHECK(by("").empty());
    CHECK(by(kDirect, "", "ann@client.example", "").empty());
    // Without the name of a server nobody is believed.
    CHECK(vouched_by({kDirect, "", "ann@client.example", "ann@client.example"}, "", kGroup).empty());
    // What is said of From says nothing of another author.
    CHECK(by(kDirect, "", "eve@client.example").empty());
}

TEST_CASE("what the group's server found counts where the mail passes for the group's domain") {
    const std::string original = "gmr-mx.google.com; dkim=pass header.i=@client.example";
    CHECK(by(kFromGroup, original, "support@example.org") == "dkim, says mx.google.com");
    CHECK(by("mx.google.com; dkim=pass header.d=evil.example", original, "support@example.org").empty());
    CHECK(by(kFromGroup, "gmr-mx.google.com; dkim=fail header.i=@client.example", "support@example.org")
              .empty());
    CHECK(by(kFromGroup, "", "support@example.org").empty());
}
