#include "lib/store/key_file.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// A file descriptor that closes itself.
class File {
  public:
    explicit File(int fd) : fd_(fd) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const { return fd_; }

  private:
    int fd_;
};

tl::unexpected<Error> io_error(const std::string& what, const std::string& path) {
    return fail(ErrorKind::io, fmt::format("cannot {} the key {}", what, path),
                "check its owner and permissions", std::strerror(errno));
}

Outcome write_key(const std::string& path, const SigningKey& key) {
    const auto temporary = path + ".new";
    const auto text = to_hex(key.seed()) + "\n";
    {
        const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.get() < 0) return io_error("make", path);
        if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
            ::fsync(file.get()) != 0)
            return io_error("write", path);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error("write", path);
    const File directory(::open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) ::fsync(directory.get());
    return {};
}

}  // namespace

Result<SigningKey> load_or_make_key(const std::string& path, bool dry_run) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        if (errno != ENOENT) return io_error("read", path);
        DS_TRY(auto key, SigningKey::generate());
        if (!dry_run) DS_CHECK(write_key(path, key));
        return key;
    }
    struct stat info {};
    if (::fstat(file.get(), &info) == 0 && (info.st_mode & 0077) != 0)
        return fail(ErrorKind::not_allowed, fmt::format("others can read the key {}", path),
                    fmt::format("chmod 600 {}", path));
    std::array<char, 128> buffer{};
    const auto size = ::read(file.get(), buffer.data(), buffer.size());
    if (size < 0) return io_error("read", path);
    std::array<std::uint8_t, 32> seed{};
    if (!parse_hex(trim({buffer.data(), static_cast<std::size_t>(size)}), seed))
        return fail(ErrorKind::bad_data, fmt::format("the key {} is damaged", path),
                    "put back a copy of it; without one, move it away: this machine then gets a new key");
    return SigningKey::from_seed(seed);
}

}  // namespace dsupport
