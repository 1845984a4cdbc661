#include "lib/sync/ingest.hh"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace dsupport {
namespace {

// One transaction: enough mails to share its wait for the disk, few enough to keep the memory flat.
constexpr std::size_t kBatchMails = 1000;
constexpr std::size_t kBatchBytes = std::size_t{2560} << 10U;
constexpr std::size_t kBatchesAhead = 1;
// Reading a mail is twice the work of keeping it. More readers than this have to wait for the one that keeps.
constexpr std::size_t kMostReaders = 4;
/// So few mails are read sooner than another thread begins.
constexpr std::size_t kMailsOfReader = 8;

struct Batch {
    std::vector<ReadMail> mails;
    SourceProgress progress;
};

/// Hands batches from the thread that reads to the one that keeps.
class Handover {
  public:
    /// Waits for room. False: nobody wants more.
    bool put(Batch batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return batches_.size() < kBatchesAhead || closed_; });
        if (closed_) return false;
        batches_.push_back(std::move(batch));
        changed_.notify_all();
        return true;
    }
    /// Waits for a batch; nothing when there are no more.
    std::optional<Batch> take() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !batches_.empty() || closed_; });
        if (batches_.empty()) return std::nullopt;
        auto out = std::move(batches_.front());
        batches_.pop_front();
        changed_.notify_all();
        return out;
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> batches_;
    bool closed_ = false;
};

/// Closes the handover however its side ends.
struct Closing {
    Handover& handover;
    ~Closing() { handover.close(); }
};

std::vector<ReadMail> read_together(Parser& parser, const Group& group, std::vector<SourceMail> mails) {
    std::vector<ReadMail> out(mails.size());
    std::atomic<std::size_t> next = 0;
    const auto read = [&] {
        for (auto i = next++; i < mails.size(); i = next++)
            out[i] = read_mail(parser, group, std::move(mails[i]));
    };
    const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostReaders);
    std::vector<std::future<void>> others;
    for (std::size_t i = 1; i < std::min(cores, mails.size() / kMailsOfReader); ++i)
        others.push_back(std::async(std::launch::async, read));
    read();
    for (auto& other : others) other.get();
    return out;
}

Outcome read_all(MailSource& source, Parser& parser, const Group& group, Handover& handover) {
    const Closing closing{handover};
    std::vector<SourceMail> mails;
    std::size_t bytes = 0;
    for (;;) {
        DS_TRY(auto next, source.next());
        if (next) {
            bytes += next->bytes.size();
            mails.push_back(std::move(*next));
            if (mails.size() < kBatchMails && bytes < kBatchBytes) continue;
        }
        const auto progress = source.progress();
        if (!mails.empty() &&
            !handover.put({read_together(parser, group, std::exchange(mails, {})), progress}))
            return {};
        bytes = 0;
        if (!next) return {};
    }
}

Result<IntakeReport> keep_all(Intake& intake, Handover& handover, const IngestWatch& watch) {
    const Closing closing{handover};
    IntakeReport all;
    while (auto batch = handover.take()) {
        DS_TRY(const auto report, intake.keep(std::move(batch->mails)));
        all.add(report);
        if (watch.progress) watch.progress(batch->progress, all);
        if (watch.stopped && watch.stopped()) return fail(ErrorKind::interrupted, "interrupted");
    }
    return all;
}

}  // namespace

Result<IntakeReport> ingest(Intake& intake, MailSource& source, Parser& parser, const IngestWatch& watch) {
    Handover handover;
    auto reading = std::async(std::launch::async, read_all, std::ref(source), std::ref(parser),
                              intake.group(), std::ref(handover));
    auto kept = keep_all(intake, handover, watch);
    auto read = reading.get();
    if (!kept) return kept;
    if (!read) return tl::unexpected(std::move(read).error());
    kept->passed_over = source.progress().passed_over;
    return kept;
}

}  // namespace dsupport
