#include "lib/mail/encoded_words.hh"

#include <doctest/doctest.h>

using namespace dsupport;

// The base64 is that of `printf BYTES | base64`.
TEST_CASE("neighbouring words in base64 become one with the bytes of all") {
    CHECK(joined_words("=?utf-8?B?S8M=?= =?utf-8?B?pHRoZQ==?=") == "=?utf-8?B?S8OkdGhl?=");
    CHECK(joined_words("Re: =?utf-8?b?YQ==?=\t =?UTF-8?B?Yg==?==?utf-8?B?Yw==?= x") ==
          "Re: =?utf-8?B?YWJj?= x");
    CHECK(joined_words(
              "=?utf-8?B?YQ==?= =?utf-8?B?Yg==?= <a@b.c>, =?utf-8?B?YQ==?= =?utf-8?B?Yg==?= <d@e.f>") ==
          "=?utf-8?B?YWI=?= <a@b.c>, =?utf-8?B?YWI=?= <d@e.f>");
    // Padding that is missing is added.
    CHECK(joined_words("=?utf-8?B?YQ?= =?utf-8?B?Yg?=") == "=?utf-8?B?YWI=?=");
}

TEST_CASE("what is no neighbour in base64 stays as it is") {
    for (const auto* value :
         {"", "plain", "=?", "=?utf-8", "=?utf-8?B", "=?utf-8?B?", "=?utf-8?B?YQ==", "=?utf-8?B?YQ==?",
          "=?=?=?", "=?utf-8?B?YQ==?=", "=?utf-8?B?YQ==?= and =?utf-8?B?Yg==?=",
          "=?utf-8?B?YQ==?= =?koi8-r?B?Yg==?=", "=?utf-8?Q?a?= =?utf-8?Q?b?=",
          "=?utf-8?B?YQ==?= =?utf-8?Q?b?=", "=?utf-8?B?Y Q=?= =?utf-8?B?Y!!=?="}) {
        CAPTURE(value);
        CHECK(joined_words(value) == value);
    }
}
