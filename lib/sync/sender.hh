// Sending what the outbox holds: letters as they were queued, then one notice for each ticket that something
// happened to. Each mail is composed, frozen and marked in one transaction, handed over, and its result
// stored with the next one's transaction: whenever the machine stops, no mail is lost and none goes out under
// two ids.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/mail/carrier.hh"
#include "lib/mail/composer.hh"
#include "lib/store/store.hh"
#include "lib/sync/posts.hh"

namespace dsupport {

/// What the sender needs of its surroundings. Carrier and composer are only asked for when there is something
/// to send.
struct SenderSetup {
    Founder founder;
    Mailbox from;             ///< the writer's own address
    std::string own_address;  ///< me.email, for the domain of Message-IDs
    /// Sending a mail twice is harmless (a folder): an unknown one is sent again at once.
    bool repeatable = false;
    /// What the other side takes: mails in any five minutes, and in any day. 0: no limit.
    std::int64_t per_5_minutes = 0, per_day = 0;
    std::function<Result<std::unique_ptr<Composer>>()> make_composer;
    std::function<Result<std::unique_ptr<Carrier>>()> make_carrier;
    std::function<void(std::size_t sent)> progress;  ///< may be empty
};

struct MailProblem {
    std::int64_t n = 0;  ///< number in the outbox
    std::string subject, reason;
};

struct SendReport {
    std::size_t sent = 0;
    std::vector<MailProblem> held, failed, retry, unknown;
    /// The other side will take nothing until a person acts (password, certificate), or wants us to wait.
    std::optional<Error> stopped;
    bool near_limit = false;  ///< more than kPostsWarn posts today
};

inline constexpr std::int64_t kPostsWarn = 60, kPostsLimit = 90;

/// Until when the mail server asked us to send nothing, in milliseconds since 1970; a value of the store.
inline constexpr const char* kPausedUntil = "send_paused_until";

/// Sends everything that is due. Fails with try_later when another process is sending from this home.
Result<SendReport> send_all(Store& store, const StorePaths& paths, Clock& clock, Random& random,
                            const SenderSetup& setup);

/// When to try again after the given number of failed attempts: 1, 5, 15, 30, 60 minutes, then every 2 hours,
/// each up to a fifth earlier or later.
std::int64_t retry_delay_ms(std::int64_t attempts, Random& random);

/// The events in the armour of a frozen mail.
std::vector<EventId> events_in(const std::string& bytes);

}  // namespace dsupport
