// Commands and answers on one IMAP connection. Several commands may be under way at once; each answer is
// found by its tag. What the server says of the mailbox in between is kept track of here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lib/base/result.hh"
#include "lib/mail/fetcher.hh"
#include "lib/mail/imap_channel.hh"
#include "lib/mail/imap_reader.hh"

namespace dsupport {

class ImapSession {
  public:
    /// Gets every untagged response that the session does not deal with itself.
    using OnData = std::function<Outcome(ImapResponse& response)>;

    /// `channel` is connected and outlives this.
    ImapSession(ImapChannel& channel, const ImapLimits& limits, std::int64_t reply_timeout_ms)
        : channel_(channel), reader_(limits), reply_timeout_ms_(reply_timeout_ms) {}

    /// Sends a command, without its tag and line end; gives the tag.
    Result<std::string> send(std::string_view command);
    /// Waits for the answer to this command: OK, NO or BAD.
    Result<ImapResponse> answer(const std::string& tag, const OnData& on_data);
    Result<ImapResponse> run(std::string_view command, const OnData& on_data);
    /// The same; everything but OK is an error: of this kind, if the server does not say what it is.
    Outcome must(std::string_view command, const OnData& on_data, ErrorKind otherwise);

    /// Asks what the server can do.
    Outcome learn_capabilities();
    bool can(std::string_view capability) const { return capabilities_.contains(capability); }

    /// Opens the mailbox for reading only.
    Result<MailboxState> examine(const std::string& quoted_name);

    /// Whether mail has come since the last forget_news().
    bool news() const { return news_; }
    void forget_news() { news_ = false; }
    const MailboxState& mailbox() const { return mailbox_; }

    /// Takes what the server says by itself, until there is news or `ms` are over.
    Outcome listen(std::int64_t ms);
    /// The same, after it was asked to say at once what happens (RFC 2177); whether there is news. Nothing
    /// when it refuses.
    Result<std::optional<bool>> idle(std::int64_t ms);

  private:
    /// The next response; nothing when no byte comes for `ms`.
    Result<std::optional<ImapResponse>> next(std::int64_t ms);
    /// The next response of another kind than untagged.
    Result<ImapResponse> next_answer(const OnData& on_data);
    Outcome take_untagged(ImapResponse& response, const OnData& on_data);
    Outcome take_condition(const ImapResponse& response);

    ImapChannel& channel_;
    ImapReader reader_;
    std::int64_t reply_timeout_ms_;
    int last_tag_ = 0;
    std::map<std::string, std::optional<ImapResponse>> under_way_;  ///< by tag, with its answer if it is here
    std::set<std::string, std::less<>> capabilities_;
    MailboxState mailbox_;
    bool news_ = false;
};

/// For commands whose data nobody wants.
inline Outcome no_data(ImapResponse&) {
    return {};
}

/// The error of an answer that is not OK.
Error imap_refusal(std::string_view message, const ImapResponse& answer, ErrorKind otherwise);

}  // namespace dsupport
