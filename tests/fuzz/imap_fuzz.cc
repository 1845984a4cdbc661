// All that a mail server says from the login on: the size of the pieces in which it comes changes nothing,
// and only mails that were asked for are handed out, in their order.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/mail/imap_fetcher.hh"
#include "lib/mail/imap_reader.hh"
#include "tests/fuzz/expect.hh"

using namespace dsupport;

namespace {

std::vector<ImapResponse> read_all(std::string_view bytes, std::size_t piece) {
    ImapReader reader({.text = 2000, .literals = 1000, .values = 100, .depth = 8});
    std::vector<ImapResponse> out;
    while (!bytes.empty()) {
        reader.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (true) {
            auto next = reader.next();
            if (!next) {
                EXPECT(next.error().kind == ErrorKind::bad_data);
                EXPECT(!reader.next());
                return out;
            }
            if (!*next) break;
            out.push_back(std::move(**next));
        }
    }
    return out;
}

/// A server that says its bytes whatever it hears.
class Deaf : public ImapChannel {
  public:
    explicit Deaf(std::string_view bytes) : bytes_(bytes) {}
    Outcome connect() override { return {}; }
    Outcome send(std::string_view /*bytes*/) override { return {}; }
    Result<std::string_view> receive(std::int64_t ms) override {
        now_ += ms;
        if (bytes_.empty()) return fail(ErrorKind::try_later, "it has said all");
        const auto piece = bytes_.substr(0, 100);
        bytes_.remove_prefix(piece.size());
        return piece;
    }
    void close() override {}
    std::int64_t now_ms() const override { return now_; }

  private:
    std::string_view bytes_;
    std::int64_t now_ = 0;
};

void fetch_from(std::string_view bytes) {
    FetchSettings settings;
    settings.max_bytes = 1000;
    auto made = make_imap_fetcher(settings, std::make_unique<Deaf>(bytes));
    EXPECT(made);
    auto& fetcher = **made;
    if (!fetcher.open()) return;
    auto uids = fetcher.uids_after(2);
    if (!uids) return;
    EXPECT(std::ranges::is_sorted(*uids));
    EXPECT(std::ranges::adjacent_find(*uids) == uids->end());
    EXPECT(uids->empty() || uids->front() > 2);
    uids->resize(std::min<std::size_t>(uids->size(), 200));
    const auto asked_for = [&](Uid uid) { return std::ranges::binary_search(*uids, uid); };
    const auto listed = fetcher.ids(*uids, [&](const std::vector<ListedMail>& batch) -> Outcome {
        for (const auto& mail : batch) EXPECT(asked_for(mail.uid));
        return {};
    });
    if (!listed) return;
    Uid last = 0;
    const auto fetched = fetcher.fetch(*uids, [&](const std::vector<FetchedMail>& batch) -> Outcome {
        EXPECT(!batch.empty() && batch.size() <= 50);
        for (const auto& mail : batch) {
            EXPECT(asked_for(mail.uid) && mail.uid > last);
            EXPECT(mail.bytes.size() <= bytes.size());
            last = mail.uid;
        }
        return {};
    });
    if (fetched) static_cast<void>(fetcher.wait(3600));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    EXPECT(read_all(bytes, size + 1) == read_all(bytes, 1 + size % 7));
    fetch_from(bytes);
    return 0;
}
