#include "lib/mail/imap_words.hh"

#include <doctest/doctest.h>

using namespace dsupport;

TEST_CASE("a word is quoted, or cannot be said") {
    CHECK(imap_quoted("INBOX") == "\"INBOX\"");
    CHECK(imap_quoted("a \"b\" \\") == R"("a \"b\" \\")");
    CHECK_FALSE(imap_quoted("a\r\nD1 DELETE INBOX"));
    CHECK_FALSE(imap_quoted("\xc3\xa4"));
}

TEST_CASE("the name of a mailbox is told in modified UTF-7") {
    // RFC 3501, 5.1.3.
    CHECK(mailbox_utf7("~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E") ==
          "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    CHECK(mailbox_utf7("You & me") == "You &- me");
    CHECK(mailbox_utf7("\xF0\x9F\x98\x80") == "&2D3eAA-");  // Python: '😀'.encode('utf-16-be'), base64
    CHECK(mailbox_utf7("") == "");
    CHECK_FALSE(mailbox_utf7("\xff"));
}

TEST_CASE("uids that follow each other are told as a range") {
    CHECK(uid_set(std::vector<Uid>{1, 2, 3, 7, 9, 10}) == "1:3,7,9:10");
    CHECK(uid_set(std::vector<Uid>{4294967295}) == "4294967295");
    CHECK(uid_set({}).empty());
}

TEST_CASE("a set of uids is read, but not one of any size") {
    CHECK(read_uid_set("2,10:12", 10) == std::vector<Uid>{2, 10, 11, 12});
    CHECK(read_uid_set("12:10", 10) == std::vector<Uid>{10, 11, 12});
    CHECK(read_uid_set("4294967294:4294967295", 2) == std::vector<Uid>{4294967294, 4294967295});
    CHECK_FALSE(read_uid_set("1:4294967295", 1000));
    CHECK_FALSE(read_uid_set("1:3,5", 3));
    for (const auto* bad : {"", "0", "1,", "1:", ":2", "1:*", "a", "4294967296", "-1", "1 2"})
        CHECK_FALSE(read_uid_set(bad, 1000));
}

TEST_CASE("the numbers of a search are read") {
    CHECK(read_numbers("2 84 882") == std::vector<Uid>{2, 84, 882});
    CHECK(read_numbers("") == std::vector<Uid>{});
    for (const auto* bad : {"0", "1 x", "(MODSEQ 5)", "4294967296"}) CHECK_FALSE(read_numbers(bad));
}

TEST_CASE("the word of a refusal says whether waiting helps") {
    ImapResponse no;
    CHECK(refusal_kind(no, ErrorKind::config) == ErrorKind::config);
    no.code = "UNAVAILABLE";  // RFC 5530
    CHECK(refusal_kind(no, ErrorKind::refused) == ErrorKind::try_later);
    no.code = "AUTHENTICATIONFAILED";
    CHECK(refusal_kind(no, ErrorKind::try_later) == ErrorKind::refused);
    no = {};
    no.code = "ALERT";
    no.text = "Too many simultaneous connections. (Failure)";
    CHECK(refusal_kind(no, ErrorKind::refused) == ErrorKind::try_later);
}
