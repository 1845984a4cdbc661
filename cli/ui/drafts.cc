#include "cli/ui/drafts.hh"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSuffix = ".txt";
constexpr int kMostOfOneName = 1000;

std::string file_name(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        const bool fine =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!fine) c = '_';
    }
    return out.empty() ? "draft" : out;
}

tl::unexpected<Error> failed(const std::string& what, const std::string& path,
                             ErrorKind kind = ErrorKind::io) {
    return fail(kind, "cannot " + what + " the draft " + path, {}, std::strerror(errno));
}

Outcome write_and_close(int fd, const std::string& path, std::string_view text) {
    bool good = true;
    while (good && !text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            good = false;
    }
    if (good && ::fsync(fd) != 0) good = false;
    const int error = errno;
    ::close(fd);
    errno = error;
    if (!good) return failed("write", path);
    return {};
}

}  // namespace

Result<std::string> Drafts::keep(std::string_view name, std::string_view text) const {
    std::error_code error;
    if (!fs::exists(folder_, error)) {
        fs::create_directories(folder_, error);
        fs::permissions(folder_, fs::perms::owner_all, error);
    }
    const auto start = folder_ + "/" + file_name(name);
    for (int i = 1; i <= kMostOfOneName; ++i) {
        const auto path = start + (i == 1 ? "" : "." + std::to_string(i)) + std::string(kSuffix);
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) {
            auto written = write_and_close(fd, path, text);
            if (written) return path;
            // Half a text is not to be taken for the whole one later.
            ::unlink(path.c_str());
            return tl::unexpected(std::move(written).error());
        }
        if (errno != EEXIST) return failed("make", path, ErrorKind::cannot_create);
    }
    return fail(ErrorKind::cannot_create, "there are too many drafts in " + folder_,
                "remove those you do not need");
}

Outcome Drafts::rewrite(const std::string& path, std::string_view text) const {
    const int fd = ::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0) return failed("write", path);
    return write_and_close(fd, path, text);
}

Result<std::string> Drafts::read(const std::string& path) const {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) return failed("read", path, errno == ENOENT ? ErrorKind::no_input : ErrorKind::io);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) return failed("read", path);
    return text;
}

std::vector<DraftInfo> Drafts::list(std::string_view name) const {
    std::vector<DraftInfo> out;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
        const auto file = entry.path().filename().string();
        struct stat status {};
        if (!file.ends_with(kSuffix) || ::stat(entry.path().c_str(), &status) != 0) continue;
        const auto draft = file.substr(0, file.find('.'));
        if (!name.empty() && draft != file_name(name)) continue;
        out.push_back({entry.path().string(),
                       draft,
                       {status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec / 1'000'000}});
    }
    std::ranges::sort(out, [](const DraftInfo& a, const DraftInfo& b) {
        return a.written != b.written ? a.written > b.written : a.path > b.path;
    });
    return out;
}

Result<DraftInfo> Drafts::newest(std::string_view name) const {
    auto all = list(name);
    if (all.empty())
        return fail(ErrorKind::negative, "there is no draft to recover", "begin anew: dsupport log");
    return std::move(all.front());
}

void Drafts::discard(const std::string& path) const {
    (void)::unlink(path.c_str());
}

Error with_draft(Error error, const std::string& again, const std::string& path) {
    if (path.empty()) return error;
    if (!error.hint.empty()) error.hint += error.hint.ends_with('?') ? " " : "; ";
    error.hint += "to go on with what you typed: " + again + " --recover " + shell_word(path);
    return error;
}

std::string shell_word(std::string_view word) {
    const bool plain = !word.empty() && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./:=,@%+").find(c) != std::string_view::npos;
    });
    if (plain) return std::string(word);
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

}  // namespace dsupport
