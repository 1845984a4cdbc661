#include "lib/store/mail_file.hh"

#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dsupport {
namespace {

[[noreturn]] void fail_by_errno(const std::string& path) {
    const int code = errno == ENOSPC || errno == EDQUOT                    ? SQLITE_FULL
                     : errno == EACCES || errno == EPERM || errno == EROFS ? SQLITE_READONLY
                                                                           : SQLITE_IOERR;
    throw SQLite::Exception(path + ": " + std::strerror(errno), code);
}

/// The new file, whose name is on the disk, too.
int make(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return file;
    const int directory = ::open(path.substr(0, path.rfind('/')).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
    return file;
}

}  // namespace

MailFile::~MailFile() {
    if (file_ >= 0) ::close(file_);
}

void MailFile::open(bool to_write) {
    if (file_ >= 0 && (writable_ || !to_write)) return;
    if (file_ >= 0) ::close(file_);
    file_ = ::open(path_.c_str(), (to_write ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW);
    if (file_ < 0 && errno == ENOENT) {
        if (!to_write) throw SQLite::Exception(path_ + " is missing", SQLITE_CORRUPT);
        file_ = make(path_);
    }
    if (file_ < 0) fail_by_errno(path_);
    writable_ = to_write;
}

void MailFile::write(std::string_view bytes, std::int64_t at) {
    open(true);
    changed_ = true;
    while (!bytes.empty()) {
        const auto written = ::pwrite(file_, bytes.data(), bytes.size(), at);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail_by_errno(path_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        at += written;
    }
}

MailFile::Place MailFile::append(std::string_view bytes, std::int64_t end) {
    if (!pretends_ && !bytes.empty()) write(bytes, end);
    return {end, static_cast<std::int64_t>(bytes.size())};
}

std::string MailFile::read(const Place& place) {
    std::string out(static_cast<std::size_t>(place.size), '\0');
    if (out.empty()) return out;
    open(false);
    for (std::size_t have = 0; have < out.size();) {
        const auto got =
            ::pread(file_, out.data() + have, out.size() - have, place.at + static_cast<std::int64_t>(have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail_by_errno(path_);
        if (got == 0) throw SQLite::Exception(path_ + " ends too early", SQLITE_CORRUPT);
        have += static_cast<std::size_t>(got);
    }
    return out;
}

void MailFile::commit() {
    constexpr std::size_t kZerosAtOnce = std::size_t{64} << 10U;
    const std::string zeros(wiped_.empty() ? 0 : kZerosAtOnce, '\0');
    for (auto [at, size] : wiped_)
        while (size > 0) {
            const auto part = std::min(zeros.size(), static_cast<std::size_t>(size));
            write(std::string_view(zeros).substr(0, part), at);
            at += static_cast<std::int64_t>(part);
            size -= static_cast<std::int64_t>(part);
        }
    if (changed_ && ::fdatasync(file_) != 0) fail_by_errno(path_);
    changed_ = false;
}

void MailFile::finish() {
    wiped_.clear();
    pretends_ = false;
    changed_ = false;
}

}  // namespace dsupport
