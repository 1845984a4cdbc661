#include "lib/base/crypto.hh"

#include <sodium.h>

#include "lib/base/encoding.hh"

namespace dsupport {
namespace {

constexpr std::string_view kMagic = "SSHSIG";
constexpr std::string_view kHashName = "sha512";
constexpr std::string_view kKeyType = "ssh-ed25519";

/// An SSH string: its length as four bytes, big-endian, then the bytes (RFC 4251 section 5).
void put(std::string& out, std::string_view text) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(text.size() >> shift & 0xFF);
    out += text;
}

std::string preimage(std::string_view name_space, std::string_view message) {
    std::array<std::uint8_t, crypto_hash_sha512_BYTES> digest{};
    const auto bytes = as_bytes(message);
    crypto_hash_sha512(digest.data(), bytes.data(), bytes.size());
    std::string out(kMagic);
    put(out, name_space);
    put(out, "");
    put(out, kHashName);
    put(out, as_text(digest));
    return out;
}

std::string key_blob(const ReplicaKey& key) {
    std::string out;
    put(out, kKeyType);
    put(out, as_text(key.bytes));
    return out;
}

}  // namespace

void blake2b(std::string_view domain, std::string_view data, std::span<std::uint8_t> out) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, out.size());
    crypto_generichash_update(&state, as_bytes(domain).data(), domain.size());
    crypto_generichash_update(&state, as_bytes(data).data(), data.size());
    crypto_generichash_final(&state, out.data(), out.size());
}

std::array<std::uint8_t, 32> sha256(std::string_view data) {
    static_assert(crypto_hash_sha256_BYTES == 32);
    std::array<std::uint8_t, 32> out{};
    crypto_hash_sha256(out.data(), as_bytes(data).data(), data.size());
    return out;
}

Result<SigningKey> SigningKey::generate() {
    if (sodium_init() < 0) return fail(ErrorKind::bug, "the cryptography library does not start");
    std::array<std::uint8_t, 32> seed{};
    randombytes_buf(seed.data(), seed.size());
    auto key = from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
    SigningKey key;
    crypto_sign_seed_keypair(key.public_.bytes.data(), key.secret_.data(), seed.data());
    return key;
}

SigningKey::~SigningKey() {
    sodium_memzero(secret_.data(), secret_.size());
}

std::array<std::uint8_t, 32> SigningKey::seed() const {
    std::array<std::uint8_t, 32> out{};
    crypto_sign_ed25519_sk_to_seed(out.data(), secret_.data());
    return out;
}

Signature SigningKey::sign(std::string_view name_space, std::string_view message) const {
    const auto text = preimage(name_space, message);
    Signature out;
    crypto_sign_detached(out.bytes.data(), nullptr, as_bytes(text).data(), text.size(), secret_.data());
    return out;
}

bool verify(const ReplicaKey& key, std::string_view name_space, std::string_view message,
            const Signature& signature) {
    const auto text = preimage(name_space, message);
    return crypto_sign_verify_detached(signature.bytes.data(), as_bytes(text).data(), text.size(),
                                       key.bytes.data()) == 0;
}

std::string ssh_signature_file(const ReplicaKey& key, std::string_view name_space,
                               const Signature& signature) {
    std::string signature_blob;
    put(signature_blob, kKeyType);
    put(signature_blob, as_text(signature.bytes));
    std::string blob(kMagic);
    blob += std::string_view("\0\0\0\1", 4);  // version 1
    put(blob, key_blob(key));
    put(blob, name_space);
    put(blob, "");
    put(blob, kHashName);
    put(blob, signature_blob);
    const auto base64 = to_base64(as_bytes(blob));
    std::string out = "-----BEGIN SSH SIGNATURE-----\n";
    for (std::size_t i = 0; i < base64.size(); i += 70) out += base64.substr(i, 70) + "\n";
    return out + "-----END SSH SIGNATURE-----\n";
}

std::string ssh_public_key(const ReplicaKey& key) {
    return std::string(kKeyType) + " " + to_base64(as_bytes(key_blob(key)));
}

}  // namespace dsupport
