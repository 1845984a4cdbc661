#include "lib/sync/folder_fetch.hh"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "lib/base/crypto.hh"
#include "lib/mail/folder_source.hh"

namespace dsupport {
namespace {

// One transaction: fewer mails than ingest has, for here the thread that keeps them also reads.
constexpr std::size_t kBatchMails = 400;
constexpr std::size_t kBatchBytes = std::size_t{2} << 20U;

/// Under which name the store remembers that this very content was read.
std::string mark_of(const FolderFile& file) {
    const auto what = fmt::format("{}\n{}\n{}", file.path, file.size, file.changed_ns);
    return "read_file " + MailKey{blake2b<16>("dsupport-file", what)}.hex();
}

/// A shared folder is a share more often than not: what cannot be read now may be there again later.
tl::unexpected<Error> unreachable(Error error) {
    if (error.kind == ErrorKind::io) {
        error.kind = ErrorKind::try_later;
        error.hint = "mount it, or name another one: dsupport config set transport.path DIR";
    }
    return tl::unexpected(std::move(error));
}

struct Unread {
    std::string mark;
    std::uint64_t size = 0;
};

class FolderFetch {
  public:
    FolderFetch(Store& store, Intake& intake, Parser& parser)
        : store_(store), intake_(intake), parser_(parser), group_(intake.group()) {}

    Result<IntakeReport> run(const std::string& folder) {
        auto source = read_folder(folder, ParseLimits{}.bytes, [&](const FolderFile& file) {
            auto mark = mark_of(file);
            if (!store_.meta(mark).empty()) return false;
            unread_[file.path] = {std::move(mark), file.size};
            return true;
        });
        if (!source) return unreachable(std::move(source).error());
        for (;;) {
            DS_TRY(auto mail, (*source)->next());
            if (mail) take(std::move(*mail));
            const bool full = batch_.size() >= kBatchMails || bytes_ >= kBatchBytes;
            if (!batch_.empty() && (full || !mail)) DS_CHECK(keep());
            if (!mail) return std::move(all_);
        }
    }

  private:
    Store& store_;
    Intake& intake_;
    Parser& parser_;
    const Group group_;
    std::map<std::string, Unread> unread_;
    std::vector<ReadMail> batch_;
    std::vector<std::string> marks_;  ///< of the files in the batch
    std::size_t bytes_ = 0;
    IntakeReport all_;

    void take(SourceMail mail) {
        // Of a file that is still being written, or could not be opened, there is another size.
        const auto at = unread_.find(mail.origin);
        if (at != unread_.end() && at->second.size == mail.size) marks_.push_back(at->second.mark);
        bytes_ += mail.bytes.size();
        batch_.push_back(read_mail(parser_, group_, std::move(mail)));
    }

    Outcome keep() {
        DS_TRY(const auto report, intake_.keep(std::exchange(batch_, {}), [&](WriteSession& session) {
            for (const auto& mark : marks_) session.set_meta(mark, "yes");
        }));
        marks_.clear();
        bytes_ = 0;
        all_.add(report);
        return {};
    }
};

}  // namespace

Result<IntakeReport> fetch_folder(Store& store, Intake& intake, Parser& parser, const std::string& folder) {
    return FolderFetch(store, intake, parser).run(folder);
}

}  // namespace dsupport
