// Bytes that come one after the other: a file, a pipe, and in tests a string in pieces of any size.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.hh"

namespace dsupport {

class ByteStream {
  public:
    virtual ~ByteStream() = default;
    /// At most `size` bytes to `to`; 0 at the end. `io` when reading failed.
    virtual Result<std::size_t> read(char* to, std::size_t size) = 0;
    /// All that will come, in bytes; 0 where nobody knows.
    virtual std::uint64_t total() const = 0;
};

/// Of a regular file what was in it when it was opened. Fails with `no_input`, `io`, or with `try_later`
/// while somebody else has locked the file to write to it.
Result<std::unique_ptr<ByteStream>> open_file(const std::string& path);

/// Reads to the end of an open descriptor and leaves it open.
std::unique_ptr<ByteStream> borrow_descriptor(int descriptor, std::string name);

/// `begun`, then what is left of `rest`.
std::unique_ptr<ByteStream> put_back(std::string begun, std::unique_ptr<ByteStream> rest);

/// What was read of a stream and not taken yet.
class Window {
  public:
    explicit Window(ByteStream& stream) : stream_(stream) {}
    /// Afterwards there are at least `wanted` bytes, or all up to the end. `wanted` is at most kSize.
    Outcome fill(std::size_t wanted);
    std::string_view view() const { return std::string_view(buffer_).substr(begin_, end_ - begin_); }
    void take(std::size_t size) { begin_ += size, offset_ += size; }
    bool ended() const { return ended_; }
    /// Bytes that were taken.
    std::uint64_t offset() const { return offset_; }

    static constexpr std::size_t kSize = std::size_t{128} << 10U;

  private:
    ByteStream& stream_;
    std::string buffer_ = std::string(kSize, '\0');
    std::size_t begin_ = 0, end_ = 0;
    std::uint64_t offset_ = 0;
    bool ended_ = false;
};

}  // namespace dsupport
