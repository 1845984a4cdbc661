#include "lib/mail/bounce.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

TEST_CASE("each recipient that failed or waits is named with its status and the server's words") {
    // After the example in RFC 3464, appendix E.
    const auto found = read_bounces(
        "Reporting-MTA: dns; cs.utk.edu\r\n\r\n"
        "Original-Recipient: rfc822;louisl@larry.slip.umd.edu\r\n"
        "Final-Recipient: rfc822;louisl@larry.slip.umd.edu\r\nAction: failed\r\nStatus: 4.0.0\r\n"
        "Diagnostic-Code: smtp; 426 connection timed out\r\nLast-Attempt-Date: Thu, 7 Jul 1994 17:15:49 "
        "-0400\r\n"
        "\r\nFinal-Recipient: rfc822; <arathib@vnet.ibm.com>\r\nAction: delayed\r\nStatus: 4.4.1 (no "
        "answer)\r\n"
        "\r\nFinal-Recipient: rfc822; ok@example.org\r\nAction: relayed\r\nStatus: 2.0.0\r\n",
        "Message-ID: <199407072116.RAA14128@CS.UTK.EDU>\r\nSubject: x\r\n\r\nbody");
    REQUIRE(found.size() == 2);
    CHECK(found[0].message_id == "199407072116.RAA14128@CS.UTK.EDU");
    CHECK(found[0].recipient == "louisl@larry.slip.umd.edu");
    CHECK(found[0].status == "4.0.0");
    CHECK(found[0].text == "426 connection timed out");
    CHECK(found[0].permanent);
    CHECK(found[1].recipient == "arathib@vnet.ibm.com");
    CHECK(found[1].status == "4.4.1");
    CHECK(found[1].text.empty());
    CHECK_FALSE(found[1].permanent);
}

TEST_CASE("without the mail that came back the bounce has no id") {
    const auto found = read_bounces("Final-Recipient: rfc822; a@b.c\nAction: FAILED\n", "");
    REQUIRE(found.size() == 1);
    CHECK(found[0].message_id.empty());
}

TEST_CASE("the words of the other server are shown in one line and without control characters") {
    const auto found = read_bounces(
        "Final-Recipient: rfc822; a@b.c\nAction: failed\nDiagnostic-Code: smtp; 550 \x1B[31mno\n\tmore\n",
        "");
    REQUIRE(found.size() == 1);
    CHECK(found[0].text == "550 \xEF\xBF\xBD[31mno\tmore");
}

TEST_CASE("a group without a recipient or an action says nothing") {
    CHECK(read_bounces("", "").empty());
    CHECK(read_bounces("Action: failed\n\nFinal-Recipient: rfc822; a@b\n", "").empty());
    CHECK(read_bounces("\n\n\n", "").empty());
}

TEST_CASE("a report names at most a thousand recipients") {
    std::string report;
    for (int i = 0; i < 5000; ++i) report += "Final-Recipient: rfc822; a@b.c\nAction: failed\n\n";
    CHECK(read_bounces(report, "").size() == 1000);
}
