#include "lib/mail/from_line.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

TEST_CASE("a From line has a sender and a whole date in any form that programs write") {
    for (const std::string line : {
             "From ann@example.org Thu Apr 16 09:53:04 2015",           // RFC 4155, asctime
             "From ann@example.org  Thu Apr  6 09:53:04 2015\r\n",      // Pine and others, two spaces
             "From ann Thu Apr 16 9:53 2015",                           // without seconds
             "From ann Thu Apr 16 09:53:04 GMT 2015",                   // a zone before the year
             "From ann Thu Apr 16 09:53:04 MET DST 2015",               // mbox(5): such as "CET DST"
             "From 28668125511680@xxx Thu Apr 16 09:53:04 +0000 2015",  // Takeout
             "From ann Thu Apr 16 09:53:04 2015 +0200",                 // a zone behind it
             "From ann Thu, 16 Apr 2015 09:53:04 +0200 (CEST)",         // as in a Date field
             "From ann Thu Apr 16 09:53:04 95 remote from host",        // UUCP
             "From - Thu Apr 16 09:53:04 2015",                         // Thunderbird
             "From ???@??? Thu Apr 16 09:53:04 2015",                   // Eudora
             "From ann at example.org  Thu Apr 16 09:53:04 2015",       // Pipermail
             "From \"ann lee\"@example.org Thu Apr 16 09:53:04 2015",
             "From Sat Jan  3 01:05:34 1996",  // an empty sender
         }) {
        CAPTURE(line);
        CHECK(has_from_date(line));
    }
}

TEST_CASE("a sentence that begins with From is no From line, whatever times are in it") {
    for (const std::string line :
         {"From", "From ", "From ann", "From Tuesday 09:30 to 11:00 we saw", "From 10:00",
          "From Thu Apr 16 on", "From Thu Apr 16 09:53:04 2015 to Fri Apr 17 we saw",
          "From what we saw on Thu Apr 16 09:53:04 2015", "From ann Thu Apr 16 2015",
          "From ann Thu Apr 16 09:53:04", "From ann Xxx Apr 16 09:53:04 2015",
          "From ann Thu Xxx 16 09:53:04 2015", "From ann Thu Apr 16 9.53 2015",
          ">From ann Thu Apr 16 09:53:04 2015", "From: ann Thu Apr 16 09:53:04 2015"}) {
        CAPTURE(line);
        CHECK_FALSE(has_from_date(line));
    }
}

TEST_CASE("where the first line has no date that is known those of its form separate") {
    const Separator german("From ann@example.org Do 16. Apr. 09:53:04 2015\n");
    CHECK(german.at("From bo@example.org Fr 1. Mai 10:00:00 2015\nA: 1\n", true));
    CHECK(german.at("From MAILER-DAEMON Fr 1. Mai 10:00:00 2015\nA: 1\n", true));
    CHECK(german.at("From bo@example.org Thu Apr 16 09:53:04 2015\nA: 1\n", true));
    CHECK_FALSE(german.at("From bo@example.org Fr 1. Mai 10:00:00 2015\nA: 1\n", false));
    CHECK_FALSE(german.at("From bo@example.org\nA: 1\n", true));
    CHECK_FALSE(german.at("From Montag an 1. Mai 10:00:00 2015\nA: 1\n", true));
}
