#include "lib/base/crypto.hh"

#include <doctest/doctest.h>

#include <cstdlib>
#include <numeric>

#include "lib/base/encoding.hh"
#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

constexpr auto kNamespace = "dsupport-event-v1";
constexpr auto kMessage = R"({"v":1})";

SigningKey key_of_counting_seed() {
    std::array<std::uint8_t, 32> seed{};
    std::iota(seed.begin(), seed.end(), std::uint8_t{0});
    return SigningKey::from_seed(seed);
}

// From Python's hashlib.blake2b(domain + data, digest_size=...).
TEST_CASE("blake2b agrees with another implementation") {
    CHECK(to_hex(blake2b<32>("", "")) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    CHECK(to_hex(blake2b<16>("", "abc")) == "cf4ab791c62b8d2b2109c90275287816");
    CHECK(to_hex(blake2b<16>("a", "bc")) == "cf4ab791c62b8d2b2109c90275287816");
    CHECK(to_hex(blake2b<32>(kNamespace, kMessage)) ==
          "b382bb363c483f920c6be017a17de70da80cf880aae1c7e8da2419c20d85e5f4");
}

// From `openssl pkey` and `openssl pkeyutl -sign -rawin` over the preimage written by hand.
TEST_CASE("key and signature agree with another implementation") {
    const auto key = key_of_counting_seed();
    CHECK(key.id().hex() == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8");
    CHECK(key.sign(kNamespace, kMessage).hex() ==
          "3664c836c0b383d3988431f86097bf85e360d3b9da5e2696e8b5af72ca50c442"
          "5b55af45b2262665433668b243d719641164878f0eb918fbcdc36619064d780a");
    CHECK(SigningKey::from_seed(key.seed()).id() == key.id());
}

TEST_CASE("a signature holds for its key, namespace and message and for nothing else") {
    const auto key = key_of_counting_seed();
    const auto other = SigningKey::generate();
    REQUIRE(other);
    const auto signature = key.sign(kNamespace, kMessage);
    CHECK(verify(key.id(), kNamespace, kMessage, signature));
    CHECK_FALSE(verify(other->id(), kNamespace, kMessage, signature));
    CHECK_FALSE(verify(key.id(), "dsupport-bundle-v1", kMessage, signature));
    CHECK_FALSE(verify(key.id(), kNamespace, R"({"v":2})", signature));
    CHECK_FALSE(verify(key.id(), kNamespace, kMessage, Signature{}));
    CHECK_FALSE(verify(ReplicaKey{}, kNamespace, kMessage, signature));
    for (const std::size_t i : {0U, 31U, 32U, 63U}) {
        auto bent = signature;
        bent.bytes.at(i) ^= 1U;
        CAPTURE(i);
        CHECK_FALSE(verify(key.id(), kNamespace, kMessage, bent));
    }
}

TEST_CASE("generated keys differ") {
    const auto a = SigningKey::generate(), b = SigningKey::generate();
    REQUIRE(a);
    REQUIRE(b);
    CHECK(a->id() != b->id());
    CHECK(a->seed() != b->seed());
}

TEST_SUITE("ssh-keygen") {
    bool ssh_keygen_accepts(const std::string& signature, const std::string& public_key,
                            std::string_view message, const std::string& name_space) {
        const test::TempDir dir;
        dir.write("allowed", "ada@example.org " + public_key + "\n");
        dir.write("event.sig", signature);
        dir.write("event", message);
        const auto command = "cd '" + dir.path().string() +
                             "' && ssh-keygen -Y verify -f allowed -I ada@example.org -n " + name_space +
                             " -s event.sig < event > out 2>&1";
        return std::system(command.c_str()) == 0;
    }

    TEST_CASE("OpenSSH accepts our signature and refuses a changed message, namespace or key") {
        const auto key = key_of_counting_seed();
        const auto other = SigningKey::generate();
        REQUIRE(other);
        const auto file = ssh_signature_file(key.id(), kNamespace, key.sign(kNamespace, kMessage));
        const auto public_key = ssh_public_key(key.id());
        CHECK(ssh_keygen_accepts(file, public_key, kMessage, kNamespace));
        CHECK_FALSE(ssh_keygen_accepts(file, public_key, R"({"v":2})", kNamespace));
        CHECK_FALSE(ssh_keygen_accepts(file, public_key, kMessage, "dsupport-bundle-v1"));
        CHECK_FALSE(ssh_keygen_accepts(file, ssh_public_key(other->id()), kMessage, kNamespace));
    }

    TEST_CASE("OpenSSH accepts our signature over a message of many bytes of every kind") {
        const auto key = SigningKey::generate();
        REQUIRE(key);
        std::string message;
        for (int i = 0; i < 4096; ++i) message += static_cast<char>(i);
        const auto file = ssh_signature_file(key->id(), kNamespace, key->sign(kNamespace, message));
        CHECK(ssh_keygen_accepts(file, ssh_public_key(key->id()), message, kNamespace));
    }
}

}  // namespace
}  // namespace dsupport
