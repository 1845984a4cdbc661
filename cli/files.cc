#include "cli/files.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace dsupport {
namespace {

namespace fs = std::filesystem;

/// A descriptor that is closed at the end.
class File {
  public:
    explicit File(int fd) : fd_(fd) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return fd_; }
    bool open() const { return fd_ >= 0; }

  private:
    int fd_;
};

}  // namespace

bool write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const auto n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) content.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

Result<std::optional<std::string>> read_small_file(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        return fail(ErrorKind::io, "cannot read " + path, {}, std::strerror(errno));
    }
    std::string out;
    std::array<char, 8192> block{};
    for (;;) {
        const auto n = ::read(file.fd(), block.data(), block.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(ErrorKind::io, "cannot read " + path, {}, std::strerror(errno));
        if (n == 0) return out;
        out.append(block.data(), static_cast<std::size_t>(n));
    }
}

Result<std::string> read_private_file(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && (info.st_mode & 0077) != 0)
        return fail(ErrorKind::not_allowed, "others can read the secret in " + path, "chmod 600 " + path);
    DS_TRY(auto text, read_small_file(path));
    if (!text)
        return fail(ErrorKind::no_input, "there is no file " + path,
                    "make it, with mode 600, or name another one in the configuration");
    return std::move(*text);
}

Outcome check_place(const std::string& path, const std::string& example) {
    std::error_code error;
    if (fs::is_directory(path, error))
        return fail(ErrorKind::cannot_create, path + " is a directory", example);
    const auto folder = fs::path(path).parent_path();
    if (folder.empty() || fs::is_directory(folder, error)) return {};
    return fail(ErrorKind::cannot_create, "there is no directory " + folder.string(),
                "mkdir -p " + folder.string());
}

Outcome replace_file(const std::string& path, std::string_view content) {
    return replace_file(path, [&](const Write& write) -> Outcome {
        write(content);
        return {};
    });
}

Outcome replace_file(const std::string& path, const std::function<Outcome(const Write&)>& fill) {
    std::error_code error;
    auto target = fs::weakly_canonical(path, error);
    if (error) target = path;
    const auto folder = target.parent_path();
    if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
    auto beside = (folder / ("." + target.filename().string() + ".XXXXXX")).string();
    const File file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file.open())
        return fail(ErrorKind::cannot_create, "cannot write a file in " + folder.string(), {},
                    std::strerror(errno));
    int failure = 0;
    const auto filled = fill([&](std::string_view piece) {
        if (failure == 0 && !write_all(file.fd(), piece)) failure = errno;
    });
    if (filled && failure == 0 && (::fsync(file.fd()) != 0 || ::rename(beside.c_str(), target.c_str()) != 0))
        failure = errno;
    if (!filled || failure != 0) ::unlink(beside.c_str());
    if (!filled) return filled;
    if (failure != 0) return fail(ErrorKind::io, "cannot write " + path, {}, std::strerror(failure));
    const File directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.open()) ::fsync(directory.fd());
    return {};
}

}  // namespace dsupport
