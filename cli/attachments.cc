#include "cli/attachments.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "cli/files.hh"
#include "lib/base/text.hh"
#include "lib/mail/safe_name.hh"
#include "lib/sync/letter.hh"

namespace dsupport {
namespace {

namespace fs = std::filesystem;

constexpr int kMostOfOneName = 1000;

/// What mail programs open at a click; of anything else they go by the name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes = {{
    {".csv", "text/csv"},
    {".gif", "image/gif"},
    {".gz", "application/gzip"},
    {".html", "text/html"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".json", "application/json"},
    {".log", "text/plain"},
    {".md", "text/markdown"},
    {".patch", "text/x-diff"},
    {".pdf", "application/pdf"},
    {".png", "image/png"},
    {".txt", "text/plain"},
    {".zip", "application/zip"},
}};

std::string type_of(const fs::path& path) {
    const auto suffix = lower(path.extension().string());
    const auto* it = std::ranges::find(kTypes, std::string_view(suffix),
                                       &std::pair<std::string_view, std::string_view>::first);
    return std::string(it == kTypes.end() ? "application/octet-stream" : it->second);
}

tl::unexpected<Error> too_large() {
    return fail(
        ErrorKind::usage,
        fmt::format("the files are too large: a mail may have {} MB in all", kMostLetterBytes / 1'000'000),
        "attach less, or say where the file can be fetched");
}

/// `report.pdf`, then `report-2.pdf`.
std::string numbered(const std::string& name, int n) {
    if (n == 1) return name;
    const fs::path path(name);
    return fmt::format("{}-{}{}", path.stem().string(), n, path.extension().string());
}

}  // namespace

Result<std::vector<Attachment>> read_attachments(const std::vector<std::string>& paths) {
    std::vector<Attachment> out;
    std::size_t bytes = 0;
    for (const auto& path : paths) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0)
            return fail(ErrorKind::no_input, fmt::format("cannot attach {}", path), "--attach FILE",
                        std::strerror(errno));
        if (!S_ISREG(info.st_mode))
            return fail(ErrorKind::no_input, fmt::format("cannot attach {}: it is not a file", path),
                        "pack a folder first: tar czf FOLDER.tar.gz FOLDER");
        bytes += static_cast<std::size_t>(info.st_size);
        if (bytes > kMostLetterBytes) return too_large();
        DS_TRY(auto content, read_small_file(path));
        if (!content)
            return fail(ErrorKind::no_input, fmt::format("cannot attach {}", path), "--attach FILE");
        out.push_back({safe_name(fs::path(path).filename().string()), type_of(path), std::move(*content)});
    }
    return out;
}

Result<std::string> save_file(const std::string& folder, std::string_view name, std::string_view content) {
    const auto safe = safe_name(name);
    for (int n = 1; n <= kMostOfOneName; ++n) {
        auto path = (fs::path(folder) / numbered(safe, n)).string();
        const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0 && errno == EEXIST) continue;
        if (fd < 0)
            return fail(ErrorKind::cannot_create, "cannot write a file in " + folder,
                        "name a folder that is there", std::strerror(errno));
        const bool written = write_all(fd, content);
        const int why = errno;
        if (::close(fd) == 0 && written) return path;
        ::unlink(path.c_str());
        return fail(ErrorKind::io, "cannot write " + path, {}, std::strerror(why));
    }
    return fail(ErrorKind::cannot_create, fmt::format("there are too many files '{}' in {}", safe, folder),
                "name another folder");
}

}  // namespace dsupport
