#include "lib/base/ids.hh"

#include <doctest/doctest.h>

#include <numeric>
#include <unordered_set>

namespace dsupport {
namespace {

// From Python: base32 of blake2b(b"dsupport-ticket-v1" + id, digest_size=16), and the hex of the mail key.
constexpr auto kRoot = "CAF=1@mail.example.org";
constexpr auto kRootUid = "ZH19TB07Y4ZH78Q7KA1GCP9N0R";
constexpr auto kRootKey = "bc48fc681803c21046ec10ed91532554";
constexpr auto kOwnRoot = "ds1.000G40R40M30E209185GR38E1W@example.org";
constexpr auto kOwnRootUid = "9KYMFG0676ZBJSAJF7KE5TFV2W";

TEST_CASE("a ticket is named by the hash of its root mail's id") {
    CHECK(ticket_of_root(kRoot).value == kRootUid);
    CHECK(ticket_of_root(" CAF=1@\r\n\tmail.example.org ").value == kRootUid);
    CHECK(ticket_of_root("caf=1@mail.example.org").value != kRootUid);
    CHECK(mail_key(kRoot).hex() == kRootKey);
    CHECK(mail_key("CAF=1@mail. example.org").hex() == kRootKey);
}

TEST_CASE("the spoken code has a hyphen after the third character and grows on demand") {
    const TicketId id{kRootUid};
    CHECK(id.code() == "ZH1-9TB");
    CHECK(id.code(7) == "ZH1-9TB0");
    CHECK(id.code(3) == "ZH1");
    CHECK(id.code(99) == "ZH1-" + std::string(kRootUid).substr(3));
    CHECK(TicketId{}.code().empty());
}

TEST_CASE("only a whole uid in upper case with zero bits at its end is a ticket id") {
    CHECK(TicketId::parse(kRootUid) == TicketId{kRootUid});
    for (const auto* text :
         {"", "ZH19TB07Y4ZH78Q7KA1GCP9N0", "ZH19TB07Y4ZH78Q7KA1GCP9N0R0", "zh19tb07y4zh78q7ka1gcp9n0r",
          "ZH19TB07Y4ZH78Q7KA1GCP9N0S", "UH19TB07Y4ZH78Q7KA1GCP9N0R", "OH19TB07Y4ZH78Q7KA1GCP9N0R"}) {
        CAPTURE(text);
        CHECK_FALSE(TicketId::parse(text));
    }
}

TEST_CASE("our own message ids say which ticket they belong to") {
    Bytes nonce(16);
    std::iota(nonce.begin(), nonce.end(), std::uint8_t{0});
    const auto root = make_message_id(nonce, {}, "example.org");
    CHECK(root == kOwnRoot);
    CHECK(ticket_of_own_id(root) == TicketId{kOwnRootUid});

    const auto inside = make_message_id(nonce, TicketId{kRootUid}, "example.org");
    CHECK(inside == "ds1.000G40R40M30E209185GR38E1W." + std::string(kRootUid) + "@example.org");
    CHECK(ticket_of_own_id(inside) == TicketId{kRootUid});
    CHECK(ticket_of_own_id("DS1.000g40r40m30e209185gr38e1w.zh19tb07y4zh78q7ka1gcp9n0r@x") ==
          TicketId{kRootUid});
}

TEST_CASE("an id of ours names the same ticket and mail in any case, a foreign one does not") {
    const std::string n = "000G40R40M30E209185GR38E1W", small = "ds1.000g40r40m30e209185gr38e1w";
    for (const auto& id : {small + "@example.org", "DS1." + n + "@EXAMPLE.org", small + "@Example. Org"}) {
        CAPTURE(id);
        CHECK(canonical_message_id(id) == kOwnRoot);
        CHECK(ticket_of_own_id(id) == TicketId{kOwnRootUid});
        CHECK(ticket_of_root(id) == TicketId{kOwnRootUid});
        CHECK(mail_key(id) == mail_key(kOwnRoot));
    }
    CHECK(canonical_message_id(small + ".zh19tb07y4zh78q7ka1gcp9n0r@X") ==
          "ds1." + n + "." + kRootUid + "@x");
    CHECK(make_message_id(Bytes(16), {}, "Example.ORG").ends_with("@example.org"));
    for (const std::string id : {"CAF=1@Mail.Example.org", "ds1.short@X", "Ds1.000G40R40M30E209185GR38E1W"}) {
        CAPTURE(id);
        CHECK(canonical_message_id(id) == id);
    }
    CHECK(canonical_message_id(" CAF=1@\r\n\tx") == "CAF=1@x");
}

TEST_CASE("foreign message ids say nothing about a ticket") {
    for (const auto* id : {"", "@", "ds1@x", "ds1.@x", "CAF=1@mail.example.org",
                           "ds1.000G40R40M30E209185GR38E1W", "ds1.000G40R40M30E209185GR38E1W@",
                           "ds1.000G40R40M30E209185GR38E@x", "ds2.000G40R40M30E209185GR38E1W@x",
                           "ds1.000G40R40M30E209185GR38E1W.short@x", "ds1.000G40R40M30E209185GR38E1W.@x",
                           "ds1.000G40R40M30E209185GR38E1W.ZH19TB07Y4ZH78Q7KA1GCP9N0R.more@x"}) {
        CAPTURE(id);
        CHECK_FALSE(ticket_of_own_id(id));
    }
}

TEST_CASE("a typed ticket is read in any case, with look-alikes and hyphens") {
    CHECK(ticket_prefix("K7M-2QX") == "K7M2QX");
    CHECK(ticket_prefix("k7m2qx") == "K7M2QX");
    CHECK(ticket_prefix("oil") == "011");
    CHECK(ticket_prefix("zh1") == "ZH1");
    CHECK(ticket_prefix(kRootUid) == kRootUid);
}

TEST_CASE("a typed word that cannot be a ticket is refused") {
    for (const auto* typed : {"", "K7", "K-7", "---", "K7M 2QX", "K7U", "K7M_2QX", "@", "\xc3\x84K7M",
                              "ZH19TB07Y4ZH78Q7KA1GCP9N0R0"}) {
        CAPTURE(typed);
        CHECK_FALSE(ticket_prefix(typed));
    }
}

TEST_CASE("fixed bytes come from exact hex or raw bytes and sort like their hex") {
    const auto a = OpId::from_hex("000102030405060708090a0b0c0d0e0f");
    const auto b = OpId::from_hex("ff0102030405060708090a0b0c0d0e0f");
    REQUIRE(a);
    REQUIRE(b);
    CHECK(a->hex() == "000102030405060708090a0b0c0d0e0f");
    CHECK(*a < *b);
    CHECK(OpId{}.zero());
    CHECK_FALSE(a->zero());
    CHECK(OpId::from_bytes(a->view()) == a);
    CHECK_FALSE(OpId::from_bytes(a->view().first(15)));
    CHECK_FALSE(OpId::from_hex("000102030405060708090A0B0C0D0E0F"));
    CHECK(std::unordered_set<OpId>{*a, *b, *a}.size() == 2);
}

}  // namespace
}  // namespace dsupport
