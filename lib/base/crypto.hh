// Hashes and signatures, all from libsodium, which stays inside crypto.cc.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/ids.hh"
#include "lib/base/result.hh"

namespace dsupport {

/// BLAKE2b of `domain` followed by `data`, with a digest of out.size() (16 or 32) bytes.
void blake2b(std::string_view domain, std::string_view data, std::span<std::uint8_t> out);

template <std::size_t N>
std::array<std::uint8_t, N> blake2b(std::string_view domain, std::string_view data) {
    std::array<std::uint8_t, N> out{};
    blake2b(domain, data, out);
    return out;
}

/// SHA-256, for what people and other programs name by it: attachments.
std::array<std::uint8_t, 32> sha256(std::string_view data);

/// A machine's key pair. `secret` is libsodium's 64-byte form (seed, then public key); it never leaves the
/// machine and is wiped when this goes out of scope.
class SigningKey {
  public:
    /// A new key from the system's own randomness.
    static Result<SigningKey> generate();
    /// From a 32-byte seed, as stored in the key file; also how tests make keys they can repeat.
    static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);

    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    const ReplicaKey& id() const { return public_; }
    std::array<std::uint8_t, 32> seed() const;
    /// Signs what `ssh-keygen -Y sign` signs for this message and namespace (SSHSIG, sha512).
    Signature sign(std::string_view name_space, std::string_view message) const;

  private:
    SigningKey() = default;
    ReplicaKey public_;
    std::array<std::uint8_t, 64> secret_{};
};

/// Whether `signature` is `key`'s over the SSHSIG preimage of the message in that namespace.
bool verify(const ReplicaKey& key, std::string_view name_space, std::string_view message,
            const Signature& signature);

/// The same signature as a file for `ssh-keygen -Y verify` (PROTOCOL.sshsig of OpenSSH).
std::string ssh_signature_file(const ReplicaKey& key, std::string_view name_space,
                               const Signature& signature);
/// `ssh-ed25519 AAAA...`: the key as OpenSSH writes it.
std::string ssh_public_key(const ReplicaKey& key);

}  // namespace dsupport
