#include "lib/sync/fetch.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/message_ids.hh"

namespace dsupport {
namespace {

/// How far a mailbox was read. A new uidvalidity makes all uids mean something else (RFC 3501, 2.3.1.1).
struct Place {
    std::int64_t uidvalidity = 0;
    Uid last = 0;

    static Place read(const std::string& text) {
        const auto json = Json::parse(text).value_or(Json());
        return {json["uidvalidity"].integer(), static_cast<Uid>(json["last"].integer())};
    }
    std::string text() const {
        return Json::object({{"uidvalidity", uidvalidity}, {"last", std::int64_t{last}}}).dump();
    }
};

class Fetching {
  public:
    Fetching(Store& store, Intake& intake, Fetcher& fetcher, Parser& parser, const FetchAccount& account,
             const FetchWatch& watch)
        : store_(store),
          intake_(intake),
          fetcher_(fetcher),
          parser_(parser),
          account_(account),
          watch_(watch) {}

    Result<IntakeReport> run() {
        DS_TRY(const auto mailbox, fetcher_.open());
        name_ = mailbox.name;
        meta_ = fmt::format("fetched {} {}", account_.name, mailbox.name);
        place_ = Place::read(store_.meta(meta_));
        const bool known_mailbox = place_.uidvalidity == mailbox.uidvalidity;
        if (!known_mailbox) place_ = {mailbox.uidvalidity, 0};
        DS_TRY(auto uids, fetcher_.uids_after(place_.last));
        if (uids.empty() && known_mailbox) return std::move(all_);
        const auto newest = uids.empty() ? Uid{0} : uids.back();
        if (!known_mailbox) DS_CHECK(leave_out_known(uids));
        total_ = uids.size();
        group_ = intake_.group();
        DS_CHECK(
            fetcher_.fetch(uids, [&](std::vector<FetchedMail> batch) { return take(std::move(batch)); }));
        // The last ones may be known, or gone by now.
        place_.last = std::max(place_.last, newest);
        DS_CHECK(keep({}));
        return std::move(all_);
    }

  private:
    Store& store_;
    Intake& intake_;
    Fetcher& fetcher_;
    Parser& parser_;
    const FetchAccount& account_;
    const FetchWatch& watch_;
    std::string name_, meta_;
    Place place_;
    Group group_;
    std::size_t total_ = 0;
    IntakeReport all_;

    /// Mail that came by another way, or from this mailbox before it was made anew, need not be sent again.
    Outcome leave_out_known(std::vector<Uid>& uids) {
        if (uids.empty()) return {};
        std::vector<Uid> known;
        DS_CHECK(fetcher_.ids(uids, [&](const std::vector<ListedMail>& batch) -> Outcome {
            for (const auto& mail : batch) {
                const auto ids = message_ids(mail.message_id);
                if (ids.empty()) continue;
                DS_TRY(const auto here, store_.has_mail(mail_key(ids.front())));
                if (here) known.push_back(mail.uid);
            }
            return {};
        }));
        std::ranges::sort(known);
        std::erase_if(uids, [&](Uid uid) { return std::ranges::binary_search(known, uid); });
        return {};
    }

    Outcome take(std::vector<FetchedMail> batch) {
        std::vector<ReadMail> mails;
        for (auto& fetched : batch) {
            place_.last = std::max(place_.last, fetched.uid);
            SourceMail mail{std::move(fetched.bytes), fmt::format("{}:{}", name_, fetched.uid), fetched.size,
                            ""};
            if (fetched.extent == FetchedMail::Extent::header)
                mail.problem = fmt::format("the mail is too large: {} MiB", fetched.size >> 20U);
            if (fetched.extent == FetchedMail::Extent::none)
                mail.problem = "the server cannot give the mail: " + fetched.fault;
            mails.push_back(read_mail(parser_, group_, std::move(mail), account_.server));
        }
        return keep(std::move(mails));
    }

    Outcome keep(std::vector<ReadMail> mails) {
        DS_TRY(const auto report, intake_.keep(std::move(mails), [&](WriteSession& session) {
            session.set_meta(meta_, place_.text());
        }));
        all_.add(report);
        if (watch_.progress) watch_.progress(static_cast<std::size_t>(all_.read), total_);
        return {};
    }
};

}  // namespace

Result<IntakeReport> fetch_new(Store& store, Intake& intake, Fetcher& fetcher, Parser& parser,
                               const FetchAccount& account, const FetchWatch& watch) {
    return Fetching(store, intake, fetcher, parser, account, watch).run();
}

}  // namespace dsupport
