#include "lib/mail/byte_stream.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace dsupport {
namespace {

class DescriptorStream : public ByteStream {
  public:
    DescriptorStream(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
    void limit(std::uint64_t size) { left_ = size_ = size; }

    Result<std::size_t> read(char* to, std::size_t size) override {
        if (left_) size = static_cast<std::size_t>(std::min<std::uint64_t>(size, *left_));
        if (size == 0) return 0;
        ssize_t n = 0;
        do n = ::read(descriptor_, to, size);
        while (n < 0 && errno == EINTR);
        if (n < 0) return fail(ErrorKind::io, "cannot read " + name_, "", std::strerror(errno));
        if (n == 0 && left_)
            return fail(ErrorKind::io, name_ + " became shorter while it was read", "read it again");
        if (left_) *left_ -= static_cast<std::uint64_t>(n);
        return static_cast<std::size_t>(n);
    }
    std::uint64_t total() const override { return size_; }

  private:
    int descriptor_;
    std::string name_;
    std::uint64_t size_ = 0;
    std::optional<std::uint64_t> left_;
};

class FileStream : public DescriptorStream {
  public:
    FileStream(int descriptor, std::string name)
        : DescriptorStream(descriptor, std::move(name)), descriptor_(descriptor) {}
    ~FileStream() override { ::close(descriptor_); }
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;

  private:
    int descriptor_;
};

class PutBackStream : public ByteStream {
  public:
    PutBackStream(std::string begun, std::unique_ptr<ByteStream> rest)
        : begun_(std::move(begun)), rest_(std::move(rest)) {}

    Result<std::size_t> read(char* to, std::size_t size) override {
        if (at_ == begun_.size()) return rest_->read(to, size);
        const auto n = begun_.copy(to, size, at_);
        at_ += n;
        return n;
    }
    std::uint64_t total() const override { return rest_->total(); }

  private:
    std::string begun_;
    std::size_t at_ = 0;
    std::unique_ptr<ByteStream> rest_;
};

/// Whether a mail system holds the lock under which it appends to a mailbox. Where locks do not work nobody
/// holds one.
bool being_written(int descriptor) {
    struct flock lock {};
    lock.l_type = F_RDLCK;
    lock.l_whence = SEEK_SET;
    return ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
}

}  // namespace

Result<std::unique_ptr<ByteStream>> open_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const int error = errno;
        const auto kind = error == ENOENT || error == ENOTDIR ? ErrorKind::no_input : ErrorKind::io;
        return fail(kind, "cannot open " + path, "", std::strerror(error));
    }
    auto stream = std::make_unique<FileStream>(descriptor, path);
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        // In this order: what is appended later is behind the size, and not read.
        stream->limit(static_cast<std::uint64_t>(status.st_size));
        if (being_written(descriptor))
            return fail(ErrorKind::try_later, "somebody is writing to " + path, "try again in a moment");
    }
    return std::unique_ptr<ByteStream>(std::move(stream));
}

std::unique_ptr<ByteStream> borrow_descriptor(int descriptor, std::string name) {
    return std::make_unique<DescriptorStream>(descriptor, std::move(name));
}

std::unique_ptr<ByteStream> put_back(std::string begun, std::unique_ptr<ByteStream> rest) {
    return std::make_unique<PutBackStream>(std::move(begun), std::move(rest));
}

Outcome Window::fill(std::size_t wanted) {
    while (!ended_ && end_ - begin_ < wanted) {
        if (begin_ + wanted > kSize) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            end_ -= std::exchange(begin_, 0);
        }
        DS_TRY(const auto n, stream_.read(buffer_.data() + end_, kSize - end_));
        end_ += n;
        ended_ = n == 0;
    }
    return {};
}

}  // namespace dsupport
