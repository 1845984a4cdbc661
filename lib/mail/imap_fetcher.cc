#include "lib/mail/imap_fetcher.hh"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/imap_batches.hh"
#include "lib/mail/imap_session.hh"
#include "lib/mail/imap_words.hh"

namespace dsupport {
namespace {

constexpr std::string_view kEverything = "\\All";
constexpr auto kNameHint = "dsupport config set imap.mailbox INBOX";
/// A client that says nothing for 30 minutes may be logged out (RFC 2177), and routers forget earlier.
constexpr std::int64_t kLongestIdle = std::int64_t{15} * 60 * 1000;
/// As for mails (imap_batches.cc); enough for every id there is.
constexpr std::size_t kIdsAtOnce = 500;
constexpr std::string_view kMessageId = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]<0.2048>";
constexpr std::size_t kMostUids = 10'000'000;

ImapLimits limits_for(std::size_t max_bytes) {
    ImapLimits out;
    // Some servers only estimate the sizes that we go by.
    out.literals = 2 * max_bytes + (std::size_t{1} << 20U);
    return out;
}

class ImapFetcher : public Fetcher {
  public:
    ImapFetcher(const FetchSettings& settings, std::string mailbox, std::string search,
                std::unique_ptr<ImapChannel> channel)
        : settings_(settings),
          mailbox_(std::move(mailbox)),
          search_(std::move(search)),
          channel_(std::move(channel)) {}
    ~ImapFetcher() override {
        if (session_) static_cast<void>(session_->send("LOGOUT"));
    }

    Result<MailboxState> open() noexcept override {
        close();
        return checked(do_open());
    }
    Result<std::vector<Uid>> uids_after(Uid last) noexcept override { return checked(do_uids_after(last)); }
    Outcome ids(std::span<const Uid> uids, const ListSink& sink) noexcept override {
        return checked(do_ids(uids, sink));
    }
    Outcome fetch(std::span<const Uid> uids, const MailSink& sink) noexcept override {
        return checked(do_fetch(uids, sink));
    }
    Result<bool> wait(long limit_s) noexcept override { return checked(do_wait(limit_s)); }

  private:
    Result<MailboxState> do_open();
    Result<std::vector<Uid>> do_uids_after(Uid last);
    Outcome do_ids(std::span<const Uid> uids, const ListSink& sink);
    Outcome do_fetch(std::span<const Uid> uids, const MailSink& sink);
    Result<bool> do_wait(long limit_s);

    Result<std::string> mailbox_name();
    Outcome look_for_news();

    /// A connection on which something went wrong is not used again: nobody knows what is under way on it.
    template <class T>
    T checked(T result) {
        if (!result) close();
        return result;
    }
    void close() {
        session_.reset();
        channel_->close();
    }
    static tl::unexpected<Error> not_open() { return fail(ErrorKind::bug, "no mailbox is open"); }

    FetchSettings settings_;
    std::string mailbox_;  ///< quoted; empty for the one that holds everything
    std::string search_;   ///< what restricts a search on Gmail, with a space in front; may be empty
    std::unique_ptr<ImapChannel> channel_;
    std::optional<ImapSession> session_;
};

Result<MailboxState> ImapFetcher::do_open() {
    DS_CHECK(channel_->connect());
    session_.emplace(*channel_, limits_for(settings_.max_bytes),
                     std::int64_t{settings_.reply_timeout_s} * 1000);
    DS_CHECK(session_->learn_capabilities());
    DS_TRY(const auto name, mailbox_name());
    auto state = session_->examine(name);
    if (!state && state.error().kind == ErrorKind::config) state.error().hint = kNameHint;
    return state;
}

/// The one to open, quoted. Where no mailbox has the attribute, there is always INBOX.
Result<std::string> ImapFetcher::mailbox_name() {
    if (!mailbox_.empty()) return mailbox_;
    const bool special = session_->can("SPECIAL-USE");
    if (!special && !session_->can("XLIST")) return "\"INBOX\"";
    std::string found = "INBOX";
    const auto look = [&found](ImapResponse& r) -> Outcome {
        if ((r.name != "LIST" && r.name != "XLIST") || r.values.size() < 3) return {};
        const auto is_it = [](const ImapValue& attribute) {
            return equal_no_case(attribute.text, kEverything) || equal_no_case(attribute.text, "\\AllMail");
        };
        if (std::ranges::any_of(r.values[0].items, is_it)) found = r.values[2].text;
        return {};
    };
    const bool extended = special && session_->can("LIST-EXTENDED");
    DS_CHECK(session_->must(
        fmt::format("{} \"\" \"*\"{}", special ? "LIST" : "XLIST", extended ? " RETURN (SPECIAL-USE)" : ""),
        look, ErrorKind::try_later));
    auto quoted = imap_quoted(found);
    if (!quoted) return tl::unexpected(no_imap("the name of a mailbox that cannot be said", found));
    return std::move(*quoted);
}

Outcome ImapFetcher::look_for_news() {
    return session_->must("NOOP", no_data, ErrorKind::try_later);
}

Result<std::vector<Uid>> ImapFetcher::do_uids_after(Uid last) {
    if (!session_) return not_open();
    DS_CHECK(look_for_news());
    session_->forget_news();
    std::vector<Uid> out;
    // `*` means nothing in an empty mailbox.
    if (session_->mailbox().exists == 0 || last == std::numeric_limits<Uid>::max()) return out;
    const auto add = [&out](const std::optional<std::vector<Uid>>& uids) -> Outcome {
        if (!uids || uids->size() > kMostUids - out.size())
            return tl::unexpected(no_imap("numbers of mails that are none"));
        out.insert(out.end(), uids->begin(), uids->end());
        return {};
    };
    const auto take = [&add](ImapResponse& r) -> Outcome {
        if (r.name == "SEARCH") return add(read_numbers(r.text));
        if (r.name != "ESEARCH") return {};
        for (std::size_t i = 0; i + 1 < r.values.size(); ++i)
            if (equal_no_case(r.values[i].text, "ALL"))
                return add(read_uid_set(r.values[i + 1].text, kMostUids));
        return {};
    };
    DS_CHECK(
        session_->must(fmt::format("UID SEARCH {}UID {}:*{}", session_->can("ESEARCH") ? "RETURN (ALL) " : "",
                                   last + 1, session_->can("X-GM-EXT-1") ? search_ : ""),
                       take, ErrorKind::try_later));
    std::ranges::sort(out);
    // `7:*` has the last mail in it even if that is 5.
    out.erase(out.begin(), std::ranges::upper_bound(out, last));
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Outcome ImapFetcher::do_ids(std::span<const Uid> uids, const ListSink& sink) {
    if (!session_) return not_open();
    while (!uids.empty()) {
        const auto some = uids.first(std::min(uids.size(), kIdsAtOnce));
        uids = uids.subspan(some.size());
        std::vector<ListedMail> batch;
        const auto take = [&](ImapResponse& r) -> Outcome {
            if (r.name != "FETCH") return {};
            DS_TRY(const auto data, read_fetch(r));
            if (!data.header || !std::ranges::binary_search(some, data.uid)) return {};
            if (batch.size() < some.size())
                batch.push_back({data.uid, read_header(*data.header).value("Message-ID")});
            return {};
        };
        DS_CHECK(session_->must(fmt::format("UID FETCH {} ({})", uid_set(some), kMessageId), take,
                                ErrorKind::try_later));
        std::ranges::sort(batch, {}, &ListedMail::uid);
        if (!batch.empty()) DS_CHECK(sink(std::move(batch)));
    }
    return {};
}

Outcome ImapFetcher::do_fetch(std::span<const Uid> uids, const MailSink& sink) {
    if (!session_) return not_open();
    return ImapBatches(*session_, settings_.max_bytes, uids).run(sink);
}

Result<bool> ImapFetcher::do_wait(long limit_s) {
    if (!session_) return not_open();
    bool idle = session_->can("IDLE");
    const auto end = channel_->now_ms() + std::int64_t{limit_s} * 1000;
    for (auto now = channel_->now_ms(); !session_->news() && now < end; now = channel_->now_ms()) {
        if (idle) {
            DS_TRY(const auto woken, session_->idle(std::min(end - now, kLongestIdle)));
            idle = woken.has_value();
        } else {
            DS_CHECK(session_->listen(std::min(end - now, std::int64_t{settings_.poll_s} * 1000)));
            DS_CHECK(look_for_news());
        }
    }
    return session_->news();
}

}  // namespace

Result<std::unique_ptr<Fetcher>> make_imap_fetcher(const FetchSettings& settings,
                                                   std::unique_ptr<ImapChannel> channel) {
    std::string mailbox;
    if (!equal_no_case(settings.mailbox, kEverything)) {
        const auto name = mailbox_utf7(settings.mailbox);
        const auto quoted = name ? imap_quoted(*name) : std::nullopt;
        if (!quoted || settings.mailbox.empty())
            return fail(ErrorKind::config,
                        fmt::format("no mailbox is called '{}'", printable(settings.mailbox)), kNameHint);
        mailbox = *quoted;
    }
    std::string search;
    if (!settings.list.empty()) {
        const auto quoted = imap_quoted("list:" + settings.list);
        if (!quoted)
            return fail(ErrorKind::config,
                        fmt::format("'{}' is no address of a list", printable(settings.list)));
        search = " X-GM-RAW " + *quoted;
    }
    return std::make_unique<ImapFetcher>(settings, std::move(mailbox), std::move(search), std::move(channel));
}

}  // namespace dsupport
