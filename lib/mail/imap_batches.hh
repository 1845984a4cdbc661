// Fetching many mails in batches, the next batch under way while one is being stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/fetcher.hh"
#include "lib/mail/imap_session.hh"

namespace dsupport {

/// What one FETCH response says of a mail (RFC 3501, 7.4.2).
struct FetchData {
    Uid uid = 0;  ///< 0: it does not say, so it is not about what we asked for
    std::optional<std::uint64_t> size;
    std::optional<std::string> body;    ///< the whole mail
    std::optional<std::string> header;  ///< its header, or the fields that were asked for
};

/// Takes the texts out of the response.
Result<FetchData> read_fetch(ImapResponse& response);

class ImapBatches {
  public:
    /// All outlive this. `uids` must be ascending.
    ImapBatches(ImapSession& session, std::size_t max_bytes, std::span<const Uid> uids)
        : session_(session), max_bytes_(max_bytes), left_(uids) {}

    Outcome run(const MailSink& sink);

  private:
    struct Batch {
        std::vector<Uid> uids;
        std::vector<std::string> tags;
    };
    Result<std::optional<Batch>> begin_batch();
    Outcome learn_sizes();
    Result<std::optional<ImapResponse>> finish(const std::string& tag);
    Result<std::vector<FetchedMail>> finish(const Batch& batch);
    Result<std::optional<FetchedMail>> fetch_alone(Uid uid);
    std::optional<FetchedMail> taken(Uid uid);
    void forget(Uid uid);
    Outcome take(ImapResponse& response);
    bool is_large(const FetchData& data) const;

    ImapSession& session_;
    std::size_t max_bytes_;
    std::span<const Uid> left_;        ///< whose sizes nobody has asked for
    std::deque<Uid> sized_;            ///< that are in no batch yet
    std::map<Uid, FetchData> wanted_;  ///< what has come of those in sized_ and in batches
    std::size_t held_ = 0;             ///< bytes in it
};

}  // namespace dsupport
