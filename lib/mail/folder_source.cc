#include "lib/mail/folder_source.hh"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "lib/base/text.hh"
#include "lib/mail/byte_stream.hh"
#include "lib/mail/mbox_source.hh"

namespace dsupport {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 32;

bool maildir(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "cur", ignored) && fs::is_directory(folder / "new", ignored);
}

/// Whether a mail of a Maildir is marked as trashed or as a draft, behind `:2,` in its name.
bool unwanted(std::string_view name) {
    const auto info = name.rfind(":2,");
    return info != std::string_view::npos && name.find_first_of("TD", info) != std::string_view::npos;
}

/// Paths behind one another in one text: of a large mailbox they would take tens of megabytes as strings.
class Paths {
  public:
    void add(const std::string& path) {
        starts_.push_back(text_.size());
        text_.append(path).push_back('\0');
    }
    std::size_t size() const { return starts_.size(); }
    bool empty() const { return starts_.empty(); }
    std::string at(std::size_t i) const { return text_.c_str() + starts_[i]; }
    void sort() {
        std::ranges::sort(starts_, [this](std::size_t a, std::size_t b) {
            return std::string_view(text_.c_str() + a) < std::string_view(text_.c_str() + b);
        });
    }

  private:
    std::string text_;
    std::vector<std::size_t> starts_;
};

struct Listing {
    const std::function<bool(const FolderFile&)>& wanted;
    Paths files = {};
    std::uint64_t bytes = 0;
    std::int64_t passed_over = 0;
    bool mails = false, maildirs = false, others = false;  ///< what was there

    Outcome list(const fs::path& folder, int depth);

  private:
    Outcome list_files(const fs::path& folder, bool all);
    void add(const std::string& path);
};

/// What a library function says about a folder, as an Error.
tl::unexpected<Error> unreadable(const fs::path& folder, const std::error_code& error) {
    return fail(ErrorKind::io, "cannot read the folder " + folder.string(), "", error.message());
}

void Listing::add(const std::string& path) {
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) file = {};
    mails = true;
    const auto size = static_cast<std::uint64_t>(file.st_size);
    if (wanted && !wanted({path, size, file.st_mtim.tv_sec * kNanoseconds + file.st_mtim.tv_nsec})) return;
    bytes += size;
    files.add(path);
}

/// The files directly in a folder: all of them, or those with a mail's suffix.
Outcome Listing::list_files(const fs::path& folder, bool all) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const auto name = it->path().filename().string();
        std::error_code gone;
        if (name.starts_with('.') || !it->is_regular_file(gone)) continue;
        if (!all && !equal_no_case(it->path().extension().string(), ".eml"))
            others = true;
        else if (it->is_symlink(gone) || (all && unwanted(name)))
            mails = true, ++passed_over;
        else
            add(it->path().string());
    }
    if (error) return unreadable(folder, error);
    return {};
}

Outcome Listing::list(const fs::path& folder, int depth) {
    const bool mails_here = maildir(folder);
    if (mails_here) {
        maildirs = true;
        DS_CHECK(list_files(folder / "cur", true));
        DS_CHECK(list_files(folder / "new", true));
    } else {
        DS_CHECK(list_files(folder, false));
    }
    if (depth == kDeepest) return {};
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code gone;
        if (it->is_symlink(gone) || !it->is_directory(gone)) continue;
        const auto name = it->path().filename().string();
        if (mails_here && (name == "cur" || name == "new" || name == "tmp")) continue;
        if (!name.starts_with('.') || maildir(it->path())) DS_CHECK(list(it->path(), depth + 1));
    }
    if (error) return unreadable(folder, error);
    return {};
}

/// Where a mail of a Maildir is now: its name up to `:2,` and its flags stays, its folder may be the other
/// one.
std::string moved_to(const fs::path& file) {
    const auto kept = file.filename().string();
    const auto unique = kept.substr(0, kept.find(':'));
    for (const auto* name : {"cur", "new"}) {
        std::error_code error;
        for (fs::directory_iterator it(file.parent_path().parent_path() / name, error), end;
             !error && it != end; it.increment(error)) {
            const auto other = it->path().filename().string();
            if (other.substr(0, other.find(':')) == unique) return it->path().string();
        }
    }
    return {};
}

class FolderSource : public MailSource {
  public:
    FolderSource(Listing listing, std::size_t largest)
        : files_(std::move(listing.files)),
          largest_(largest),
          progress_{0, listing.bytes, listing.passed_over} {}
    Result<std::optional<SourceMail>> next() override;
    SourceProgress progress() const override { return progress_; }

  private:
    Paths files_;
    std::size_t largest_, at_ = 0;
    SourceProgress progress_;

    Result<std::unique_ptr<ByteStream>> open(std::string& path) const;
};

/// `path` becomes the one under which the file was found.
Result<std::unique_ptr<ByteStream>> FolderSource::open(std::string& path) const {
    auto stream = open_file(path);
    if (stream || stream.error().kind != ErrorKind::no_input) return stream;
    auto now = moved_to(path);
    if (now.empty()) return stream;
    path = std::move(now);
    return open_file(path);
}

Result<std::optional<SourceMail>> FolderSource::next() {
    while (at_ < files_.size()) {
        auto path = files_.at(at_++);
        auto stream = open(path);
        if (!stream) {
            if (stream.error().kind == ErrorKind::no_input) continue;
            return SourceMail{{}, std::move(path), 0, stream.error().message + ": " + stream.error().cause};
        }
        GrowingMail mail(path, largest_);
        const auto read = mail.add_all(**stream);
        auto out = mail.finish();
        progress_.done += out.size;
        if (!read) out.problem = read.error().message + ": " + read.error().cause;
        return out;
    }
    return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<MailSource>> read_folder(const std::string& path, std::size_t largest,
                                                const std::function<bool(const FolderFile&)>& wanted) {
    Listing listing{wanted};
    DS_CHECK(listing.list(path, 0));
    if (!listing.mails && !listing.maildirs && listing.others)
        return fail(ErrorKind::no_input, "no mails in the folder " + path,
                    "it is no Maildir, and no file in it ends in .eml");
    listing.files.sort();
    return std::make_unique<FolderSource>(std::move(listing), largest);
}

}  // namespace dsupport
