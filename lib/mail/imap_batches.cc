#include "lib/mail/imap_batches.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/imap_words.hh"

namespace dsupport {
namespace {

constexpr std::size_t kBatchMails = 50;
constexpr std::uint64_t kBatchBytes = std::uint64_t{8} << 20U;
/// Keeps a command below the 8,000 bytes that every server takes (RFC 7162, 4), whatever the uids.
constexpr std::size_t kWindow = 500;
/// Batches under way: the server reads one while we store the one before it.
constexpr std::size_t kAhead = 2;

constexpr std::string_view kMail = "BODY.PEEK[]";
/// A header may be as large as the mail it belongs to.
constexpr std::string_view kHeader = "BODY.PEEK[HEADER]<0.262144>";
constexpr std::uint64_t kHeaderBytes = 262144;

std::string mails_of(std::span<const Uid> uids, std::string_view what) {
    return fmt::format("UID FETCH {} ({})", uid_set(uids), what);
}

}  // namespace

Result<FetchData> read_fetch(ImapResponse& response) {
    FetchData out;
    const auto wrong = [] { return tl::unexpected(no_imap("a FETCH that says nothing of a mail")); };
    if (response.values.size() != 1 || response.values[0].kind != ImapValue::Kind::list) return wrong();
    auto& items = response.values[0].items;
    if (items.size() % 2 != 0) return wrong();
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const auto& name = items[i].text;
        auto& value = items[i + 1];
        if (equal_no_case(name, "UID")) {
            const auto uid = read_numbers(value.text);
            if (!uid || uid->size() != 1) return wrong();
            out.uid = uid->front();
        } else if (equal_no_case(name, "RFC822.SIZE")) {
            const auto size = parse_integer(value.text);
            if (!size || *size < 0) return wrong();
            out.size = static_cast<std::uint64_t>(*size);
        } else if (value.kind == ImapValue::Kind::string && equal_no_case(name, "BODY[]")) {
            out.body = std::move(value.text);
        } else if (value.kind == ImapValue::Kind::string && starts_with_no_case(name, "BODY[HEADER")) {
            out.header = std::move(value.text);
        }
    }
    return out;
}

Outcome ImapBatches::run(const MailSink& sink) {
    std::deque<Batch> under_way;
    while (true) {
        while (under_way.size() < kAhead) {
            DS_TRY(auto batch, begin_batch());
            if (!batch) break;
            under_way.push_back(std::move(*batch));
        }
        if (under_way.empty()) return {};
        DS_TRY(auto mails, finish(under_way.front()));
        under_way.pop_front();
        if (!mails.empty()) DS_CHECK(sink(std::move(mails)));
    }
}

/// Chooses what goes together and asks for it.
Result<std::optional<ImapBatches::Batch>> ImapBatches::begin_batch() {
    while (sized_.empty() && !left_.empty()) DS_CHECK(learn_sizes());
    if (sized_.empty()) return std::nullopt;
    Batch batch;
    std::vector<Uid> small;
    std::vector<Uid> large;
    std::uint64_t bytes = 0;
    while (!sized_.empty() && batch.uids.size() < kBatchMails) {
        const auto uid = sized_.front();
        const auto& data = wanted_[uid];
        bytes += is_large(data) ? kHeaderBytes : data.size.value_or(0);
        if (bytes > kBatchBytes && !batch.uids.empty()) break;
        (is_large(data) ? large : small).push_back(uid);
        batch.uids.push_back(uid);
        sized_.pop_front();
    }
    for (const auto& [uids, what] : {std::pair(&small, kMail), std::pair(&large, kHeader)}) {
        if (uids->empty()) continue;
        DS_TRY(auto tag, session_.send(mails_of(*uids, what)));
        batch.tags.push_back(std::move(tag));
    }
    return batch;
}

/// A mail without a size is gone, unless the server has refused to say some.
Outcome ImapBatches::learn_sizes() {
    const auto window = left_.first(std::min(left_.size(), kWindow));
    left_ = left_.subspan(window.size());
    for (const auto uid : window) wanted_[uid].uid = uid;
    DS_TRY(const auto tag, session_.send(mails_of(window, "RFC822.SIZE")));
    DS_TRY(const auto refusal, finish(tag));
    for (const auto uid : window) {
        if (refusal || wanted_[uid].size)
            sized_.push_back(uid);
        else
            forget(uid);
    }
    return {};
}

/// Waits for the end of a command. A NO is given back, if it can be about a mail and not about all of them.
Result<std::optional<ImapResponse>> ImapBatches::finish(const std::string& tag) {
    DS_TRY(auto done, session_.answer(tag, [this](ImapResponse& r) { return take(r); }));
    if (done.name == "OK") return std::nullopt;
    auto error = imap_refusal("the mail server gives no mail", done, ErrorKind::bad_data);
    if (error.kind != ErrorKind::bad_data || done.name != "NO") return tl::unexpected(std::move(error));
    return std::optional(std::move(done));
}

Result<std::vector<FetchedMail>> ImapBatches::finish(const Batch& batch) {
    std::optional<ImapResponse> refusal;
    for (const auto& tag : batch.tags) {
        DS_TRY(auto no, finish(tag));
        if (no) refusal = std::move(no);
    }
    std::vector<FetchedMail> out;
    for (const auto uid : batch.uids) {
        auto mail = taken(uid);
        if (!mail && refusal) {
            DS_TRY(mail, fetch_alone(uid));
        }
        forget(uid);
        if (mail) out.push_back(std::move(*mail));
    }
    const bool nothing =
        std::ranges::all_of(out, [](const auto& mail) { return mail.extent == FetchedMail::Extent::none; });
    // One mail may be damaged; that all of them are says that the server is.
    if (refusal && nothing && batch.uids.size() > 1)
        return tl::unexpected(imap_refusal("the mail server gives no mail", *refusal, ErrorKind::try_later));
    return out;
}

/// A mail that the server did not give together with others; nothing when it is gone.
Result<std::optional<FetchedMail>> ImapBatches::fetch_alone(Uid uid) {
    const auto& data = wanted_[uid];
    DS_TRY(const auto tag, session_.send(mails_of(std::array{uid}, is_large(data) ? kHeader : kMail)));
    DS_TRY(const auto refusal, finish(tag));
    auto mail = taken(uid);
    if (mail || !refusal) return mail;
    return FetchedMail{uid, data.size.value_or(0), FetchedMail::Extent::none, {}, printable(refusal->text)};
}

/// What has come of a mail; nothing when its text has not.
std::optional<FetchedMail> ImapBatches::taken(Uid uid) {
    auto& data = wanted_[uid];
    auto& text = is_large(data) ? data.header : data.body;
    if (!text) return std::nullopt;
    held_ -= text->size();
    const auto extent = is_large(data) ? FetchedMail::Extent::header : FetchedMail::Extent::whole;
    FetchedMail out{uid, data.size.value_or(text->size()), extent, std::move(*text), {}};
    text.reset();
    return out;
}

void ImapBatches::forget(Uid uid) {
    const auto& data = wanted_[uid];
    for (const auto* text : {&data.body, &data.header})
        if (*text) held_ -= (*text)->size();
    wanted_.erase(uid);
}

Outcome ImapBatches::take(ImapResponse& response) {
    if (response.name != "FETCH") return {};
    DS_TRY(auto data, read_fetch(response));
    const auto wanted = wanted_.find(data.uid);
    if (wanted == wanted_.end()) return {};
    auto& known = wanted->second;
    if (data.size) known.size = data.size;
    const auto keep = [this](std::optional<std::string>& place, std::optional<std::string>& text) {
        if (!text) return;
        held_ += text->size() - (place ? place->size() : 0);
        place = std::move(text);
    };
    keep(known.body, data.body);
    keep(known.header, data.header);
    // Sizes are estimates at some servers.
    if (held_ > kAhead * (kBatchBytes + 2 * max_bytes_))
        return tl::unexpected(no_imap("it sends more than it announced"));
    return {};
}

bool ImapBatches::is_large(const FetchData& data) const {
    return data.size.value_or(0) > max_bytes_;
}

}  // namespace dsupport
