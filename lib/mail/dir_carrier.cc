#include "lib/mail/dir_carrier.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "lib/base/ids.hh"

namespace dsupport {
namespace {

constexpr std::size_t kNameLimit = 200;  // a file name has at most 255 bytes, and a dot-name is longer

class File {
  public:
    File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
    ~File() { close(); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return fd_ >= 0; }
    bool sync() const { return ::fsync(fd_) == 0; }
    bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }
    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto n = ::write(fd_, bytes.data(), bytes.size());
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

  private:
    int fd_;
};

Delivery meaning(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case EACCES:
        case EPERM:
        case EROFS:
            return Delivery::stop;
        default:
            return Delivery::retry;
    }
}

class DirCarrier : public Carrier {
  public:
    explicit DirCarrier(std::string folder) : folder_(std::move(folder)) {}

    std::vector<RecipientReply> send(const Envelope& envelope) override {
        RecipientReply reply{{}, Delivery::sent, 0, {}};
        if (!put(eml_file_name(envelope.message_id), envelope.bytes)) {
            const int error = errno;
            reply.delivery = meaning(error);
            reply.text = fmt::format("{}: {}", folder_, std::strerror(error));
        }
        std::vector<RecipientReply> replies(envelope.recipients.size(), reply);
        for (std::size_t i = 0; i < replies.size(); ++i) replies[i].recipient = envelope.recipients[i];
        return replies;
    }

  private:
    /// False with errno set. Two processes may put the same mail at once: each has a dot-name of its own.
    bool put(const std::string& name, std::string_view bytes) {
        for (int attempt = 0; attempt < 100; ++attempt) {
            const auto draft = fmt::format("{}/.{}.{}.{}", folder_, name, ::getpid(), counter_++);
            File file(draft, O_WRONLY | O_CREAT | O_EXCL);
            if (!file.is_open() && errno == EEXIST) continue;  // left by a process that was killed
            if (!file.is_open()) return false;
            const auto final_name = folder_ + "/" + name;
            if (file.write(bytes) && file.sync() && file.close() &&
                std::rename(draft.c_str(), final_name.c_str()) == 0)
                return keep_name();
            const int error = errno;
            ::unlink(draft.c_str());
            errno = error;
            return false;
        }
        return false;
    }

    /// The new name itself must survive a power cut as well.
    bool keep_name() const {
        const File folder(folder_, O_RDONLY | O_DIRECTORY);
        return folder.is_open() && folder.sync();
    }

    std::string folder_;
    unsigned counter_ = 0;
};

bool plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '@' ||
           c == '-' || c == '_' || c == '.';
}

}  // namespace

std::unique_ptr<Carrier> make_dir_carrier(std::string folder) {
    return std::make_unique<DirCarrier>(std::move(folder));
}

std::string eml_file_name(std::string_view message_id) {
    std::string name(message_id.substr(0, kNameLimit));
    std::ranges::replace_if(
        name, [](char c) { return !plain(c); }, '_');
    if (name.empty() || name.starts_with('.')) name.insert(0, 1, '_');
    if (name != message_id) name += "." + mail_key(message_id).hex().substr(0, 16);
    return name + ".eml";
}

}  // namespace dsupport
